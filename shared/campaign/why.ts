import type { Filter } from '../filter/condition.ts'
import { describe, type Names } from '../filter/describe.ts'
import { quoted } from '../filter/words.ts'
import type { Enrollment } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import { barInWords } from './barred.ts'
import { type Campaigns, campaignsOf } from './campaigns.ts'
import type { CompiledCampaign } from './compile.ts'
import { type Change, changesOf, type Decided, decidedBy } from './eligibility.ts'
import { type Happened, happenedIn } from './happened.ts'
import { mayEnter } from './outside.ts'
import { type Journal, past } from './past.ts'
import { type Published, takesInSince } from './published.ts'
import { type Visit, visitsOf } from './visits.ts'
import { lastWrote } from './wrote.ts'

/** Why somebody is in a campaign, or is not, in one word. */
export const reasons = [
  'inside',
  'draft',
  'deleted',
  'ended',
  'once',
  'exit',
  'audience',
  'paused',
  'start',
  'message',
  'unheard',
  'soon',
  'anew',
  'before',
] as const

type Answer = {
  reason: (typeof reasons)[number]
  /** One sentence. */
  says: string
  /** Since when it is so. */
  since?: Instant | undefined
  /** The moment that is judged, where it is not now: when they last wrote. */
  judged?: Instant | undefined
  exit?: string
  /** What the audience, or the exit, asks. */
  asks?: string
  /** What decided, each with the value it had then. */
  decided?: Decided[]
}

export type Why = Answer & {
  /** What it did to them, which comes before why they are not in it now. */
  happened?: Happened | undefined
  visits: Visit[]
  /** How they came to match, and ceased to, the latest first. */
  changes: Change[]
}

/** How long an entry by time alone may take (C1), with a margin. */
const SOON = 90_000
const MOST_CHANGES = 30

/** All that is asked, and what was found out so far. */
type Asked = {
  published: Published
  newest: CompiledCampaign
  journal: Journal
  campaigns: Campaigns
  now: Instant
  names: Names
  changes: readonly Change[]
  enrollments: readonly Enrollment[]
}

/**
 * Why somebody is in a campaign, or why not: from their journal, by what `enter` and `step` ask (C1–C5, C15, C24).
 * Pure: the same journal gives the same answer.
 */
export function why(published: Published, journal: Journal, now: Instant, names: Names): Why {
  const campaigns = campaignsOf(published.versions.map(({ campaign }) => campaign))
  const visits = visitsOf(published, journal, campaigns, now, names)
  const newest = published.versions.at(-1)?.campaign
  if (!newest)
    return { reason: 'draft', says: 'The campaign was not published yet: nobody enters it.', visits, changes: [] }
  const changes = changesOf(newest, journal, campaigns, now, names)
  const enrollments = visits.map(({ enrollment }) => enrollment)
  const asked: Asked = { published, newest, journal, campaigns, now, names, changes, enrollments }
  return {
    ...answerTo(asked),
    happened: happenedIn(visits, sendersIn(published)),
    visits,
    changes: changes.slice(-MOST_CHANGES).reverse(),
  }
}

/** The components of any version that send something. */
const sendersIn = ({ versions }: Published): Set<string> =>
  new Set(
    versions
      .flatMap(({ campaign }) => [...campaign.newest.components.values()])
      .filter(({ type }) => type === 'send-message' || type === 'send-email')
      .map(({ id }) => id),
  )

function answerTo(asked: Asked): Answer {
  const { published, newest, enrollments, changes } = asked
  if (published.status === 'archived') return { reason: 'deleted', says: 'The campaign was deleted: nobody enters it.' }
  const inside = enrollments.find(({ status }) => status === 'active')
  if (inside) {
    const pause = published.status === 'paused' ? '; while it is paused, nothing acts on them' : ''
    return { reason: 'inside', says: `They are in the campaign${pause}.`, since: inside.enteredAt }
  }
  if (!mayEnter(newest, enrollments)) return wereInside(enrollments)
  return fromWriting(asked) ?? (changes.at(-1)?.eligible === false ? barredNow(asked) : notBarred(asked))
}

function wereInside(enrollments: readonly Enrollment[]): Answer {
  const ended = enrollments.find(({ status }) => status === 'ended')
  const reason = ended ? 'ended' : 'once'
  return { reason, says: barInWords({ reason }, enrollments), since: (ended ?? enrollments[0])?.leftAt }
}

