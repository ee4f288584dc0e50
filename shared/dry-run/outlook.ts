import type { Campaigns } from '../campaign/campaigns.ts'
import type { Entry } from '../journal/entry.ts'
import type { EnrollmentStatus, Standing } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import { type Around, type Known, nextLook, react } from './react.ts'

type Acted = Extract<Entry, { kind: 'acted' }>

/** What components do to somebody at a moment, and whether that is the end of it. */
export type Happening = {
  acts: { component: string; outcome: Acted['outcome']; reason?: string | undefined }[]
  left?: { status: Exclude<EnrollmentStatus, 'active'>; cause?: string | undefined }
}

/** What becomes of somebody inside a campaign, if nothing happens but time. */
export type Outlook = {
  /** At once; `dropped` stood at components that are gone (C23). */
  now: Happening & { dropped: string[] }
  /** What waits, watches or listens after that. */
  stands: Pick<Standing, 'component' | 'kind' | 'until'>[]
  /** The next that time alone brings; absent where it brings nothing. */
  next?: Happening & { at: Instant }
}

/**
 * How many moments are looked at for the next: they may be too early, and then nothing happens (C1), or be about
 * another campaign of the same person.
 */
const LOOKS = 24

/**
 * Looks ahead for one enrollment as a server reacts, on campaigns that need not be live: what publishing would do to
 * somebody inside. Everything given stays as it was.
 */
export function outlook(
  campaigns: Campaigns,
  person: Pick<Known, 'life' | 'tallies' | 'number'>,
  around: Around,
  id: string,
  now: Instant,
): Outlook {
  let known: Known = { ...person, isNew: false, wakes: new Map(), flipAt: undefined }
  const passes = (at: Instant): Entry[] => {
    const fact = { kind: 'time', id: around.newId(at), team: '', person: known.life.person.id } as const
    const after = react(campaigns, fact, known, undefined, around, at)
    known = after.known
    return after.entries.filter(entry => 'enrollment' in entry && entry.enrollment === id)
  }
  const isInside = () => known.life.enrollments.get(id)?.status === 'active'
  const first = passes(now)
  const dropped = first.flatMap(entry => (entry.kind === 'moved' ? entry.dropped : []))
  const standing = isInside() ? (known.life.enrollments.get(id)?.standing ?? []) : []
  const found: Outlook = {
    now: { ...happeningIn(first), dropped },
    stands: standing.map(({ component, kind, until }) => ({ component, kind, until })),
  }
  let at = now
  for (let look = 0; look < LOOKS && isInside(); look++) {
    const wake = nextLook(known)
    if (wake === undefined) break
    at = Math.max(wake, at + 1)
    const next = happeningIn(passes(at))
    if (next.acts.length > 0 || next.left) return { ...found, next: { ...next, at } }
  }
  return found
}

function happeningIn(entries: readonly Entry[]): Happening {
  const acts = entries.flatMap(entry =>
    entry.kind === 'acted' || entry.kind === 'act-revoked'
      ? [{ component: entry.component, outcome: entry.outcome, reason: entry.reason }]
      : [],
  )
  const left = entries.find(entry => entry.kind === 'left')
  return { acts, ...(left && { left: { status: left.status, cause: left.cause } }) }
}
