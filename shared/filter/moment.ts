import type { Instant } from '../text.ts'

/**
 * The texts that are moments, for memory and SQL alike: a date, or a date and a time, in ISO 8601, of the years 1000
 * to 2999. Without a zone it is UTC, without a time the day's beginning; below a millisecond is cut off.
 */
export const MOMENT =
  '^([12][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' +
  '(?:[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.]([0-9]{1,9}))?)?' +
  '(?:Z|([+-])(0[0-9]|1[0-4]):([0-5][0-9]))?)?$'

const READ = new RegExp(MOMENT)

/** `undefined`: not such a text, or a day that does not exist. */
export function readMoment(text: string): Instant | undefined {
  const parts = READ.exec(text)
  if (!parts) return undefined
  const part = (index: number): number => Number(parts[index] ?? 0)
  const midnight = Date.UTC(part(1), part(2) - 1, part(3))
  if (new Date(midnight).getUTCDate() !== part(3)) return undefined
  const ahead = (part(9) * 60 + part(10)) * (parts[8] === '-' ? -1 : 1)
  const milliseconds = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'))
  return midnight + ((part(4) * 60 + part(5) - ahead) * 60 + part(6)) * 1000 + milliseconds
}
