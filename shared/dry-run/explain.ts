import { mayEnter } from '../campaign/enter.ts'
import { subjectAt, subjectInside, subjectOf } from '../campaign/subject.ts'
import type { World } from '../campaign/world.ts'
import { plainText } from '../document/plain.ts'
import { because } from '../filter/because.ts'
import type { Names } from '../filter/describe.ts'
import { evaluate } from '../filter/evaluate.ts'
import { listed, quoted } from '../filter/words.ts'
import { apply } from '../journal/apply.ts'
import type { Entry } from '../journal/entry.ts'
import type { Enrollment, Life, Standing } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import { copied, type Known } from './react.ts'
import type { Moment, Run } from './run.ts'

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
}

/** All that is to be said of one moment of a run. */
export function linesOf(run: Run, moment: Moment, names: Names): Line[] {
  if (moment.refused !== undefined) return [{ tone: 'not', says: moment.refused }]
  const life = copied(moment.before.life)
  const lines: Line[] = []
  for (const entry of moment.entries) {
    apply(life, entry, () => undefined)
    lines.push(...ofEntry(run, entry, life, moment.known, names))
  }
  const entered = insideOf(run, moment.known.life).length > 0
  return entered ? lines : [...lines, { tone: 'outside', says: whyOutside(run, moment, names) }]
}

const insideOf = ({ campaign }: Run, life: Life): Enrollment[] =>
  [...life.enrollments.values()].filter(one => one.campaign === campaign.id)

/** A world as it is while an entry is being written. */
type Then = Pick<World, 'life' | 'tallies'>
const worldOf = ({ life, tallies }: Then): World => ({
  ...{ life, tallies, isNew: false, number: 0, zone: 'UTC', agents: new Set(), inboxes: new Map() },
  ...{ isAvailable: () => true, nextInTurn: () => '', addressStatus: () => 'ok', newId: () => '' },
})

function ofEntry(run: Run, entry: Entry, life: Life, { tallies }: Known, names: Names): Line[] {
  const enrollment = 'enrollment' in entry ? life.enrollments.get(entry.enrollment) : undefined
  if (!enrollment || enrollment.campaign !== run.campaign.id) return ofPerson(entry)
  const world = worldOf({ life, tallies })
  switch (entry.kind) {
    case 'entered':
      return [{ tone: 'in', says: 'Enters the campaign' }]
    case 'acted':
      return [ofAct(run, entry, enrollment, world, names), ...ofSecondArrivals(run, entry, enrollment)]
    case 'waiting':
    case 'watching':
    case 'listening': {
      const { component, from, at } = entry
      const until = entry.kind === 'listening' ? undefined : entry.until
      const standing: Standing = { component, kind: entry.kind, since: at, from, until }
      return [ofStanding(run, standing, enrollment, world, at, names)]
    }
    case 'act-revoked':
      return [{ tone: 'not', component: entry.component, says: `Taken back: ${lower(entry.reason)}` }]
    case 'engaged':
      return [{ tone: 'told', component: entry.component, says: engagedInWords[entry.outcome] }]
    case 'left':
      return [{ tone: 'out', says: whyLeft(run, entry, enrollment, world, names) }]
    default:
      return []
  }
}

/** What the fact did to the person, where it did something that is not plain from the move. */
function ofPerson(entry: Entry): Line[] {
  switch (entry.kind) {
    case 'became-lead':
      return [{ tone: 'told', says: 'Is a lead now' }]
    case 'identified':
      return [{ tone: 'told', says: 'Is a signup now' }]
    case 'form-closed':
      return [{ tone: 'told', says: 'The form closes: it is no longer needed' }]
    default:
      return []
  }
}

type Acted = Extract<Entry, { kind: 'acted' }>

