import type { Move } from '@pavior/shared/dry-run/move.ts'
import type { Expectation } from '@pavior/shared/dry-run/scenario.ts'
import type { Names } from '@pavior/shared/filter/describe.ts'
import { durationInWords, listed, quoted, wordOf } from '@pavior/shared/filter/words.ts'

/** A move as it stands in the story: what the person, the team or time does. */
export function moveInWords(move: Move, names: Names): string {
  const named = (component: string) => names.component?.(component) ?? component
  switch (move.do) {
    case 'says':
      return `Writes ${quoted(shortened(move.text))}${move.new ? ' in a new conversation' : ''}`
    case 'submits':
      return `Submits the form of ${named(move.component)}`
    case 'presses':
      return `Presses ${quoted(move.button)} in ${named(move.component)}`
    case 'reads':
      return 'Reads what was sent'
    case 'views':
      return `Looks at ${shortened(move.url)}`
    case 'tracks':
      return `Tracks ${quoted(move.name)}${move.properties ? ` with ${pairsInWords(move.properties)}` : ''}`
    case 'becomes-signup':
      return 'Signs up'
    case 'is-set':
      return `Is set: ${pairsInWords(move.set)}`
    case 'email':
      return emailInWords[move.event](named(move.component))
    case 'agent-replies':
      return `An agent replies ${quoted(shortened(move.text))}`
    case 'agent-closes':
      return 'The conversation is closed'
    case 'starts':
      return 'The campaign is started for them'
    case 'passes':
      return `${durationInWords(move.for)} ${/^P(T)?1[A-Z]$/.test(move.for) ? 'passes' : 'pass'}`
    case 'passes-until-next':
      return 'Time passes until something happens'
    default:
      return move satisfies never
  }
}

const emailInWords: Record<Extract<Move, { do: 'email' }>['event'], (email: string) => string> = {
  delivered: email => `${email} is delivered`,
  opened: email => `Opens ${email}`,
  clicked: email => `Clicks in ${email}`,
  bounced: email => `${email} comes back`,
  unsubscribed: email => `Unsubscribes in ${email}`,
}

const pairsInWords = (pairs: Readonly<Record<string, string | number | boolean | null>>): string =>
  listed(
    Object.entries(pairs).map(([key, value]) => `${key} ${value === null ? 'removed' : `is ${wordOf(value)}`}`),
    'and',
  )

const shortened = (text: string): string => (text.length > 60 ? `${[...text].slice(0, 59).join('')}…` : text)

/** What was expected, behind "expects that the person …". */
export function expectationInWords(expectation: Expectation, names: Names): string {
  switch (expectation.expect) {
    case 'gets':
      return `gets ${names.component?.(expectation.component) ?? 'a message that is gone'}`
    case 'never-gets':
      return `never gets ${names.component?.(expectation.component) ?? 'a message that is gone'}`
    case 'takes':
      return `${expectation.port === 'matched' ? 'matches' : 'does not match'} ${names.component?.(expectation.component) ?? 'a Filter that is gone'}`
    case 'assigned':
      return `is assigned to ${quoted(names.inbox?.(expectation.inbox) ?? 'an inbox that was deleted')}`
    case 'left':
      return left[expectation.status]
    case 'inside':
      return 'is still inside at the end'
    case 'outside':
      return 'stays outside'
    default:
      return expectation satisfies never
  }
}

const left = { completed: 'completes it', ended: 'reaches End workflow', exited: 'exits' } as const

/** `Thu 26 Nov, 09:30`, on the team's clock: that is where waits are counted. */
export function momentIn(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(at)
}
