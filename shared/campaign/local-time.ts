import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../text.ts'

/** What a clock on the wall shows in a zone. */
export const localTime = (at: Instant, zone: string): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime()

/** The first moment at which a clock on the wall shows this; where it is skipped, the next valid moment (C9). */
export function firstMoment(local: Temporal.PlainDateTime, zone: string): Instant {
  const moment = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (moment.toPlainDateTime().equals(local)) return moment.epochMilliseconds
  // Skipped: 'earlier' lies as much too early, and what comes next is the jump.
  return nextJump(moment.epochMilliseconds, zone) ?? moment.epochMilliseconds
}

/** The last moment at which a clock on the wall shows this: another than the first where an hour is repeated. */
export const lastMoment = (local: Temporal.PlainDateTime, zone: string): Instant =>
  local.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds

/** When clocks are next put forward or back in a zone, if they ever are. */
export const nextJump = (at: Instant, zone: string): Instant | undefined =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).getTimeZoneTransition('next')?.epochMilliseconds