function ofAct(run: Run, entry: Acted, enrollment: Enrollment, world: World, names: Names): Line {
  const { component, outcome, reason, from, at } = entry
  const line = (tone: Line['tone'], says: string): Line => ({ tone, component, says })
  switch (outcome) {
    case 'matched':
    case 'unmatched': {
      const filter = run.campaign.newest.components.get(component)
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
  const text = plainText(sent.content).replace(/\s+/g, ' ')
  const words = text.length > 90 ? `${[...text].slice(0, 89).join('')}…` : text
  return sent.email ? `Sent to ${sent.email.to}: ${quoted(sent.email.subject)}` : `Sent: ${quoted(words)}`
}

function assignedInWords({ conversation }: Acted, { life }: World, names: Names): string {
  const { inbox, assignee } = life.conversations.get(conversation ?? '') ?? {}
  const to = inbox === undefined ? 'an inbox' : quoted(names.inbox?.(inbox) ?? inbox)
  return `Assigned to ${to}, ${assignee === undefined ? 'to nobody yet' : (names.agent?.(assignee) ?? assignee)}`
}

/** C6: what a way leads to again has acted, and does not act twice. */
function ofSecondArrivals({ campaign }: Run, { component, outcome }: Acted, enrollment: Enrollment): Line[] {
  const port = outcome === 'matched' || outcome === 'unmatched' ? outcome : undefined
  return campaign.newest
    .next(component, port)
    .filter(next => enrollment.acts.some(act => act.component === next))
    .map(next => ({ tone: 'not', component: next, says: 'Reached again, but it acts once only' }))
}

/** What stands now and why it goes on standing. */
export function standing(run: Run, { known, at }: Moment, names: Names): Line[] {
  return insideOf(run, known.life)
    .filter(({ status }) => status === 'active')
    .flatMap(enrollment => [
      ...enrollment.standing.map(one => ofStanding(run, one, enrollment, worldOf(known), at, names)),
      ...enrollment.openForms.map(({ message }) => openForm(known.life, message)),
    ])
}

function openForm({ conversations }: Life, message: string): Line {
  const sent = [...conversations.values()].flatMap(({ messages }) => messages).find(({ id }) => id === message)
  const component = sent?.campaign?.component
  return { tone: 'open', ...(component !== undefined && { component }), says: 'Its form can still be answered' }
}

function ofStanding(
  run: Run,
  { component, kind, until, from }: Standing,
  enrollment: Enrollment,
  world: World,
  now: Instant,
  names: Names,
): Line {
  const line = (says: string): Line => ({ tone: 'stays', component, says, until })
  if (kind === 'waiting') return line('Waits until')
  const one = run.campaign.newest.components.get(component)
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
  { campaign }: Run,
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
  if (status === 'removed') return 'Is taken out of the campaign'
  return cause === 'entered-again' ? 'Completes, and makes room to enter again' : 'Completes: nothing is left to do'
}

/** Why somebody is not in, by what `enter` asks. */
function whyOutside(run: Run, { known, at }: Pick<Moment, 'known' | 'at'>, names: Names): string {
  const { campaign } = run
  const enrollments = insideOf(run, known.life)
  if (enrollments.some(({ status }) => status === 'ended')) return 'They reached the end before, and never enter again'
  if (!mayEnter(campaign, enrollments)) return 'They were in it before, and enter once only'
  const subject = subjectOf(worldOf(known))
  const exit = campaign.exits.find(({ filter }) => evaluate(filter, subject, at))
  if (exit) return `Stays outside: the global exit ${quoted(exit.name)} matches, because ${reasons(exit.filter)}`
  if (!evaluate(campaign.audience, subject, at))
    return `Stays outside: not in the audience, because ${reasons(campaign.audience)}`
  if (campaign.startable) return 'Stays outside until the campaign is started for them'
  if (campaign.newest.startsByMessage) return 'Stays outside until they write'
  return 'Stays outside: they match, but did so before; only who begins to match enters'

  function reasons(filter: typeof campaign.audience): string {
    const why = because(filter, subject, at, names)
    return why.length === 0 ? 'nobody can match it' : listed(why, 'and')
  }
}

const lower = (sentence: string): string => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`

const engagedInWords: Record<Extract<Entry, { kind: 'engaged' }>['outcome'], string> = {
  seen: 'Was seen',
  opened: 'Was opened',
  clicked: 'Was clicked',
  replied: 'Was replied to',
  submitted: 'Its form was submitted',
  delivered: 'Was delivered',
  bounced: 'Came back',
  unsubscribed: 'They unsubscribed',
}
