import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { Known } from '@pavior/shared/campaign/check/problem.ts'
import { check } from '@pavior/shared/campaign/check.ts'
import { templates } from '@pavior/shared/campaign/templates.ts'
import { expect, test } from 'vitest'

/** A new team: nobody but its first agent, one inbox, email by SMTP. */
const known: Known = { agents: new Set(), inboxes: new Set(['support']), campaigns: new Set(), transport: 'silent' }

test('a team can begin with any of four campaigns', () => {
  expect(templates.map(({ id }) => id)).toEqual([
    'email-and-name-form',
    'lead-qualification',
    'onboarding-drip',
    'win-back',
  ])
})

test.each([...templates])('$name can be published as it is, and nothing about it is odd', ({ campaign }) => {
  const input: unknown = JSON.parse(JSON.stringify(campaign('support')))
  expect(check(input, known)).toEqual({ problems: [], graph: campaign('support') })
})

test.each([...templates])(
  '$name is drawn on the grid, each component in a place of its own, ways downwards',
  ({ campaign }) => {
    const { components, dependencies } = CampaignGraph.parse(campaign('support'))
    const places = new Map(components.map(({ id, position }) => [id, position]))
    expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(components.length)
    for (const { x, y } of places.values()) expect([x % 300, y % 160]).toEqual([0, 0])
    for (const { from, to } of dependencies)
      expect(places.get(to)?.y, `${from} above ${to}`).toBeGreaterThan(places.get(from)?.y ?? Number.POSITIVE_INFINITY)
  },
)

test('conversations go to the inbox that was chosen', () => {
  for (const { campaign } of templates)
    for (const { type, settings } of campaign('sales').components)
      if (type === 'assign') expect(settings).toMatchObject({ inbox: 'sales' })
})
