import type { Temporal } from 'temporal-polyfill'
import type { Instant } from '../text.ts'
import { firstMoment, lastMoment, localTime, nextJump } from './local-time.ts'
import type { Hours } from './wait-settings.ts'

/** Weekdays, and the minutes of a day from which and up to which something may happen. */
type Span = { days: readonly number[]; from: number; to: number }

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const WHOLE_DAY = 24 * 60

function spanOf({ days = EVERY_DAY, from, to }: Hours): Span {
  const [begin, end] = [from === undefined ? 0 : minutesOf(from), to === undefined ? WHOLE_DAY : minutesOf(to)]
  return begin === end ? { days, from: 0, to: WHOLE_DAY } : { days, from: begin, to: end }
}

function minutesOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number)
  return (hour ?? 0) * 60 + (minute ?? 0)
}

/**
 * Whether a clock on the wall shows an allowed weekday and time. What spans midnight belongs to the day it begins on:
 * "Fridays from 22:00 to 06:00" holds on Saturday at 05:59. `to` is outside; where `from` equals it, the whole day is
 * within.
 */
export function isWithin(hours: Hours | undefined, at: Instant, zone: string): boolean {
  return hours === undefined || contains(spanOf(hours), localTime(at, zone))
}

function contains({ days, from, to }: Span, local: Temporal.PlainDateTime): boolean {
  const minute = local.hour * 60 + local.minute
  const today = days.includes(local.dayOfWeek)
  if (from < to) return today && from <= minute && minute < to
  return (today && from <= minute) || (minute < to && days.includes(local.subtract({ days: 1 }).dayOfWeek))
}

/**
 * The first moment at or after `at` that lies within the weekdays and hours (C9).
 * @param zone an IANA name, see `zoneOf`
 */
export function nextWithin(hours: Hours | undefined, at: Instant, zone: string): Instant {
  if (isWithin(hours, at, zone) || hours === undefined) return at
  const span = spanOf(hours)
  const opens = (moment: Instant) => moment > at && contains(span, localTime(moment, zone))
  const time = { hour: Math.floor(span.from / 60), minute: span.from % 60 }
  // Ends: each weekday comes again, and no zone skips the same time each week.
  for (let day = localTime(at, zone).toPlainDate(); ; day = day.add({ days: 1 })) {
    const begin = day.toPlainDateTime(time)
    const first = [firstMoment(begin, zone), lastMoment(begin, zone)].find(opens)
    if (first !== undefined) return jumpsWithin(at, first, zone, opens) ?? first
  }
}

/** Clocks that are put forward or back may show an allowed time before the day's hours begin anew. */
function jumpsWithin(
  at: Instant,
  end: Instant,
  zone: string,
  opens: (moment: Instant) => boolean,
): Instant | undefined {
  for (let jump = nextJump(at, zone); jump !== undefined && jump < end; jump = nextJump(jump, zone))
    if (opens(jump)) return jump
  return undefined
}
