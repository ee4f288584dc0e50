import { plainText } from '../document/plain.ts'
import type { Entry } from './entry.ts'
import { interactedInWords } from './interaction-words.ts'
import type { By } from './life.ts'

/** How what a journal speaks of by its id is called. */
export type JournalNames = {
  team: string
  agents: ReadonlyMap<string, string>
  inboxes: ReadonlyMap<string, string>
  campaigns: ReadonlyMap<string, string>
  /** The campaign that an enrollment is of. */
  enrollments: ReadonlyMap<string, string>
}

/** An entry as a sentence for people. A wait says its end beside it (`until`). */
export function sentence(entry: Entry, names: JournalNames): string {
  const its = 'enrollment' in entry ? names.enrollments.get(entry.enrollment) : undefined
  return said(entry, names, its === undefined ? 'a campaign' : campaign(its, names))
}

/** @param its the campaign that the entry is about, as it is named */
function said(entry: Entry, names: JournalNames, its: string): string {
  switch (entry.kind) {
    case 'arrived':
      return `Arrived${listed([entry.browser, entry.os, entry.language], ' with ')}`
    case 'page-viewed':
      return `Viewed ${entry.title ?? entry.url}`
    case 'event-tracked':
      return `Event: ${entry.name}${listed(
        Object.entries(entry.properties ?? {}).map(([key, value]) => `${key} ${value}`),
        ', ',
      )}`
    case 'attributes-set':
      return `Set by ${sources[entry.source]}: ${listed(Object.entries(entry.set).map(([key, value]) => `${named(key)} ${value ?? 'removed'}`))}`
    case 'identified':
      return `Signed up as ${entry.externalId}`
    case 'became-lead':
      return 'Became a lead'
    case 'merged':
      return 'Turned out to be a visitor known before'
    case 'conversation-started':
      return `Conversation started by ${by(entry.by, names)}`
    case 'message-sent':
      return `${sender(entry.from, names)}: ${short(plainText(entry.content))}`
    case 'note-written':
      return `Note by ${names.agents.get(entry.agent) ?? 'an agent'}`
    case 'form-submitted':
      return `Submitted a form: ${listed(Object.entries(entry.values).map(([key, value]) => `${named(key)} ${value}`))}`
    case 'form-closed':
      return 'A form was no longer needed'
    case 'button-pressed':
      return 'Pressed a button'
    case 'conversation-assigned':
      return `${assigned(entry, names)} by ${by(entry.by, names)}`
    case 'conversation-closed':
      return `Closed by ${by(entry.by, names)}`
    case 'conversation-snoozed':
      return `Snoozed by ${by(entry.by, names)}`
    case 'conversation-reopened':
      return entry.by.type === 'time' ? 'Woke up from snooze' : `Reopened by ${by(entry.by, names)}`
    case 'address-changed':
      return addresses[entry.status]
    case 'eligible-noted':
      return `Could have entered ${campaign(entry.campaign, names)}, which is paused`
    case 'eligible-forgotten':
      return `${campaign(entry.campaign, names)} looked at them after its pause`
    case 'email-changed':
      return emails[entry.state] + (entry.reason === undefined ? '' : `: ${entry.reason}`)
    case 'interacted':
      return interactedInWords(entry)
    case 'erased':
      return 'Erased'
    case 'seen':
      return entry.by.type === 'person' ? 'Saw the messages' : `Messages seen by ${by(entry.by, names)}`
    case 'entered':
      return `Entered ${campaign(entry.campaign, names)}`
    case 'listening':
      return `${start(its)} listens for a message`
    case 'waiting':
      return `${start(its)} waits`
    case 'watching':
      return `${start(its)} watches`
    case 'heard':
      return 'A paused campaign noted the message'
    case 'engaged':
      return `${engagements[entry.outcome]} of ${its}`
    case 'act-revoked':
      return `${start(its)} ${outcomes[entry.outcome]}: ${entry.reason}`
    case 'looked':
      return `${start(its)} looked at them after its pause`
    case 'moved':
      return `Went on in version ${entry.version} of ${its}`
    case 'acted':
      return `${start(its)} ${outcomes[entry.outcome]}${entry.reason === undefined ? '' : `: ${entry.reason}`}`
    case 'left':
      return `${leaving[entry.status](its)}${entry.cause === undefined ? '' : ` (${entry.cause})`}`
    default:
      return entry satisfies never
  }
}

const sources = {
  form: 'the form',
  page: 'the page',
  api: 'the API',
  agent: 'an agent',
  identity: 'the signed identity',
}

const leaving = {
  completed: (its: string) => `Completed ${its}`,
  ended: (its: string) => `Reached the end of ${its}`,
  exited: (its: string) => `Left ${its} by an exit`,
  removed: (its: string) => `Was removed from ${its}`,
}

const addresses = {
  ok: 'The address is written to again',
  unsubscribed: 'The address was unsubscribed',
  bounced: 'Email to the address came back',
}

const emails = {
  due: 'An email waits to be sent',
  handing: 'An email is being sent',
  handed: 'An email was sent',
  unknown: 'Whether an email was sent is not known',
  revoked: 'An email was not sent',
}

const engagements = {
  seen: 'Saw a message',
  opened: 'Opened an email',
  clicked: 'Clicked in a message',
  replied: 'Replied to a message',
  submitted: 'Submitted a form',
  refused: 'Counts as refused by a form',
  delivered: 'Received an email',
  bounced: 'Could not be reached by an email',
  unsubscribed: 'Unsubscribed from an email',
}

const outcomes = {
  matched: 'filtered: matched',
  unmatched: 'filtered: unmatched',
  passed: 'waited long enough',
  assigned: 'assigned the conversation',
  triggered: 'heard the message',
  sent: 'sent a message',
  ended: 'reached its end',
  skipped: 'skipped a component',
  failed: 'failed at a component',
}

function assigned({ assignee, inbox }: { assignee: string | null; inbox: string | null }, names: JournalNames): string {
  const queue = inbox === null ? undefined : names.inboxes.get(inbox)
  if (assignee === null) return queue === undefined ? 'Unassigned' : `Put into ${queue}, unassigned,`
  return `Assigned to ${listed([names.agents.get(assignee) ?? 'an agent who left', queue])}`
}

function by(who: By, names: JournalNames): string {
  switch (who.type) {
    case 'person':
      return 'the visitor'
    case 'agent':
      return names.agents.get(who.id) ?? 'an agent who left'
    case 'campaign':
      return campaign(who.id, names)
    case 'api':
      return 'the API'
    case 'time':
      return 'time'
  }
}

const sender = (from: { type: string; id?: string }, names: JournalNames): string =>
  from.type === 'person' ? 'Visitor' : (from.id !== undefined && names.agents.get(from.id)) || names.team

const campaign = (id: string, names: JournalNames): string =>
  `“${names.campaigns.get(id) ?? 'a campaign that is gone'}”`

/** At the beginning of a sentence. */
const start = (its: string): string => its.replace(/^a /, 'A ')

const named = (key: string): string => key.replace(/^attributes\./, '')

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79).toWellFormed()}…` : text)

const listed = (parts: (string | undefined)[], before = ''): string => {
  const said = parts.filter(part => part !== undefined && part !== '').join(', ')
  return said === '' ? '' : before + said
}
