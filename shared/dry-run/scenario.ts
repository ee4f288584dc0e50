import { z } from 'zod'
import type { Enrollment } from '../journal/life.ts'
import { text } from '../text.ts'
import { Move } from './move.ts'
import type { Run } from './run.ts'
import { MadeUp } from './start.ts'

/** A dry run that is kept with what was expected of it, and played again whenever the draft changes. */

const component = text(64, 1)
const expect = <E extends string, S extends z.core.$ZodLooseShape>(what: E, shape: S) =>
  z.strictObject({ expect: z.literal(what), ...shape })

export const Expectation = z.discriminatedUnion('expect', [
  expect('gets', { component }),
  expect('never-gets', { component }),
  expect('takes', { component, port: z.enum(['matched', 'unmatched']) }),
  expect('assigned', { inbox: text(64, 1) }),
  expect('left', { status: z.enum(['completed', 'ended', 'exited']) }),
  expect('inside', {}),
  expect('outside', {}),
])
export type Expectation = z.output<typeof Expectation>

export const Scenario = z.object({
  name: text(200, 1).refine(name => name.trim() !== '', 'must not be empty'),
  person: MadeUp,
  /** When it begins: weekdays and hours are those of then. */
  at: z.iso.datetime(),
  moves: z.array(Move).max(200, 'can hold 200 moves at most'),
  expectations: z.array(Expectation).max(100, 'can hold 100 expectations at most'),
})
export type Scenario = z.output<typeof Scenario>

/** Those that a run does not fulfil. */
export const broken = (run: Run, expectations: readonly Expectation[]): Expectation[] =>
  expectations.filter(expectation => !holds(expectation, enrollmentsOf(run), run))

/** What came of a run, as it can be expected of the next: what they got, where they went, how it ended. */
export function seenIn(run: Run): Expectation[] {
  const enrollments = enrollmentsOf(run)
  const acts = enrollments.flatMap(({ acts }) => acts)
  const last = enrollments.at(-1)
  if (!last) return [{ expect: 'outside' }]
  const sends = [...run.campaign.newest.components.values()].filter(({ type }) => type.startsWith('send-'))
  const got = (id: string) => acts.some(act => act.component === id && act.outcome === 'sent')
  const inboxes = new Set(acts.flatMap(act => (act.outcome === 'assigned' ? inboxOf(run, act.component) : [])))
  return [
    ...sends.map(({ id }): Expectation => ({ expect: got(id) ? 'gets' : 'never-gets', component: id })),
    ...[...inboxes].map((inbox): Expectation => ({ expect: 'assigned', inbox })),
    ended(last),
  ]
}

function ended({ status }: Enrollment): Expectation {
  return status === 'completed' || status === 'ended' || status === 'exited'
    ? { expect: 'left', status }
    : { expect: 'inside' }
}

function enrollmentsOf({ campaign, moments }: Run): Enrollment[] {
  const life = moments.at(-1)?.known.life
  return [...(life?.enrollments.values() ?? [])].filter(one => one.campaign === campaign.id)
}

function inboxOf({ campaign }: Run, id: string): string[] {
  const component = campaign.newest.components.get(id)
  return component?.type === 'assign' ? [component.settings.inbox] : []
}

function holds(expectation: Expectation, enrollments: readonly Enrollment[], run: Run): boolean {
  const acts = enrollments.flatMap(({ acts }) => acts)
  const last = enrollments.at(-1)
  switch (expectation.expect) {
    case 'gets':
      return acts.some(({ component, outcome }) => component === expectation.component && outcome === 'sent')
    case 'never-gets':
      return !acts.some(({ component, outcome }) => component === expectation.component && outcome === 'sent')
    case 'takes':
      return acts.some(({ component, outcome }) => component === expectation.component && outcome === expectation.port)
    case 'assigned':
      return acts.some(
        ({ component, outcome }) => outcome === 'assigned' && inboxOf(run, component).includes(expectation.inbox),
      )
    case 'left':
      return last?.status === expectation.status
    case 'inside':
      return last?.status === 'active'
    case 'outside':
      return last === undefined
    default:
      return expectation satisfies never
  }
}
