import type { Entry } from '../journal/entry.ts'
import type { EnrollmentStatus, Standing } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Campaigns } from './campaigns.ts'
import { follow } from './follow.ts'
import { wakeOf } from './wake.ts'
import type { World } from './world.ts'

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

/** Moments that time alone may bring are looked at so often: they may be too early (C1), and then nothing happens. */
const LOOKS = 8

/**
 * Looks ahead for one enrollment by `follow` itself, on campaigns that need not be live: what publishing would do to
 * somebody inside. Changes `world.life`: it takes a copy.
 */
export function outlook(campaigns: Campaigns, world: World, id: string, now: Instant): Outlook {
  const enrollment = world.life.enrollments.get(id)
  if (!enrollment) throw new Error('an outlook for somebody who is not inside')
  const ahead = { ...world, isNew: false }
  const passes = (at: Instant): Entry[] => {
    const fact = { kind: 'time', id: ahead.newId(), team: '', person: ahead.life.person.id } as const
    const entries = follow(campaigns, fact, ahead, at)
    ahead.number += entries.length
    ahead.flips = undefined
    return entries.filter(entry => 'enrollment' in entry && entry.enrollment === id)
  }
  const first = passes(now)
  const dropped = first.flatMap(entry => (entry.kind === 'moved' ? entry.dropped : []))
  const found: Outlook = {
    now: { ...happeningIn(first), dropped },
    stands:
      enrollment.status === 'active'
        ? enrollment.standing.map(({ component, kind, until }) => ({ component, kind, until }))
        : [],
  }
  let at = now
  for (let look = 0; look < LOOKS && enrollment.status === 'active'; look++) {
    const wake = wakeOf(campaigns, ahead, enrollment, at)
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