/** Where every root is an Inbound message, what counts is the moment at which they last wrote (C5). */
function fromWriting(asked: Asked): Answer | undefined {
  const { published, newest, journal, campaigns } = asked
  if (!newest.newest.startsByMessage || newest.startable || published.status === 'paused') return undefined
  const wrote = lastWrote(published, journal, campaigns)
  if (!wrote) return undefined
  const { at, bar, campaign } = wrote
  const when = { since: at, judged: at }
  switch (bar.reason) {
    case 'exit':
      return {
        ...byExit(asked, bar.exit, at),
        says: `When they last wrote, the global exit ${quoted(bar.exit.name)} kept them out.`,
        ...when,
      }
    case 'audience':
      return {
        ...byAudience(asked, campaign, at),
        says: 'When they last wrote, they were not in the audience.',
        ...when,
      }
    case 'unheard':
      return {
        reason: 'unheard',
        says: bar.first
          ? 'Their last message has none of the words that the campaign listens for.'
          : 'Their last message did not begin a conversation; the campaign hears only those that do.',
        ...when,
      }
    case 'paused':
      return {
        reason: 'paused',
        says: 'They last wrote while the campaign was paused; they enter when they write again.',
        ...when,
      }
    default:
      return undefined
  }
}

function barredNow(asked: Asked): Answer {
  const { newest, changes, now, enrollments } = asked
  const were = enrollments.length > 0
  const exit = newest.exits.find(({ id }) => id === changes.at(-1)?.exit)
  if (!exit)
    return {
      ...byAudience(asked, newest, now),
      says: were ? 'They are not in it any more, nor in the audience now.' : barInWords({ reason: 'audience' }, []),
      since: sinceWhen(changes),
    }
  const says = were
    ? `They are not in it any more, and the global exit ${quoted(exit.name)} keeps them out now.`
    : barInWords({ reason: 'exit', exit }, [])
  return { ...byExit(asked, exit, now), says, since: sinceWhen(changes) }
}

const byExit = (asked: Asked, { id, filter }: CompiledCampaign['exits'][number], at: Instant) =>
  ({ reason: 'exit', exit: id, ...decisionOf(asked, filter, at) }) as const

const byAudience = (asked: Asked, { audience }: CompiledCampaign, at: Instant) =>
  ({ reason: 'audience', ...decisionOf(asked, audience, at) }) as const

const decisionOf = ({ journal, campaigns, names }: Asked, filter: Filter, at: Instant) => ({
  asks: describe(filter, names),
  decided: decidedBy(filter, journal, campaigns, at, names),
})

/** Since their eligibility is as it is; what was so when they came was so always. */
const sinceWhen = (changes: readonly Change[]): Instant | undefined =>
  changes.length > 1 ? changes.at(-1)?.at : undefined

/** Nothing bars them, and yet they are not in. */
function notBarred(asked: Asked): Answer {
  const { published, newest, changes, enrollments, now } = asked
  const since = sinceWhen(changes)
  const from = changes.at(-1)?.at ?? now
  if (published.status === 'paused') return whilePaused(asked, since)
  if (newest.startable)
    return { reason: 'start', says: 'They may enter, and do once the campaign is started for them.', since }
  if (newest.newest.startsByMessage)
    return { reason: 'message', says: 'They may enter, and do when they write.', since }
  if (published.enrolling)
    return { reason: 'soon', says: 'Everybody who matches is being let in right now; their turn comes.', since }
  if (enrollments.some(({ leftAt }) => leftAt !== undefined && leftAt >= from))
    return {
      reason: 'anew',
      says: 'They were in it and have matched ever since; they enter again once they begin to match anew.',
      since,
    }
  const takesIn = takesInSince(published) ?? now
  if (from > takesIn && now - from < SOON)
    return { reason: 'soon', says: 'They have just begun to match, and enter within a minute.', since }
  const what = takesIn > newest.activatedAt ? 'the version was published that lets them in' : 'the campaign went live'
  return {
    reason: 'before',
    says: `They match, but did so before ${what}; only who begins to match enters.`,
    since,
  }
}

/** C24: who begins to match during a pause is noted. */
function whilePaused({ published, journal, campaigns }: Asked, since: Instant | undefined): Answer {
  let noted: Instant | undefined
  for (const { entry, life, own } of past(journal, campaigns))
    if (own) noted = life.noted.has(published.id) ? (noted ?? entry.at) : undefined
  if (noted === undefined)
    return { reason: 'paused', says: 'They match, but the campaign is paused: nobody enters.', since }
  const says = 'They began to match during the pause, and enter when it is over if they still do.'
  return { reason: 'paused', says, since: noted }
}
