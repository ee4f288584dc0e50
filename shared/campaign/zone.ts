import { Temporal } from 'temporal-polyfill'

/** Letters, with what stands in IANA names; neither an offset nor a date with one, which Temporal takes, too. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/

/** Whether it is an IANA time zone that this machine knows. */
export function isZone(name: string): boolean {
  if (!NAME.test(name)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/**
 * The zone a Wait counts in (C9): the team's, a named one, or the person's own. Where that is unknown or none: the
 * team's; where that is none: UTC.
 */
export function zoneOf(zone: string | undefined, teamZone: string, personZone: string | undefined): string {
  const wanted = zone === 'person' ? personZone : zone
  if (wanted !== undefined && wanted !== 'team' && isZone(wanted)) return wanted
  return isZone(teamZone) ? teamZone : 'UTC'
}
