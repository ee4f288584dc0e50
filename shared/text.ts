import { z } from 'zod'

/** Text that Postgres and every screen can hold: well-formed UTF-16, no NUL, at most `max` UTF-16 units. */
export const text = (max: number, min = 0) =>
  z
    .string()
    .min(min, min === 1 ? 'must not be empty' : undefined)
    .max(max, `must have at most ${max.toLocaleString('en')} characters`)
    .refine(value => value.isWellFormed(), 'is not valid Unicode (a lone surrogate)')
    .refine(value => !value.includes('\0'), 'must not contain the NUL character')

/** An id that its sender made: a UUID of any version, in lower case. */
export const uuid = z.uuid('must be a UUID').toLowerCase()

/** A number in a conversation or a journal, or a revision: as the database counts. */
export const LARGEST_NUMBER = 2 ** 31 - 1

/** Whole milliseconds since 1970 (UTC). Inside, every moment is one of these; outside, an ISO 8601 string. */
export type Instant = number

/** One fact writes its one moment in a dozen places: the last answer is kept. */
let last = { at: Number.NaN, iso: '' }

export function toIso(at: Instant): string {
  if (at !== last.at) last = { at, iso: new Date(at).toISOString() }
  return last.iso
}
