import { listed, quoted } from '../filter/words.ts'
import type { Entry } from '../journal/entry.ts'
import type { EmailState, Engagement, Enrollment, Life } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import { lower } from './explain.ts'
import { messageIn, wordsOf } from './explain-message.ts'
import type { Visit } from './visits.ts'

/** What a campaign sent somebody, and what they did with it, while their journal is gone through. */
export type Noted = { at: Instant; component: string; message: string; did: readonly Engagement[] }

/** The same in words: "got “Hello.”", then "saw it", "submitted its form". */
export type Got = { at: Instant; component: string; says: string; did: string[]; failed: boolean }

/** What they got so far, with what an entry says of it. */
export function noteGot(got: readonly Noted[], entry: Entry): Noted[] {
  switch (entry.kind) {
    case 'acted': {
      const { outcome, message, at, component } = entry
      return outcome === 'sent' && message !== undefined ? [...got, { at, component, message, did: [] }] : [...got]
    }
    case 'act-revoked':
      return got.filter(({ component }) => component !== entry.component)
    case 'engaged':
      return got.map(one =>
        one.component === entry.component && !one.did.includes(entry.outcome)
          ? { ...one, did: [...one.did, entry.outcome] }
          : one,
      )
    default:
      return [...got]
  }
}

/** @param life as it is now: whether an email left is known later than that it was made */
export function wordsOfGot({ at, component, message, did }: Noted, life: Life): Got {
  const sent = messageIn(life, message)
  return {
    ...{ at, component, says: sent?.email ? emails[sent.email.state](quoted(sent.email.subject)) : inWidget(sent) },
    did: did.filter(outcome => !isImplied(outcome, did)).map(outcome => deedOf(outcome, did)),
    failed: FAILS.some(outcome => outcome === did.at(-1)),
  }
}

function inWidget(sent: Parameters<typeof wordsOf>[0] | undefined): string {
  const words = sent ? wordsOf(sent) : ''
  return words === '' ? 'got a message' : `got ${quoted(words)}`
}

const emails: Record<EmailState, (subject: string) => string> = {
  due: subject => `are to get the email ${subject}`,
  handing: subject => `are getting the email ${subject}`,
  handed: subject => `were sent the email ${subject}`,
  unknown: subject => `may have been sent the email ${subject}`,
  revoked: subject => `were not sent the email ${subject}`,
}

/** Who did something with it has seen it, and who got an answer out of it has it. */
const isImplied = (outcome: Engagement, did: readonly Engagement[]): boolean =>
  outcome === 'delivered' || ((outcome === 'seen' || outcome === 'opened') && did.some(one => DOES.includes(one)))

const DOES: readonly Engagement[] = ['clicked', 'replied', 'submitted', 'refused']

const FAILS: readonly Engagement[] = ['refused', 'bounced']

const deeds: Record<Engagement, string> = {
  seen: 'saw it',
  opened: 'opened it',
  clicked: 'clicked in it',
  replied: 'replied',
  submitted: 'submitted its form',
  refused: 'were refused by its form',
  delivered: 'received it',
  bounced: 'it came back',
  unsubscribed: 'unsubscribed',
}

const deedOf = (outcome: Engagement, did: readonly Engagement[]): string =>
  outcome === 'submitted' && did.includes('refused') ? 'then submitted it' : deeds[outcome]

/** What a campaign did to somebody, in one sentence that begins with them. */
export type Happened = {
  at: Instant
  says: string
  enrollment: string
  component?: string
  /** What came last of it went wrong. */
  failed: boolean
}

/**
 * What they got last, and what they did with it; or that they were in it and got nothing, where it has something to send.
 * @param visits the latest first
 * @param sends the components that send something
 */
export function happenedIn(visits: readonly Visit[], sends: ReadonlySet<string>): Happened | undefined {
  const all = visits.flatMap(({ got, enrollment }) => got.map(one => ({ ...one, enrollment: enrollment.id })))
  const last = all.toSorted((a, b) => a.at - b.at).at(-1)
  if (last) {
    const { at, component, enrollment, failed } = last
    return { at, component, enrollment, failed, says: gotInWords(last, all.length) }
  }
  const [latest] = visits
  if (!latest || sends.size === 0) return undefined
  const { id, status, enteredAt, leftAt, acts } = latest.enrollment
  const stopped = acts.findLast(({ component, reason }) => sends.has(component) && reason !== undefined)
  const why = stopped?.reason
  const says = `They ${nothing[status]}${why === undefined ? '' : `: ${lower(why)}`}.`
  return { at: leftAt ?? enteredAt, enrollment: id, says, failed: stopped?.outcome === 'failed' }
}

function gotInWords({ says, did }: Got, all: number): string {
  const last = listed([says, ...did], 'and')
  // What is quoted may end its sentence itself.
  const stop = /[.!?…]”$/u.test(last) ? '' : '.'
  return all === 1 ? `They ${last}${stop}` : `They got ${all} messages; last, they ${last}${stop}`
}

const nothing: Record<Enrollment['status'], string> = {
  active: 'are in it, and got nothing from it so far',
  completed: 'completed it, and got nothing from it',
  ended: 'reached its end, and got nothing from it',
  exited: 'left it by a global exit, and had got nothing from it',
  removed: 'were taken out of it, and had got nothing from it',
}
