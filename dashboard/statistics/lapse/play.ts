import type { TimeLapse } from '@pavior/shared/protocol/statistics.ts'
import { type Draft, lineId } from '../../builder/draft/draft.ts'
import type { Counts } from '../counts.ts'

/** How a campaign filled: what happened in a time, in order, and the numbers at any moment of it. */

type Happening = { at: number; people: number; who?: number } & (
  | { kind: 'arrived'; component: string }
  | { kind: 'acted'; component: string; outcome: string }
  | { kind: 'left' }
)

/** People on their way along a line. */
export type Move = { at: number; line: string; people: number }

export type Play = {
  from: number
  to: number
  moves: readonly Move[]
  /** The numbers of the components at a moment. */
  countsAt: (moment: number) => ReadonlyMap<string, Counts>
}

export function playOf(lapse: TimeLapse, drawn: Draft): Play {
  const lines = new Map(drawn.dependencies.map(line => [`${line.from}\n${line.to}`, lineId(line)]))
  const types = new Map(drawn.components.map(({ id, type }) => [id, type]))
  const happenings: Happening[] = []
  const moves: Move[] = []
  const arrive = (at: number, component: string, from: string | undefined, people: number, who?: number) => {
    happenings.push({ at, kind: 'arrived', component, people, ...(who !== undefined && { who }) })
    const line = lines.get(`${from}\n${component}`)
    if (line !== undefined) moves.push({ at, line, people })
  }
  if ('steps' in lapse)
    for (const step of lapse.steps) {
      const at = Date.parse(step.at)
      const { who } = step
      if (step.kind === 'arrived') arrive(at, step.component, step.from, 1, who)
      else if (step.kind === 'acted')
        happenings.push({ at, who, people: 1, kind: 'acted', component: step.component, outcome: step.outcome })
      else happenings.push({ at, who, people: 1, kind: 'left' })
    }
  else
    for (const slice of lapse.slices) {
      const at = Date.parse(slice.at)
      for (const { component, from, people } of slice.arrived) arrive(at, component, from, people)
      for (const { component, outcome, people } of slice.acted)
        happenings.push({ at, people, kind: 'acted', component, outcome })
    }
  let told = fold(types)
  let next = 0
  return {
    from: Date.parse(lapse.from),
    to: Date.parse(lapse.to),
    moves,
    countsAt: moment => {
      const before = happenings[next - 1]
      // Backwards: from the beginning again, which for 50,000 steps is a moment.
      if (before && before.at > moment) {
        told = fold(types)
        next = 0
      }
      for (let one = happenings[next]; one && one.at <= moment; one = happenings[++next]) told.take(one)
      return told.counts()
    },
  }
}

const standingOf: Record<string, string> = { filter: 'watching', wait: 'waiting', 'inbound-message': 'listening' }

/** Whoever did the same twice counts once, where it is told one by one (T1). */
function fold(types: ReadonlyMap<string, string>) {
  const people = new Map<string, number>()
  const did = new Set<string>()
  const standing = new Map<number, Set<string>>()
  const add = (component: string, count: string, by: number) =>
    people.set(`${component}\n${count}`, (people.get(`${component}\n${count}`) ?? 0) + by)
  const once = (key: string, who: number | undefined) => {
    if (who === undefined) return true
    const whole = `${key}\n${who}`
    if (did.has(whole)) return false
    did.add(whole)
    return true
  }
  const stands = (component: string, by: number) => {
    const count = standingOf[types.get(component) ?? '']
    if (count !== undefined) add(component, count, by)
  }
  return {
    take(one: Happening): void {
      if (one.kind === 'left') {
        if (one.who === undefined) return
        for (const component of standing.get(one.who) ?? []) stands(component, -1)
        standing.delete(one.who)
        return
      }
      const { component, who } = one
      if (one.kind === 'arrived') {
        stands(component, one.people)
        if (who !== undefined) standing.set(who, (standing.get(who) ?? new Set()).add(component))
        return
      }
      // Who stood there before the time began did not arrive within it.
      if (who === undefined || standing.get(who)?.delete(component)) stands(component, -one.people)
      const { outcome } = one
      if (!once(`${component}\n${outcome}`, who)) return
      add(component, outcome, one.people)
      if (outcome !== 'skipped' && outcome !== 'failed' && once(`${component}\nacted`, who))
        add(component, 'acted', one.people)
    },
    counts(): ReadonlyMap<string, Counts> {
      const counts = new Map<string, Record<string, number>>()
      for (const [component, type] of types) counts.set(component, { acted: 0, ...startOf(type) })
      for (const [key, number] of people) {
        const [component = '', count = ''] = key.split('\n')
        const of = counts.get(component)
        if (of) of[count] = Math.max(0, number)
      }
      return counts
    },
  }
}

/** What an act of it is called. What becomes of a message is not told in a time-lapse. */
function startOf(type: string): Record<string, number> {
  switch (type) {
    case 'filter':
      return { matched: 0, unmatched: 0, watching: 0 }
    case 'wait':
      return { passed: 0, waiting: 0 }
    case 'inbound-message':
      return { triggered: 0, listening: 0 }
    case 'assign':
      return { assigned: 0 }
    case 'end':
      return { ended: 0 }
    default:
      return { sent: 0 }
  }
}
