/** Moments in words, in the reader's own zone. `now` is an argument, so that equal input reads equal. */

const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' })
const longWeekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' })
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const whole = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' })

const dayOf = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate())

/** Whole days from `at` to `now` by the calendar: 0 today, 1 yesterday, -1 tomorrow. */
const daysBefore = (at: Date, now: Date) => Math.round((dayOf(now).getTime() - dayOf(at).getTime()) / 86_400_000)

export const clockTime = (iso: string): string => hour.format(new Date(iso))

/** `14:52`, `Tue`, `9 Oct`, `9 Oct 2025`: as short as tells it apart. */
export function shortTime(iso: string, now = new Date()): string {
  const at = new Date(iso)
  const days = daysBefore(at, now)
  if (days === 0) return hour.format(at)
  if (days > 0 && days < 7) return weekday.format(at)
  return at.getFullYear() === now.getFullYear() ? dayMonth.format(at) : dayMonthYear.format(at)
}

/** `14:52`, `Tue 14:52`, `9 Oct, 14:52`: a moment that is acted on. */
export function momentTime(iso: string, now = new Date()): string {
  const at = new Date(iso)
  const days = daysBefore(at, now)
  if (days === 0) return hour.format(at)
  if (days === -1) return `tomorrow ${hour.format(at)}`
  if (Math.abs(days) < 7) return `${weekday.format(at)} ${hour.format(at)}`
  return `${at.getFullYear() === now.getFullYear() ? dayMonth.format(at) : dayMonthYear.format(at)}, ${hour.format(at)}`
}

/** The heading of a day in a history. */
export function dayName(iso: string, now = new Date()): string {
  const at = new Date(iso)
  const days = daysBefore(at, now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days > 0 && days < 7) return longWeekday.format(at)
  return at.getFullYear() === now.getFullYear()
    ? `${weekday.format(at)} ${dayMonth.format(at)}`
    : dayMonthYear.format(at)
}

export const dayKey = (iso: string): string => dayOf(new Date(iso)).toDateString()

export const wholeTime = (iso: string): string => whole.format(new Date(iso))

export const dateOnly = (iso: string, now = new Date()): string => {
  const at = new Date(iso)
  return at.getFullYear() === now.getFullYear() ? dayMonth.format(at) : dayMonthYear.format(at)
}

/** What the clock shows in another zone; nothing where the zone is not known to this browser. */
export function timeIn(zone: string, now = new Date()): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(now)
  } catch {
    return undefined
  }
}
