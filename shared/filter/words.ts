import type { Scalar } from './condition.ts'
import type { PersonField } from './field.ts'
import { plain } from './fold.ts'
import { readMoment } from './moment.ts'

/** The words of which filter's sentences are made. */

export const labels: Record<PersonField, string> = {
  type: 'type',
  externalId: 'user id',
  email: 'email',
  emailStatus: 'email status',
  name: 'name',
  phone: 'phone',
  firstSeenAt: 'first seen',
  lastSeenAt: 'last seen',
  signedUpAt: 'signed up',
  country: 'country',
  language: 'language',
  timezone: 'time zone',
  browser: 'browser',
  os: 'system',
  device: 'device',
  'page.url': 'page address',
  'page.title': 'page title',
  'page.referrer': 'page referrer',
  'conversations.open': 'number of open conversations',
  'conversations.lastMessageAt': 'last message',
}

export const quoted = (text: string): string => `“${text}”`

/** A name in quotes, unless it has some already: Send message “Hello”. */
export const named = (text: string): string => (/[“”]/.test(text) ? text : quoted(text))

/** As it is where it can't be mistaken for the sentence, otherwise in quotes. */
export function wordOf(value: Scalar): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = plain(value)
  return /^[\p{L}\p{M}\p{N}@._+:/-]+$/u.test(text) ? text : quoted(text)
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(words: readonly string[], last: 'and' | 'or'): string {
  const end = words.at(-1) ?? ''
  return words.length < 2 ? end : `${words.slice(0, -1).join(', ')} ${last} ${end}`
}

export const times = (count: number): string => (count === 1 ? 'once' : `${count.toLocaleString('en')} times`)

const units = [
  ['Y', 'year'],
  ['M', 'month'],
  ['W', 'week'],
  ['D', 'day'],
  ['H', 'hour'],
  ['M', 'minute'],
  ['S', 'second'],
] as const

/** `P1DT2H` as `1 day and 2 hours`. */
export function durationInWords(duration: string): string {
  const [date = '', time = ''] = duration.slice(1).split('T')
  const parts = [
    [date, units.slice(0, 4)],
    [time, units.slice(4)],
  ] as const
  const words = parts.flatMap(([part, units]) =>
    units.flatMap(([letter, unit]) => {
      const count = Number(new RegExp(`(\\d+)${letter}`).exec(part)?.[1] ?? 0)
      return count === 0 ? [] : [`${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`]
    }),
  )
  return listed(words, 'and')
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** `31 January 2027`, with the time where it is not midnight, in UTC. */
export function momentInWords(text: string): string {
  const at = readMoment(text)
  if (at === undefined) return wordOf(text)
  const date = new Date(at)
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  const time = date
    .toISOString()
    .slice(11, 23)
    .replace(/\.000$/, '')
    .replace(/:00$/, '')
  return time === '00:00' ? day : `${day}, ${time} UTC`
}
