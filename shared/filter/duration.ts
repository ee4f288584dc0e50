import type { Instant } from '../text.ts'

const PARTS = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/**
 * The last so long, up to a moment: what "within the last P7D" means. As time passes its beginning never moves back,
 * so that what has left it stays out: a win-back of those "not seen within P1M" finds each of them once.
 */
export type Window = {
  /** What is at this moment or before it lies outside. */
  since: (now: Instant) => Instant
  /** The first moment at which what happened at `at` lies outside. */
  leaves: (at: Instant) => Instant
}

/** Of an ISO 8601 duration, counted in UTC; years and months by the calendar. */
export function windowOf(duration: string): Window {
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = (PARTS.exec(duration) ?? [])
    .slice(1)
    .map(part => Number(part ?? 0))
  const calendar = years * 12 + months
  const exact = ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
  if (calendar === 0) return { since: now => now - exact, leaves: at => at + exact }
  return {
    since: now => earliest(inMonth(now, -calendar) - exact),
    leaves: at => leavesMonths(at + exact, calendar),
  }
}

/** What lies before all that a calendar can name is minus infinity. */
const earliest = (at: Instant): Instant => (Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at)

/** The same day and time of another month. A day that it does not have becomes the month's end: the next one's first. */
function inMonth(at: Instant, months: number): Instant {
  const date = new Date(at)
  const [month, day] = [date.getUTCMonth() + months, date.getUTCDate()]
  const last = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate()
  if (day > last) return Date.UTC(date.getUTCFullYear(), month + 1, 1)
  date.setUTCMonth(month)
  return date.getTime()
}

/** The first moment whose same day so many months before is `at` or later. */
function leavesMonths(at: Instant, months: number): Instant {
  const date = new Date(at)
  const isFirst = date.getUTCDate() === 1 && at % DAY === 0
  if (!isFirst) return inMonth(at, months)
  // The first of a month is also the end of the month before: reached by days that the shorter month does not have.
  const lastBefore = new Date(at - 1).getUTCDate()
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - 1 + months]
  const missing = Date.UTC(year, month, lastBefore + 1)
  return new Date(missing).getUTCDate() === lastBefore + 1 ? missing : inMonth(at, months)
}

const DAY = 24 * 60 * 60 * 1000

/** Whether it is an ISO 8601 duration of at most ten years (interfaces.md), and not of nothing. */
export function isDuration(value: string): boolean {
  if (!PARTS.test(value) || /[PT]$/.test(value)) return false
  const now = Date.UTC(2000, 0, 1)
  const { since } = windowOf(value)
  return since(now) >= windowOf('P10Y').since(now) && since(now) < now
}
