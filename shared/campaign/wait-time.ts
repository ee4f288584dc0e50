import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../text.ts'
import { nextWithin } from './hours.ts'
import { firstMoment, localTime } from './local-time.ts'
import type { WaitSettings } from './wait-settings.ts'

/**
 * When a Wait that is reached at `arrival` ends (C9). A date in the past has ended on arrival.
 * @param zone an IANA name, see `zoneOf`
 */
export function waitEnd(settings: WaitSettings, arrival: Instant, zone: string): Instant {
  const end = 'until' in settings ? momentOf(settings.until, zone) : after(settings.for, arrival, zone)
  return nextWithin(settings.hours, Math.max(end, arrival), zone)
}

/** When a local date and time is in a zone: skipped, the next valid moment; repeated, the first (C9). */
export const momentOf = (local: string, zone: string): Instant => firstMoment(Temporal.PlainDateTime.from(local), zone)

/** Years, months, weeks and days by the calendar, a missing day becoming the month's last; then hours, minutes and seconds exactly. */
function after(duration: string, arrival: Instant, zone: string): Instant {
  const { years, months, weeks, days, hours, minutes, seconds } = Temporal.Duration.from(duration)
  const exact = ((hours * 60 + minutes) * 60 + seconds) * 1000
  // Not over the local time: it would make the second pass of a repeated hour the first.
  if (years + months + weeks + days === 0) return arrival + exact
  const day = localTime(arrival, zone).add({ years, months, weeks, days })
  return firstMoment(day, zone) + exact
}
