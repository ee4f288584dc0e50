import type { Names } from '@pavior/shared/filter/describe.ts'
import type { Statistics } from '@pavior/shared/protocol/statistics.ts'
import { type Draft, type DraftComponent, placeOf } from '../builder/draft/draft.ts'
import { componentName, plainly, said } from '../builder/words/said.ts'
import type { Counts } from './counts.ts'
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
}

/** Without its type: what can be counted. */
export function countsOf(numbers: Statistics['components'][string] | undefined): Counts {
  const counts: Record<string, number | null> = {}
  for (const [key, value] of Object.entries(numbers ?? {})) if (typeof value !== 'string') counts[key] = value
  return counts
}

/** Top to bottom, left to right, as components act (C7). */
export function stepsOf(drawn: Draft, { components }: Pick<Statistics, 'components'>, names: Names): Step[] {
  return drawn.components
    .map((component, index) => ({ component, place: placeOf(component, index) }))
    .sort((one, other) => one.place.y - other.place.y || one.place.x - other.place.x)
    .map(({ component }) => {
      const counts = countsOf(components[component.id])
      const lost = lostAt(drawn, component, counts)
      return {
        id: component.id,
        name: componentName(component),
        says: plainly(said(component, names)),
        type: component.type,
        arrived: counts.arrived ?? 0,
        lost: lost.people,
        opens: { component: component.id, count: lost.count },
      }
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

export type Notice = { key: string; bad: boolean; people: number; says: string; why: string; opens: Opened }

/** What to look at first: what failed, where most are lost, who tried a form in vain, what was skipped. */
export function noticesOf(steps: readonly Step[], statistics: Statistics): Notice[] {
  const at = (count: string) =>
    steps.flatMap(({ id, name }) => {
      const people = countsOf(statistics.components[id])[count] ?? 0
      return people > 0 ? [{ id, name, people, opens: { component: id, count } }] : []
    })
  const failed = at('failed').map(one => ({
    ...one,
    key: `failed ${one.id}`,
    bad: true,
    says: `failed at ${one.name}`,
    why: 'Something it needs is missing or broken. They went on without it.',
  }))
  const [worst] = steps.filter(({ lost }) => lost > 0).sort((one, other) => other.lost - one.lost)
  const lost = worst
    ? [
        {
          ...worst,
          people: worst.lost,
          key: 'lost',
          bad: false,
          says: `lost at ${worst.name}`,
          why: `Of ${worst.arrived.toLocaleString('en')} who arrived, more than at any other component.`,
        },
      ]
    : []
  const refused = at('refused').map(one => ({
    ...one,
    key: `refused ${one.id}`,
    bad: false,
    says: `were refused at ${one.name}`,
    why: 'The form did not take what they filled in, at least once.',
  }))
  const skipped = at('skipped').map(one => ({
    ...one,
    key: `skipped ${one.id}`,
    bad: false,
    says: `skipped at ${one.name}`,
    why: 'There was nothing to do for them, for the reason beside each. They went on.',
  }))
  const most = (notices: Notice[]) => notices.sort((one, other) => other.people - one.people).slice(0, 2)
  return [...most(failed), ...lost, ...most(refused), ...most(skipped)]
}
