import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { plainDocument } from '@pavior/shared/document/document.ts'
import { type ComponentOp, campaignOps } from '@pavior/shared/filter/condition.ts'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import fc from 'fast-check'
import { anyCampaign } from './any-campaign.ts'
import { INBOX } from './any-component.ts'

/** All that can happen to people and to campaigns, and how often. */
const happenings = {
  starts: 3,
  writes: 4,
  answers: 4,
  presses: 3,
  sees: 2,
  interacts: 5,
  views: 2,
  tracks: 3,
  updates: 5,
  // More often than by chance: two have to be the same user before one is merged (C25).
  identifies: 5,
  replies: 2,
  notes: 1,
  assigns: 1,
  'changes state': 2,
  'marks unread': 1,
  'api sets': 2,
  'time passes': 8,
  'email goes out': 8,
  'email takes a step': 2,
  'email is told of': 5,
  'address changes': 2,
  'is started': 3,
  'is enrolled': 2,
  'is removed': 2,
  'is erased': 1,
  pauses: 2,
  resumes: 3,
  publishes: 5,
  archives: 1,
  'inboxes change': 2,
} as const

/** Something that happens; the numbers choose among what there is at that moment. */
export type Step = { what: keyof typeof happenings; who: number; which: number; how: number }

const isHappening = (what: string): what is Step['what'] => what in happenings
const weighted = Object.entries(happenings).flatMap(([what, weight]) =>
  isHappening(what) ? [{ weight, arbitrary: fc.constant(what) }] : [],
)

export const anySteps = (most: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      what: fc.oneof(...weighted),
      who: fc.nat({ max: 2 }),
      which: fc.nat({ max: 50 }),
      how: fc.nat({ max: 50 }),
    }),
    { minLength: 5, maxLength: most, size: 'max' },
  )

/** How campaigns of a history are named in conditions on campaigns; the first is the default campaign. */
export const campaignName = (index: number): string => `campaign-${index}`

const anyOther: fc.Arbitrary<Filter> = fc
  .record({ campaign: fc.nat({ max: 3 }), op: fc.constantFrom(...campaignOps), not: fc.boolean() })
  .map(({ campaign, op, not }): Filter => {
    const condition: Filter = { field: `campaign.${campaignName(campaign)}`, op }
    return not ? { not: condition } : condition
  })

/** One that may be started (C2), ask about others in its audience, or end where others are. */
const anyLive: fc.Arbitrary<CampaignGraph> = fc
  .record({
    graph: anyCampaign,
    startable: fc.nat({ max: 4 }).map(chance => chance === 0),
    audience: fc.option(anyOther, { freq: 4, nil: undefined }),
    exit: fc.option(anyOther, { freq: 4, nil: undefined }),
  })
  .map(({ graph, startable, audience, exit }) => ({
    ...graph,
    startable,
    ...(audience && { audience: { all: [graph.audience, audience] } }),
    exits: [...graph.exits, ...(exit ? [{ id: 'elsewhere', name: 'Elsewhere', filter: exit }] : [])],
  }))

const AT = { x: 0, y: 0 }
const asks = (op: ComponentOp): Filter => ({ field: 'component.a', op })

/** What random campaigns seldom come to: an email of which much is told, and somebody who is listened to for long. */
const drip: CampaignGraph = CampaignGraph.parse({
  name: 'A drip',
  audience: { field: 'email', op: 'set' },
  exits: [{ id: 'unsubscribed', name: 'Unsubscribed', filter: asks('unsubscribed') }],
  reentry: 'each',
  components: [
    { id: 'a', type: 'send-email', position: AT, settings: { subject: 'Hello', content: plainDocument('Norway?') } },
    { id: 'b', type: 'filter', position: AT, settings: { filter: asks('opened'), watch: { for: 'P1D' } } },
    { id: 'c', type: 'inbound-message', position: AT, settings: { where: 'anywhere' } },
    { id: 'd', type: 'send-message', position: AT, settings: { content: plainDocument('Thank you') } },
    { id: 'e', type: 'assign', position: AT, settings: { inbox: INBOX, agent: 'round-robin' } },
  ],
  dependencies: [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c', port: 'matched' },
    { from: 'b', to: 'c', port: 'unmatched' },
    { from: 'c', to: 'd' },
    { from: 'c', to: 'e' },
  ],
})

/** The campaigns of a history beside the default one. */
export const anyCampaigns: fc.Arbitrary<CampaignGraph[]> = fc.array(
  fc.oneof({ weight: 5, arbitrary: anyLive }, { weight: 1, arbitrary: fc.constant(drip) }),
  { minLength: 1, maxLength: 3 },
)

/** The same with the ids that these campaigns have. */
export const withIds = (graph: CampaignGraph, ids: readonly string[]): CampaignGraph =>
  CampaignGraph.parse(
    JSON.parse(JSON.stringify(graph), (key, value: unknown) =>
      key === 'field' && typeof value === 'string'
        ? value.replace(
            /^campaign\.campaign-(\d+)$/,
            (all, index) => `campaign.${ids[Number(index) % ids.length] ?? all}`,
          )
        : value,
    ),
  )

export const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(1, all.length)]
