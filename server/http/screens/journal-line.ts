import { plainText } from '@pavior/shared/document/plain.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { By } from '@pavior/shared/journal/life.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { LiveTeam } from '../../campaigns/live.ts'

/** `until`: the moment the sentence ends with. `times`: how often the same happened, one right behind the other. */
export type JournalLine = { number: number; at: string; kind: string; text: string; until?: string; times?: number }

/** Which campaign an enrollment is of, by its id. */
export type CampaignOf = (enrollment: string) => string | undefined

/** A person's latest entries as sentences for the person pane, the newest first; a thousand of the same are one. */
export function journalLines(entries: readonly Entry[], team: LiveTeam, campaignOf: CampaignOf): JournalLine[] {
  const lines: JournalLine[] = []
  for (const entry of entries) {
    const line = journalLine(entry, team, campaignOf)
    const newer = lines.at(-1)
    if (newer?.kind === line.kind && newer.text === line.text && line.until === undefined)
      newer.times = (newer.times ?? 1) + 1
    else lines.push(line)
  }
  return lines
}

function journalLine(entry: Entry, team: LiveTeam, campaignOf: CampaignOf): JournalLine {
  const until = (entry.kind === 'waiting' || entry.kind === 'watching') && entry.until
  const known = 'enrollment' in entry ? campaignOf(entry.enrollment) : undefined
  return {
    number: entry.number,
    at: toIso(entry.at),
    kind: entry.kind,
    text: sentence(entry, team, known === undefined ? 'a campaign' : campaign(known, team)),
    ...(until && { until: toIso(until) }),
  }
}

/** @param its the campaign that the entry is about, as it is named */
function sentence(entry: Entry, team: LiveTeam, its: string): string {
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
      return `Conversation started by ${by(entry.by, team)}`
    case 'message-sent':
      return `${sender(entry.from, team)}: ${short(plainText(entry.content))}`
    case 'note-written':
      return `Note by ${team.agentNames.get(entry.agent) ?? 'an agent'}`
    case 'form-submitted':
      return `Submitted a form: ${listed(Object.entries(entry.values).map(([key, value]) => `${named(key)} ${value}`))}`
    case 'form-closed':
      return 'A form was no longer needed'
    case 'button-pressed':
      return 'Pressed a button'
    case 'conversation-assigned':
      return `${assigned(entry, team)} by ${by(entry.by, team)}`
    case 'conversation-closed':
      return `Closed by ${by(entry.by, team)}`
    case 'conversation-snoozed':
      return `Snoozed by ${by(entry.by, team)}`
    case 'conversation-reopened':
      return entry.by.type === 'time' ? 'Woke up from snooze' : `Reopened by ${by(entry.by, team)}`
    case 'address-changed':
      return addresses[entry.status]
    case 'eligible-noted':
      return `Could have entered ${campaign(entry.campaign, team)}, which is paused`
    case 'eligible-forgotten':
      return `${campaign(entry.campaign, team)} looked at them after its pause`
    case 'email-changed':
      return emails[entry.state] + (entry.reason === undefined ? '' : `: ${entry.reason}`)
    case 'interacted':
      return 'Did something in the widget'
    case 'erased':
      return 'Erased'
    case 'seen':
      return entry.by.type === 'person' ? 'Saw the messages' : `Messages seen by ${by(entry.by, team)}`
    case 'entered':
      return `Entered ${campaign(entry.campaign, team)}`
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

function assigned({ assignee, inbox }: { assignee: string | null; inbox: string | null }, team: LiveTeam): string {
  const queue = inbox === null ? undefined : team.inboxNames.get(inbox)
  if (assignee === null) return queue === undefined ? 'Unassigned' : `Put into ${queue}, unassigned,`
  return `Assigned to ${listed([team.agentNames.get(assignee) ?? 'an agent who left', queue])}`
}

function by(who: By, team: LiveTeam): string {
  switch (who.type) {
    case 'person':
      return 'the visitor'
    case 'agent':
      return team.agentNames.get(who.id) ?? 'an agent who left'
    case 'campaign':
      return campaign(who.id, team)
    case 'api':
      return 'the API'
    case 'time':
      return 'time'
  }
}

const sender = (from: { type: string; id?: string }, team: LiveTeam): string =>
  from.type === 'person' ? 'Visitor' : (from.id !== undefined && team.agentNames.get(from.id)) || team.name

const campaign = (id: string, team: LiveTeam): string => `“${team.campaignNames.get(id) ?? 'a campaign that is gone'}”`

/** At the beginning of a sentence. */
const start = (its: string): string => its.replace(/^a /, 'A ')

const named = (key: string): string => key.replace(/^attributes\./, '')

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79).toWellFormed()}…` : text)

const listed = (parts: (string | undefined)[], before = ''): string => {
  const said = parts.filter(part => part !== undefined && part !== '').join(', ')
  return said === '' ? '' : before + said
}
