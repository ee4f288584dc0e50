import type { Names } from '@pavior/shared/filter/describe.ts'
import type { LookFirst, Statistics, StatisticsWays } from '@pavior/shared/protocol/statistics.ts'
import { type Draft, type DraftComponent, placeOf } from '../builder/draft/draft.ts'
import { typeName } from '../builder/words/components.ts'
import { componentName, plainly, said } from '../builder/words/said.ts'
import { countOf, peopleOf } from '../ui/count.ts'
import { type Counts, countsOf } from './counts.ts'
import type { Gone } from './gone.ts'
import type { Opened } from './scope.ts'

/** From component to component: how many arrived, and where people are lost. */

export type Step = {
  id: string
  /** How it is called, and what is set in it. */
  name: string
  says: string
  type: string
  arrived: number
  lost: number
  opens: Opened
  /** The last version that had it, where the graph has it no more. */
  gone: number | undefined
}

/** Top to bottom, left to right, as components act (C7); behind them what only older versions had. */
export function stepsOf(
  drawn: Draft,
  gone: readonly Gone[],
  { components }: Pick<Statistics, 'components'>,
  names: Names,
): Step[] {
  const step = (component: DraftComponent, lost: (counts: Counts) => { people: number; count: string }): Step => {
    const counts = countsOf(components[component.id])
    const { people, count } = lost(counts)
    return {
      id: component.id,
      name: componentName(component),
      says: plainly(said(component, names)),
      type: component.type,
      arrived: counts.arrived ?? 0,
      lost: people,
      opens: { component: component.id, count },
      gone: undefined,
    }
  }
  const now = drawn.components
    .map((component, index) => ({ component, place: placeOf(component, index) }))
    .sort((one, other) => one.place.y - other.place.y || one.place.x - other.place.x)
    .map(({ component }) => step(component, counts => lostAt(drawn, component, counts)))
  const then = gone.map(({ component, version }) => ({
    ...step(component, ({ left }) => ({ people: left ?? 0, count: 'left' })),
    gone: version,
  }))
  return toldApart([...now, ...then])
}

const LONGEST = 36

/** Two of the same name say what is set in them: `Filter: city is Bergen`. */
function toldApart(steps: readonly Step[]): Step[] {
  const times = Map.groupBy(steps, ({ name }) => name)
  return steps.map(step => {
    const says = [...withoutName(step.says, typeName(step.type)).replace(/^matches: /, '')]
    if (times.get(step.name)?.length === 1 || says.length === 0) return step
    return { ...step, name: `${step.name}: ${says.slice(0, LONGEST).join('')}${says.length > LONGEST ? '…' : ''}` }
  })
}

/** Whoever left the campaign while they stood there, or was turned away by a Filter that leads nowhere else. */
function lostAt(drawn: Draft, { id, type }: DraftComponent, counts: Counts): { people: number; count: string } {
  const left = counts.left ?? 0
  const unmatched = counts.unmatched ?? 0
  const leadsOn = drawn.dependencies.some(({ from, port }) => from === id && port === 'unmatched')
  if (type === 'filter' && !leadsOn && unmatched > 0)
    return { people: left + unmatched, count: unmatched >= left ? 'unmatched' : 'left' }
  return { people: left, count: 'left' }
}

export type Notice = {
  key: string
  kind: LookFirst['kind'] | 'refused'
  says: string
  /** The reasons, the most frequent first. */
  why: string
  opens: Opened
}

const happened = { failed: 'failed', lost: 'lost', skipped: 'skipped' } satisfies Record<LookFirst['kind'], string>

/** What to look at first: what failed, where most are lost, who tried a form in vain, what was skipped. */
export function noticesOf(
  { first, unsent }: Pick<StatisticsWays, 'first' | 'unsent'>,
  steps: readonly Step[],
  statistics: Statistics,
): Notice[] {
  const nameOf = (id: string) => steps.find(step => step.id === id)?.name ?? 'a component that is gone'
  const told = first.map(({ kind, component, people, of, reasons }): Notice => {
    const lost = steps.find(({ id }) => id === component)?.opens
    return {
      key: `${kind} ${component}`,
      kind,
      says: `${peopleOf(people)} ${happened[kind]} at ${nameOf(component)}`,
      why: reasons.length === 0 ? `Of ${countOf(of)} who arrived.` : reasonsIn(reasons),
      opens: kind === 'lost' && lost ? lost : { component, count: kind === 'lost' ? 'left' : kind },
    }
  })
  const refused = steps.flatMap(({ id, name }): Notice[] => {
    const people = countsOf(statistics.components[id]).refused ?? 0
    if (people === 0) return []
    const says = `${peopleOf(people)} ${people === 1 ? 'was' : 'were'} refused by the form of ${name} at least once`
    const never = new Map(Object.entries(unsent)).get(id)
    const why = `${sentAfter(people, never)}Rewind shows which field, and why.`
    return [{ key: `refused ${id}`, kind: 'refused', says, why, opens: { component: id, count: 'refused' } }]
  })
  const [skipped, others] = [
    told.filter(({ kind }) => kind === 'skipped'),
    told.filter(({ kind }) => kind !== 'skipped'),
  ]
  return [...others, ...refused, ...skipped]
}

/** Whether those whom a form refused sent it after all. @param never how many did not; counted a moment apart from `people` */
function sentAfter(people: number, never: number | undefined): string {
  if (never === undefined || never > people) return ''
  if (people === 1) return never === 1 ? 'They never sent it. ' : 'They sent it after all. '
  if (never === people) return 'None of them sent it. '
  return never === 0 ? 'All of them sent it after all. ' : `${countOf(never)} of them never sent it. `
}

const MOST_REASONS = 3

function reasonsIn(reasons: LookFirst['reasons']): string {
  const [only, ...more] = reasons
  if (only && more.length === 0) return only.reason
  const said = reasons.slice(0, MOST_REASONS).map(({ reason, people }) => `${countOf(people)}: ${reason}`)
  return [...said, ...(reasons.length > MOST_REASONS ? ['and others'] : [])].join(' · ')
}

export type Way = { key: string; to: string; port: string | undefined; people: number }

/** Where people went on to from a component, the most first. */
export function waysFrom(id: string, ways: StatisticsWays['ways'], steps: readonly Step[]): Way[] {
  const nameOf = (other: string) => steps.find(step => step.id === other)?.name ?? 'a component that is gone'
  return (
    ways
      // A line that is gone is told of only where somebody took it.
      .filter(({ from, to, people }) => from === id && (people > 0 || steps.some(step => step.id === to)))
      .map(({ to, port, people }) => ({ key: `${port} ${to}`, to: nameOf(to), port, people }))
      .sort((one, other) => other.people - one.people)
  )
}

/** `Wait 1 day` says its name itself. */
export const withoutName = (says: string, name: string): string =>
  says.startsWith(`${name} `) ? says.slice(name.length + 1) : says
