import { expect, test } from 'vitest'
import { belongsTo, listFrom, listQueryString, placeRow } from '../../dashboard/live/lists.ts'
import { aRow } from './a-row.ts'

const ids = (pages: { data: { id: string }[] }[]) => pages.map(page => page.data.map(row => row.id).join(' '))
const page = (next: string | null, ...rows: ReturnType<typeof aRow>[]) => ({ data: rows, next })

test('C27: a conversation stands in the lists of its state, its assignee and its inbox', () => {
  const mine = aRow('one', 1, { assignee: { id: 'mara', name: 'Mara' }, inbox: { id: 'i', name: 'Support' } })
  const lists = ['mine', 'unassigned', 'all', 'snoozed', 'closed', 'inbox-i', 'inbox-j'] as const
  const of = (row: typeof mine, me = 'mara') => lists.filter(list => belongsTo(list, row, me))
  expect(of(mine)).toEqual(['mine', 'all', 'inbox-i'])
  expect(of(mine, 'ines')).toEqual(['all', 'inbox-i'])
  expect(of(aRow('two', 1))).toEqual(['unassigned', 'all'])
  expect(of({ ...mine, state: 'snoozed' })).toEqual(['snoozed'])
  expect(of({ ...mine, state: 'closed' })).toEqual(['closed'])
  expect(of({ ...mine, listed: false })).toEqual([])
})

test('a row moves to where its newest activity belongs, and keeps its page otherwise', () => {
  const pages = [page('x', aRow('c', 30), aRow('b', 20)), page(null, aRow('a', 10))]
  expect(ids(placeRow(pages, aRow('a', 40), true))).toEqual(['a c b', ''])
  expect(ids(placeRow(pages, aRow('new', 25), true))).toEqual(['c new b', 'a'])
  expect(ids(placeRow(pages, aRow('c', 5), true))).toEqual(['b', 'a c'])
  expect(ids(placeRow(pages, aRow('b', 20), false))).toEqual(['c', 'a'])
  expect(placeRow(pages, aRow('unknown', 99), false)).toBe(pages)
})

test('a row older than all that is loaded comes with its page, not before', () => {
  const pages = [page('more', aRow('c', 30))]
  expect(ids(placeRow(pages, aRow('old', 1), true))).toEqual(['c'])
  expect(ids(placeRow([page(null, aRow('c', 30))], aRow('old', 1), true))).toEqual(['c old'])
})

test('a list in the address is one of ours, or nothing', () => {
  expect(listFrom('mine')).toBe('mine')
  expect(listFrom('inbox-42')).toBe('inbox-42')
  expect(listFrom('theirs')).toBeUndefined()
  expect(listQueryString('inbox-a b&c')).toBe('list=inbox&inbox=a%20b%26c')
})
