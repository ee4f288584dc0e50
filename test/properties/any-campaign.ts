import { CampaignGraph, type Component, type Port } from '@pavior/shared/campaign/campaign.ts'
import { check } from '@pavior/shared/campaign/check.ts'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import fc from 'fast-check'
import { AGENTS, type AnyComponent, anyComponent, INBOX } from './any-component.ts'
import { anyPersonCondition, conditionOnComponent } from './any-condition.ts'
import { anyFilter } from './any-filter.ts'

const anyAudience: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Filter>({ all: [] }) },
  { weight: 6, arbitrary: anyPersonCondition },
  { weight: 2, arbitrary: anyPersonCondition.map(not => ({ not })) },
  { weight: 1, arbitrary: fc.array(anyPersonCondition, { maxLength: 2 }).map(any => ({ any })) },
  // Without conditions on campaigns: the ones it makes up are nowhere.
  { weight: 1, arbitrary: anyFilter.filter(filter => !JSON.stringify(filter).includes('"campaign.')) },
)

const MOST = 12
const ids = Array.from({ length: MOST }, (_, index) => 'abcdefghijkl'.charAt(index))

/** By numbers, so that a smaller graph is near: whatever they say, it is a line from an earlier to a later one. */
const anyLine = fc.record({ from: fc.nat({ max: MOST }), to: fc.nat({ max: MOST }), unmatched: fc.boolean() })

type Drawn = {
  audience: Filter
  exit: { filter: Filter; of: number | undefined } | undefined
  reentry: CampaignGraph['reentry']
  /** Each with the one it hangs on, if it is no root. */
  components: { component: AnyComponent; under: number | undefined; unmatched: boolean }[]
  lines: { from: number; to: number; unmatched: boolean }[]
}

const anyDrawn: fc.Arbitrary<Drawn> = fc.record({
  audience: anyAudience,
  exit: fc.option(
    fc.record({ filter: anyAudience, of: fc.option(fc.nat({ max: MOST }), { nil: undefined, freq: 2 }) }),
    {
      nil: undefined,
      freq: 3,
    },
  ),
  reentry: fc.constantFrom('never', 'each'),
  components: fc.array(
    fc.record({
      component: anyComponent,
      under: fc.option(fc.nat({ max: MOST }), { nil: undefined, freq: 5 }),
      unmatched: fc.boolean(),
    }),
    { minLength: 1, maxLength: MOST },
  ),
  lines: fc.array(anyLine, { maxLength: 6 }),
})

function drawn({ audience, exit, reentry, components, lines }: Drawn): unknown {
  const named: Component[] = []
  for (const [index, { component }] of components.entries()) named.push({ id: ids[index] ?? '', ...component(named) })
  const under = components.flatMap(({ under, unmatched }, to) =>
    under === undefined || to === 0 ? [] : [{ from: under % to, to, unmatched }],
  )
  const dependencies = new Map<string, { from: string; to: string; port?: Port }>()
  for (const line of [...under, ...lines]) {
    const [from, to] = [Math.min(line.from, line.to), Math.max(line.from, line.to)].map(at => named[at % named.length])
    const dependency = from && to && connected(from, to, line.unmatched)
    if (dependency) dependencies.set(JSON.stringify(dependency), dependency)
  }
  const of = exit?.of === undefined ? undefined : named[exit.of % named.length]
  const filter = exit && (of ? { any: [exit.filter, conditionOnComponent(of, exit.of ?? 0)] } : exit.filter)
  return {
    name: 'Any campaign',
    audience,
    exits: filter ? [{ id: 'left', name: 'Left', filter }] : [],
    reentry,
    components: named,
    dependencies: [...dependencies.values()],
  }
}

/** A line that may be drawn. */
function connected(from: Component, to: Component, unmatched: boolean) {
  if (ids.indexOf(from.id) >= ids.indexOf(to.id) || from.type === 'end') return undefined
  if (from.type !== 'filter') return { from: from.id, to: to.id }
  const port: Port = unmatched && from.settings.watch !== 'forever' ? 'unmatched' : 'matched'
  return { from: from.id, to: to.id, port }
}

const known = { agents: new Set<string>(AGENTS), inboxes: new Set([INBOX]) }

/** A campaign of all types of components that can be published. `ids` are `a`, `b`, …; a line leads from an earlier to a later one. */
export const anyCampaign: fc.Arbitrary<CampaignGraph> = anyDrawn
  .map(drawn)
  .filter(input => check(input, known).graph !== undefined)
  .map(input => CampaignGraph.parse(input))

/** The same campaign in a team that has these. */
export function inTeam(graph: CampaignGraph, inbox: string, agents: readonly string[]): CampaignGraph {
  const names = new Map([
    [INBOX, inbox],
    ...AGENTS.map((name, index): [string, string] => [name, agents[index] ?? 'team']),
  ])
  const text = JSON.stringify(graph, (key, value: unknown) =>
    ['from', 'inbox', 'agent', 'value'].includes(key) && typeof value === 'string'
      ? (names.get(value) ?? value)
      : value,
  )
  return CampaignGraph.parse(JSON.parse(text))
}
