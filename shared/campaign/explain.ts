import { because } from '../filter/because.ts'
import type { Names } from '../filter/describe.ts'
import { listed, quoted } from '../filter/words.ts'
import type { Entry } from '../journal/entry.ts'
import type { Enrollment, Standing } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { CompiledCampaign, CompiledGraph } from './compile.ts'
import { type RefusedField, submittedIn, wordsOf } from './explain-message.ts'
import { subjectAt, subjectInside } from './subject.ts'
import type { World } from './world.ts'

/** What happened, or did not, and why. */
export type Line = {
  /**
   * `did`: it acted. `stays`: it waits, watches or listens. `open`: its form can be answered. `not`: it did not do what
   * it is for. `in`, `out`, `outside`: of the campaign. `told`: what became known beside that.
   */
  tone: 'did' | 'stays' | 'open' | 'not' | 'in' | 'out' | 'outside' | 'told'
  component?: string
  says: string
  /** The sentence ends with this moment. */
  until?: Instant | undefined
  /** The fields of a form that were refused. */
  refused?: RefusedField[]
}

/** Somebody as they are at a moment of their journal. */
export type Then = Pick<World, 'life' | 'tallies'>

/** A world in which filters can be asked, and nothing else. */
export const worldOf = ({ life, tallies }: Then): World => ({
  ...{ life, tallies, isNew: false, number: 0, zone: 'UTC', agents: new Set(), inboxes: new Map() },
  ...{ isAvailable: () => true, nextInTurn: () => '', addressStatus: () => 'ok', newId: () => '' },
})

/** The version somebody is on; what is known no more is looked for in the newest. */
const graphOf = ({ versions, newest }: CompiledCampaign, { version }: Enrollment): CompiledGraph =>
  versions.get(version) ?? newest

/**
 * What an entry says of somebody in this campaign; nothing where it is about something else.
 * @param then as the entry left them
 */
export function explainEntry(campaign: CompiledCampaign, entry: Entry, then: Then, names: Names): Line[] {
  const enrollment = 'enrollment' in entry ? then.life.enrollments.get(entry.enrollment) : undefined
  if (!enrollment || enrollment.campaign !== campaign.id) return []
  const world = worldOf(then)
  switch (entry.kind) {
    case 'entered':
      return [{ tone: 'in', says: 'Enters the campaign' }]
    case 'acted':
      return [ofAct(campaign, entry, enrollment, world, names), ...ofSecondArrivals(campaign, entry, enrollment)]
    case 'waiting':
    case 'watching':
    case 'listening': {
      const { component, from, at } = entry
      const until = entry.kind === 'listening' ? undefined : entry.until
      const standing: Standing = { component, kind: entry.kind, since: at, from, until }
      return [explainStanding(campaign, standing, enrollment, then, at, names)]
    }
    case 'act-revoked':
      return [{ tone: 'not', component: entry.component, says: `Taken back: ${lower(entry.reason)}` }]
    case 'engaged':
      return [{ tone: 'told', component: entry.component, says: engagementInWords(entry, enrollment, then, names) }]
    case 'heard':
      return [{ tone: 'told', component: entry.component, says: 'A message came during the pause' }]
    case 'moved':
      return [{ tone: 'told', says: `Goes on in version ${entry.version}` }]
    case 'left':
      return [{ tone: 'out', says: whyLeft(campaign, entry, enrollment, world, names) }]
    default:
      return []
  }
}

type Acted = Extract<Entry, { kind: 'acted' }>

function ofAct(campaign: CompiledCampaign, entry: Acted, enrollment: Enrollment, world: World, names: Names): Line {
  const { component, outcome, reason, from, at } = entry
  const line = (tone: Line['tone'], says: string): Line => ({ tone, component, says })
  switch (outcome) {
    case 'matched':
    case 'unmatched': {
      const filter = graphOf(campaign, enrollment).components.get(component)
      const why =
        filter?.type === 'filter'
          ? because(filter.settings.filter, subjectAt({ world }, enrollment, from), at, names)
          : []
      const said = why.length === 0 ? '' : `, because ${listed(why, 'and')}`
      return outcome === 'matched' ? line('did', `Matched${said}`) : line('not', `Not matched${said}`)
    }
    case 'passed':
      return line('did', 'The wait is over')
    case 'triggered':
      return line('did', 'Heard the message')
    case 'sent':
      return line('did', sentInWords(entry, world))
    case 'assigned':
      return line('did', assignedInWords(entry, world, names))
    case 'ended':
      return line('did', 'Ends the workflow')
    case 'skipped':
      return line('not', `Skipped: ${lower(reason ?? 'there was nothing to do')}`)
    case 'failed':
      return line('not', `Failed: ${lower(reason ?? 'it is broken')}`)
    default:
      return outcome satisfies never
  }
}

