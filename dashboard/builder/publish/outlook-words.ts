import type { InsideView, OutlookView } from '@pavior/shared/protocol/campaigns.ts'
import { momentTime } from '../../ui/time.ts'

/** What becomes of somebody, in words. */

export type Called = {
  component: (id: string) => string
  exit: (id: string) => string
}
type Happening = Pick<OutlookView['now'], 'acts' | 'left'>
type Stand = OutlookView['stands'][number]

/** Where somebody is now. */
export const standsInWords = (stands: InsideView['stands'], called: Called): string =>
  stands.length === 0
    ? 'Nothing waits: only a form or an email is open'
    : stands.map(stand => standInWords(stand, called)).join('; ')

function standInWords({ component, kind, until }: Stand, called: Called): string {
  const name = called.component(component)
  switch (kind) {
    case 'waiting':
      return `${name} until ${until === undefined ? 'its end' : momentTime(until)}`
    case 'watching':
      return until === undefined ? `${name} watches` : `${name} watches until ${momentTime(until)}`
    case 'listening':
      return `${name} listens`
  }
}

/** What comes, one sentence each: at once, what then waits, and what time brings next. */
export function outlookInWords({ now, stands, next }: OutlookView, called: Called): string[] {
  const atOnce = happeningInWords(now, called)
  // What it waits for is said by what comes then.
  const isSaid = next !== undefined && stands.length === 1 && stands[0]?.until === next.at
  const gone = now.dropped.map(id => `${called.component(id)} is gone, so it is dropped`)
  return [
    ...gone,
    ...(atOnce === '' ? [] : [`At once: ${atOnce}`]),
    ...(now.left || stands.length === 0 || isSaid ? [] : [stands.map(stand => standInWords(stand, called)).join('; ')]),
    ...(next ? [`${capital(momentTime(next.at))}: ${happeningInWords(next, called)}`] : []),
    ...(atOnce === '' && gone.length === 0 && stands.length === 0 && !next ? ['Nothing more comes'] : []),
  ]
}

function happeningInWords({ acts, left }: Happening, called: Called): string {
  const did = acts.map(({ component, outcome, reason }) => actInWords(called.component(component), outcome, reason))
  return [...did, ...(left ? [leftInWords(left, called)] : [])].join(', ')
}

function actInWords(name: string, outcome: string, reason: string | undefined): string {
  const why = reason === undefined ? '' : ` (${reason.replace(/\.$/, '')})`
  switch (outcome) {
    case 'passed':
      return `${name} ends`
    case 'matched':
      return `${name} matches`
    case 'unmatched':
      return `${name} does not match`
    case 'triggered':
      return `${name} hears a message`
    case 'sent':
      return `${name} is sent`
    case 'assigned':
      return `${name} hands the conversation over`
    case 'ended':
      return name
    case 'skipped':
      return `${name} is skipped${why}`
    case 'failed':
      return `${name} fails${why}`
    default:
      return `${name}: ${outcome}`
  }
}

function leftInWords({ status, cause }: NonNullable<Happening['left']>, called: Called): string {
  switch (status) {
    case 'completed':
      return 'completed'
    case 'ended':
      return 'leaves for good'
    case 'exited':
      return `exits by “${cause === undefined ? 'a global exit' : called.exit(cause)}”`
    case 'removed':
      return 'taken out: nothing is left for them to do'
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
