import { type CampaignGraph, CampaignGraph as GraphSchema } from '@pavior/shared/campaign/campaign.ts'
import { check } from '@pavior/shared/campaign/check.ts'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import fc from 'fast-check'
import { anyDocument } from './any-document.ts'
import { anyFilter } from './any-filter.ts'

/** Conditions that histories really move: who somebody is and what they told. */
const anyCondition: fc.Arbitrary<Filter> = fc.constantFrom<Filter>(
  { field: 'type', op: 'equals', value: 'anonymous' },
  { field: 'type', op: 'in', value: ['lead', 'signup'] },
  { field: 'type', op: 'equals', value: 'signup' },
  { field: 'email', op: 'set' },
  { field: 'name', op: 'not-set' },
  { field: 'attributes.plan', op: 'equals', value: 'pro' },
  { field: 'attributes.plan', op: 'not-equals', value: 'pro' },
  { field: 'attributes.visits', op: 'greater', value: 2 },
  { field: 'page.url', op: 'contains', value: 'pricing' },
)

const anyAudience: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Filter>({ all: [] }) },
  { weight: 6, arbitrary: anyCondition },
  { weight: 2, arbitrary: anyCondition.map(not => ({ not })) },
  { weight: 1, arbitrary: fc.array(anyCondition, { maxLength: 2 }).map(any => ({ any })) },
  { weight: 1, arbitrary: anyFilter },
)

const position = fc.record({ x: fc.constantFrom(0, 100), y: fc.constantFrom(0, 100, 200) })

const anyComponent = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('inbound-message' as const),
      position,
      settings: fc.record(
        {
          which: fc.constantFrom('first' as const, 'any' as const),
          where: fc.constantFrom('upstream' as const, 'anywhere' as const),
          contains: fc.constant(['Norway']),
        },
        { requiredKeys: ['which'] },
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('send-message' as const),
      position,
      settings: fc.record({ newConversation: fc.boolean(), from: fc.constant('team'), content: anyDocument }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('end' as const), position, settings: fc.constant({}) }) },
)

/** A small campaign that can be published. `ids` are `a`, `b`, …; a line leads from an earlier to a later one. */
export const anyCampaign: fc.Arbitrary<CampaignGraph> = fc
  .record({
    audience: anyAudience,
    exit: fc.option(anyAudience, { nil: undefined, freq: 3 }),
    reentry: fc.constantFrom('never' as const, 'each' as const),
    components: fc.array(anyComponent, { minLength: 1, maxLength: 6 }),
    lines: fc.uniqueArray(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })), {
      maxLength: 7,
      selector: ([from, to]) => `${from} ${to}`,
    }),
  })
  .map(({ audience, exit, reentry, components, lines }) => {
    const named = components.map((component, index) => ({ id: 'abcdef'.charAt(index), ...component }))
    const input = {
      name: 'Any campaign',
      audience,
      exits: exit ? [{ id: 'left', name: 'Left', filter: exit }] : [],
      reentry,
      components: named,
      dependencies: lines.flatMap(([one, other]) => {
        const [from, to] = [named[Math.min(one, other)], named[Math.max(one, other)]]
        return from && to && from !== to && from.type !== 'end' ? [{ from: from.id, to: to.id }] : []
      }),
    }
    return input
  })
  .filter(input => check(input, { agents: new Set(), inboxes: new Set() }).graph !== undefined)
  .map(input => GraphSchema.parse(input))