function sentInWords({ conversation, message }: Acted, { life }: World): string {
  const sent = life.conversations.get(conversation ?? '')?.messages.find(({ id }) => id === message)
  if (!sent) return 'Sent'
  return sent.email ? `Sent to ${sent.email.to}: ${quoted(sent.email.subject)}` : `Sent: ${quoted(wordsOf(sent))}`
}

function assignedInWords({ conversation }: Acted, { life }: World, names: Names): string {
  const { inbox, assignee } = life.conversations.get(conversation ?? '') ?? {}
  const to = inbox === undefined ? 'an inbox' : quoted(names.inbox?.(inbox) ?? inbox)
  return `Assigned to ${to}, ${assignee === undefined ? 'to nobody yet' : (names.agent?.(assignee) ?? assignee)}`
}

/** C6: what a way leads to again has acted, and does not act twice. */
function ofSecondArrivals(campaign: CompiledCampaign, { component, outcome }: Acted, enrollment: Enrollment): Line[] {
  const port = outcome === 'matched' || outcome === 'unmatched' ? outcome : undefined
  return graphOf(campaign, enrollment)
    .next(component, port)
    .filter(next => enrollment.acts.some(act => act.component === next))
    .map(next => ({ tone: 'not', component: next, says: 'Reached again, but it acts once only' }))
}

/** Why what stands still does. */
export function explainStanding(
  campaign: CompiledCampaign,
  { component, kind, until, from }: Standing,
  enrollment: Enrollment,
  then: Then,
  now: Instant,
  names: Names,
): Line {
  const world = worldOf(then)
  const line = (says: string): Line => ({ tone: 'stays', component, says, until })
  if (kind === 'waiting') return line('Waits until')
  const one = graphOf(campaign, enrollment).components.get(component)
  if (kind === 'listening') return line(one?.type === 'inbound-message' ? listensFor(one.settings) : 'Listens')
  const why =
    one?.type === 'filter' ? because(one.settings.filter, subjectAt({ world }, enrollment, from), now, names) : []
  const said = why.length === 0 ? 'Not matched yet' : `Not matched yet, because ${listed(why, 'and')}`
  return line(until === undefined ? `${said}; watches on` : `${said}; watches until`)
}

function listensFor({ contains = [], where }: { contains?: string[] | undefined; where?: string | undefined }): string {
  const words = contains.length === 0 ? 'a message' : `a message with ${listed(contains.map(quoted), 'or')}`
  return `Listens for ${words}${where === 'anywhere' ? ' in any conversation' : ''}`
}

function whyLeft(
  campaign: CompiledCampaign,
  { status, cause, at }: Extract<Entry, { kind: 'left' }>,
  enrollment: Enrollment,
  world: World,
  names: Names,
): string {
  if (status === 'exited') {
    const exit = campaign.exits.find(({ id }) => id === cause)
    const why = exit ? because(exit.filter, subjectInside(world, enrollment), at, names) : []
    return `Exits by ${quoted(exit?.name ?? cause ?? '')}${why.length === 0 ? '' : `, because ${listed(why, 'and')}`}`
  }
  if (status === 'ended') return 'Leaves the campaign for good'
  if (status === 'removed') return removed[cause ?? ''] ?? 'Is taken out of the campaign'
  return cause === 'entered-again' ? 'Completes, and makes room to enter again' : 'Completes: nothing is left to do'
}

const removed: Record<string, string> = {
  agent: 'Is taken out by an agent',
  api: 'Is taken out by the API',
  deleted: 'Is taken out: the campaign was deleted',
  published: 'Is taken out: nothing they stood at is in the new version',
  merged: 'Is taken out: as another visitor they had been in it, too',
}

/** With what was clicked, and what was submitted (C20). */
function engagementInWords(
  { outcome, component, button }: Extract<Entry, { kind: 'engaged' }>,
  { acts }: Enrollment,
  { life }: Then,
  names: Names,
): string {
  const says = engagedInWords[outcome]
  if (outcome === 'clicked' && button !== undefined) {
    const label = names.button?.(button, component)
    return label === undefined ? says : `${says}: ${quoted(label)}`
  }
  if (outcome !== 'submitted') return says
  const values = submittedIn(life, acts.find(act => act.component === component)?.message)
  return values === '' ? says : `${says}: ${values}`
}

/** As it stands within another sentence. */
export const lower = (sentence: string): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`

const engagedInWords: Record<Extract<Entry, { kind: 'engaged' }>['outcome'], string> = {
  seen: 'Was seen',
  opened: 'Was opened',
  clicked: 'Was clicked',
  replied: 'Was replied to',
  submitted: 'Its form was submitted',
  refused: 'Its form refused what was entered',
  delivered: 'Was delivered',
  bounced: 'Came back',
  unsubscribed: 'They unsubscribed',
}
