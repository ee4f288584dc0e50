import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { expect, test } from 'vitest'
import { whatDeletingDoes } from '../../dashboard/campaigns/deleting.ts'
import { listed, listingFrom, searchOf, sortedBy } from '../../dashboard/campaigns/listing.ts'

const row = (name: string, more: Partial<CampaignRow> = {}): CampaignRow => ({
  id: name,
  name,
  kind: 'campaign',
  status: 'active',
  changed: false,
  byEvent: false,
  entered: 0,
  active: 0,
  completed: 0,
  days: [],
  changedAt: '2026-11-01T00:00:00.000Z',
  ...more,
})

const rows = [
  row('Win back', { entered: 3406, active: 880, audience: 'last seen is not within the last 90 days' }),
  row('basket left behind', { status: 'paused', entered: 2077, changedAt: '2026-11-03T00:00:00.000Z' }),
  row('Test ride follow-up', { status: 'draft', changedAt: '2026-11-02T00:00:00.000Z' }),
  row('Welcome', { kind: 'automessage' }),
]
const names = (search: string) => listed(rows, listingFrom(search)).map(({ name }) => name)

test('the list shows what changed last first, and sorts by each column', () => {
  expect(names('')).toEqual(['basket left behind', 'Test ride follow-up', 'Win back'])
  expect(names('sort=name')).toEqual(['basket left behind', 'Test ride follow-up', 'Win back'])
  expect(names('sort=-name')[0]).toBe('Win back')
  expect(names('sort=-entered')).toEqual(['Win back', 'basket left behind', 'Test ride follow-up'])
  expect(names('sort=entered')[0]).toBe('Test ride follow-up')
})

test('it is filtered by kind, status, and words of name or audience', () => {
  expect(names('kind=automessage')).toEqual(['Welcome'])
  expect(names('status=paused')).toEqual(['basket left behind'])
  expect(names('find=BACK+win')).toEqual(['Win back'])
  expect(names('find=90+days')).toEqual(['Win back'])
  expect(names('find=nothing')).toEqual([])
})

test('what is shown stands in the address, and what does not belong there is passed over', () => {
  for (const search of ['', 'kind=automessage&status=draft&sort=-entered&find=a+b%26c', 'sort=name', 'sort=changed'])
    expect(searchOf(listingFrom(search))).toBe(search)
  expect(searchOf(listingFrom('kind=x&status=archived&sort=-secret'))).toBe('')
})

test('a column sorts from the most, names from A, and again the other way round', () => {
  const byEntered = sortedBy(listingFrom(''), 'entered')
  expect(searchOf(byEntered)).toBe('sort=-entered')
  expect(searchOf(sortedBy(byEntered, 'entered'))).toBe('sort=entered')
  expect(searchOf(sortedBy(byEntered, 'name'))).toBe('sort=name')
})

test('before a campaign is deleted it is said what becomes of the people inside', () => {
  expect(whatDeletingDoes(row('a', { status: 'draft' }))).toContain('never published')
  expect(whatDeletingDoes(row('a'))).toContain('Nobody is inside')
  expect(whatDeletingDoes(row('a', { active: 1 }))).toContain('1 person is inside and will be taken out at once')
  expect(whatDeletingDoes(row('a', { active: 1240 }))).toContain('1,240 people are inside')
})
