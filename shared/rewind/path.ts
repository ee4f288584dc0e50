import { unborn } from '../journal/apply.ts'
import { applyToEnrollment } from '../journal/apply-enrollment.ts'
import type { Entry } from '../journal/entry.ts'
import type { Act, Engagement, Enrollment, Standing } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Told } from './told.ts'

type AboutEnrollment = Extract<Entry, { enrollment: string }>
/** What a component did, or that it stood. */
type What = Act['outcome'] | Standing['kind']
type Later = { what: What; at: Instant }

/** What a component had done to the person; one that is not in the path was never reached. */
export type ComponentThen =
  | { is: 'acted'; at: Instant; outcome: Act['outcome']; reason?: string | undefined; engaged: readonly Engagement[] }
  /** `later`: what it did afterwards. */
  | { is: Standing['kind']; since: Instant; until?: Instant | undefined; later?: Later | undefined }
  /** It stood there when the enrollment left. */
  | { is: 'left'; stood: Standing['kind']; since: Instant }
  | { is: 'later'; what: What; at: Instant }

type Line = { from: string; to: string }

/** An enrollment's way through its campaign, as far as it was at a moment. */
export type Path = {
  campaign: string
  /** In which it was then. */
  version: number
  status: Enrollment['status'] | 'outside'
  enteredAt: Instant
  leftAt?: Instant | undefined
  cause?: string | undefined
  components: ReadonlyMap<string, ComponentThen>
  took: readonly Line[]
  /** Taken afterwards. */
  later: readonly Line[]
}

/**
 * The way of an enrollment at any moment, by the moment's number (R2). Undefined when the journal does not tell that it began.
 * @param told a rewind's entries in their order
 */
export function pathOf(told: readonly Told[], enrollment: string): ((number: number) => Path) | undefined {
  const own = told.flatMap(({ number, at, entry }) =>
    entry.kind !== 'broken' && 'enrollment' in entry && entry.enrollment === enrollment ? [{ number, at, entry }] : [],
  )
  const entered = own.flatMap(({ entry }) => (entry.kind === 'entered' ? [entry] : []))[0]
  if (!entered) return undefined
  return number => {
    const before = own.filter(one => one.number <= number).map(({ entry }) => entry)
    const after = own.filter(one => one.number > number).map(({ entry }) => entry)
    const then = folded(before, enrollment)
    return {
      campaign: entered.campaign,
      version: then?.version ?? entered.version,
      status: then?.status ?? 'outside',
      enteredAt: entered.at,
      leftAt: then?.leftAt,
      cause: then?.cause,
      components: componentsThen(then, before, after),
      took: then ? linesTo([...then.acts, ...then.standing]) : [],
      later: linesTo(after.filter(arrives)).filter(({ to }) => !stoodOrActed(then, to)),
    }
  }
}

function folded(entries: readonly AboutEnrollment[], enrollment: string): Enrollment | undefined {
  const life = unborn('', 0)
  for (const entry of entries) applyToEnrollment(life, entry)
  return life.enrollments.get(enrollment)
}

const stoodOrActed = (then: Enrollment | undefined, component: string): boolean =>
  [...(then?.acts ?? []), ...(then?.standing ?? [])].some(one => one.component === component)

function componentsThen(
  then: Enrollment | undefined,
  before: readonly AboutEnrollment[],
  after: readonly AboutEnrollment[],
): Map<string, ComponentThen> {
  const later = laterOf(after)
  const components = new Map<string, ComponentThen>(
    [...later].map(([component, what]) => [component, { is: 'later', ...what }]),
  )
  for (const { component, kind, since, until } of then?.standing ?? [])
    components.set(
      component,
      then?.status === 'active'
        ? { is: kind, since, until, later: later.get(component) }
        : { is: 'left', stood: kind, since },
    )
  for (const { component, at, outcome, reason } of then?.acts ?? [])
    components.set(component, { is: 'acted', at, outcome, reason, engaged: engagedIn(before, component) })
  return components
}

type Arrival = Extract<Entry, { kind: 'acted' | Standing['kind'] }>
const arrives = (entry: AboutEnrollment): entry is Arrival =>
  entry.kind === 'acted' || entry.kind === 'waiting' || entry.kind === 'watching' || entry.kind === 'listening'

/** Acting counts; one that never acts stands. */
function laterOf(after: readonly AboutEnrollment[]): Map<string, Later> {
  const later = new Map<string, Later>()
  for (const entry of after.filter(arrives))
    if (entry.kind === 'acted' || !later.has(entry.component))
      later.set(entry.component, { what: entry.kind === 'acted' ? entry.outcome : entry.kind, at: entry.at })
  return later
}

/** In the order it came; after leaving, too (T1). */
function engagedIn(before: readonly AboutEnrollment[], component: string): Engagement[] {
  const engaged = before.flatMap(one => (one.kind === 'engaged' && one.component === component ? [one.outcome] : []))
  return [...new Set(engaged)]
}

/** The lines by which components were reached: of several that lead to one, the first counts (C6). */
function linesTo(reached: readonly { component: string; from?: string | undefined }[]): Line[] {
  const lines = new Map<string, Line>()
  for (const { component: to, from } of reached) if (from !== undefined && !lines.has(to)) lines.set(to, { from, to })
  return [...lines.values()]
}
