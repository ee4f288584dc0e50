/** Moments of a rewind in words, to the second, in the reader's zone. */

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const second = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

export const clockOf = (at: number): string => clock.format(at)
export const secondOf = (at: number): string => second.format(at)
export const dayOf = (at: number): string => day.format(at)

const yearOf = (at: number): number => new Date(at).getFullYear()

/** `15 Oct`; with the year where it is another one than that of another moment. */
export const dateOf = (at: number, from = Date.now()): string =>
  (yearOf(at) === yearOf(from) ? day : dayAndYear).format(at)

/** In the reader's zone. Asked of every line of the journal: without words. */
export function isSameDay(one: number, other: number): boolean {
  const [a, b] = [new Date(one), new Date(other)]
  return a.getDate() === b.getDate() && a.getMonth() === b.getMonth() && a.getFullYear() === b.getFullYear()
}

/** `15 Oct, 14:32:41`; with the year where it is not this one. */
export const momentOf = (at: number): string => `${dateOf(at)}, ${second.format(at)}`

/** The time of another moment, as seen from one: the clock on the same day, otherwise with its day. */
export const seenFrom = (at: number, from: number): string =>
  isSameDay(at, from) ? secondOf(at) : `${dateOf(at, from)}, ${clockOf(at)}`

/** `40 s`, `7 min`, `3 h`, `12 days`: roughly. */
export function howLong(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  if (hours < 48) return `${hours} h`
  return `${Math.round(hours / 24)} days`
}

/** What is left until a moment: `9:21`, `3:05:00`, `12 days`. */
export function left(until: number, now: number): string {
  const seconds = Math.max(0, Math.round((until - now) / 1000))
  if (seconds >= 2 * 86_400) return `${Math.round(seconds / 86_400)} days left`
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)} left` : `${minutes}:${two(rest)} left`
}
