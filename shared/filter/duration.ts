import type { Instant } from '../text.ts'

const PARTS = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/**
 * The moment an ISO 8601 duration before `now`, counted in UTC; years and months by the calendar. What lies before
 * all that a calendar can name is minus infinity.
 */
export function durationBefore(duration: string, now: Instant): Instant {
  const [years, months, weeks, days, hours, minutes, seconds] = (PARTS.exec(duration) ?? [])
    .slice(1)
    .map(part => Number(part ?? 0))
  const date = new Date(now)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() - (years ?? 0) * 12 - (months ?? 0))
  // A missing day becomes the last of the month.
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last) - (weeks ?? 0) * 7 - (days ?? 0))
  const moment = date.getTime() - (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000
  return Number.isNaN(moment) ? Number.NEGATIVE_INFINITY : moment
}

/** Whether it is an ISO 8601 duration of at most ten years (interfaces.md). */
export function isDuration(value: string): boolean {
  const now = Date.UTC(2000, 0, 1)
  return PARTS.test(value) && !/[PT]$/.test(value) && durationBefore(value, now) >= durationBefore('P10Y', now)
}
