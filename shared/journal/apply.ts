import { plainText } from '../document/plain.ts'
import { newcomer, type Person } from '../people/person.ts'
import type { Instant } from '../text.ts'
import type { Entry, EntryBody } from './entry.ts'
import type { Conversation, Enrollment, Life, Message } from './life.ts'

/** A life before its first entry. */
export const unborn = (person: string, at: Instant): Life => ({
  person: newcomer(person, at),
  conversations: new Map(),
  enrollments: new Map(),
})

/**
 * What an entry changes, done to `life` in place. The engine, replay and rewind all go through here, so what is
 * stored and what is replayed cannot differ (S6). It decides nothing: no filter, no graph, no clock.
 * What an entry speaks of but `life` does not hold (a part of a life is enough for the engine) is passed over.
 * @param other the life of another stream up to a number, for `merged`
 */
export function apply(life: Life, entry: Entry, other: (stream: string, number: number) => Life | undefined): void {
  life.person.factAt = Math.max(life.person.factAt, entry.at)
  if (isAboutPerson(entry)) applyToPerson(life, entry, other)
  else if ('enrollment' in entry) applyToEnrollment(life, entry)
  else applyToConversation(life, entry)
}

type AboutPerson = Extract<
  Entry,
  { kind: 'arrived' | 'page-viewed' | 'event-tracked' | 'attributes-set' | 'identified' | 'became-lead' | 'merged' }
>
type AboutEnrollment = Extract<Entry, { enrollment: string }>
type AboutConversation = Exclude<Entry, AboutPerson | AboutEnrollment>

function isAboutPerson(entry: Entry): entry is AboutPerson {
  return !('enrollment' in entry) && !('conversation' in entry)
}

function applyToPerson(
  life: Life,
  entry: AboutPerson,
  other: (stream: string, number: number) => Life | undefined,
): void {
  const { person } = life
  switch (entry.kind) {
    case 'arrived': {
      const { language, timezone, country, browser, os, device } = entry
      Object.assign(person, { language, timezone, country, browser, os, device })
      person.lastSeenAt = entry.at
      return
    }
    case 'page-viewed':
      person.page = { url: entry.url, title: entry.title, referrer: entry.referrer }
      person.lastSeenAt = entry.at
      return
    case 'event-tracked':
      return
    case 'attributes-set':
      for (const [key, value] of Object.entries(entry.set)) setAttribute(person, key, value, entry.source)
      return
    case 'became-lead':
      person.type = 'lead'
      return
    case 'identified':
      person.type = 'signup'
      person.externalId = entry.externalId
      person.signedUpAt ??= entry.at
      return
    case 'merged': {
      const from = other(entry.stream, entry.until)
      if (from) absorb(life, from)
      return
    }
  }
}

/** C25: conversations and enrollments move; values and removals are entries of their own. */
function absorb(life: Life, from: Life): void {
  for (const [id, conversation] of from.conversations) life.conversations.set(id, conversation)
  for (const [id, enrollment] of from.enrollments) life.enrollments.set(id, enrollment)
  life.person.firstSeenAt = Math.min(life.person.firstSeenAt, from.person.firstSeenAt)
  const seen = [life.person.lastSeenAt, from.person.lastSeenAt].filter(at => at !== undefined)
  if (seen.length > 0) life.person.lastSeenAt = Math.max(...seen)
  life.person.page ??= from.person.page
  for (const key of ['language', 'timezone', 'country', 'browser', 'os', 'device'] as const)
    life.person[key] ??= from.person[key]
}

function setAttribute(
  person: Person,
  key: string,
  value: string | number | boolean | null,
  source: Person['sources'][string],
): void {
  if (key === 'email' || key === 'name' || key === 'phone') {
    if (value === null) delete person[key]
    else person[key] = String(value)
  } else {
    const name = key.slice('attributes.'.length)
    if (value === null) delete person.attributes[name]
    else person.attributes[name] = value
  }
  if (value === null) delete person.sources[key]
  else person.sources[key] = source
}

function applyToConversation(life: Life, entry: AboutConversation): void {
  if (entry.kind === 'conversation-started') {
    life.conversations.set(entry.conversation, startedConversation(entry))
    return
  }
  const conversation = life.conversations.get(entry.conversation)
  if (!conversation) return
  conversation.revision++
  switch (entry.kind) {
    case 'message-sent':
      addMessage(life, conversation, entry)
      return
    case 'note-written': {
      const { id, agent, content, at } = entry
      conversation.notes.push({ id, revision: conversation.revision, at, agent, content })
      return
    }
    case 'form-submitted':
      change(conversation, entry.message, message => {
        message.form = { state: 'submitted', values: entry.values, at: entry.at }
      })
      conversation.listed = true
      life.person.lastSeenAt = entry.at
      closeForm(life, entry.message)
      return
    case 'form-closed':
      change(conversation, entry.message, message => {
        message.form = { state: 'closed' }
      })
      closeForm(life, entry.message)
      return
    case 'button-pressed':
      if (entry.reply)
        change(conversation, entry.message, message => {
          message.button = entry.button
        })
      life.person.lastSeenAt = entry.at
      return
    case 'conversation-assigned':
      conversation.inbox = entry.inbox ?? undefined
      conversation.assignee = entry.assignee ?? undefined
      conversation.listed = true
      return
    case 'conversation-closed':
      conversation.state = 'closed'
      conversation.snoozedUntil = undefined
      return
    case 'conversation-snoozed':
      conversation.state = 'snoozed'
      conversation.snoozedUntil = entry.until ?? undefined
      return
    case 'conversation-reopened':
      conversation.state = 'open'
      conversation.snoozedUntil = undefined
      return
    case 'seen':
      if (entry.by.type === 'person') {
        conversation.seenByPerson = entry.upTo
        life.person.lastSeenAt = entry.at
      } else conversation.seenByTeam = entry.upTo
      return
  }
}

function startedConversation(entry: Extract<Entry, { kind: 'conversation-started' }>): Conversation {
  return {
    id: entry.conversation,
    startedAt: entry.at,
    startedBy: entry.by,
    startedOn: entry.page,
    state: 'open',
    inbox: entry.inbox,
    listed: entry.by.type !== 'campaign',
    number: 0,
    revision: 1,
    seenByPerson: 0,
    seenByTeam: 0,
    lastFromPerson: 0,
    messages: [],
    notes: [],
  }
}

const PREVIEW = 140

function addMessage(life: Life, conversation: Conversation, entry: Extract<Entry, { kind: 'message-sent' }>): void {
  const { id, place: number, at, from, content, campaign } = entry
  const message: Message = { id, number, revision: conversation.revision, at, from, content, campaign }
  if (entry.form) {
    message.form = { state: 'open' }
    const enrollment = campaign && life.enrollments.get(campaign.enrollment)
    enrollment?.openForms.push({ conversation: conversation.id, message: id })
  }
  conversation.messages.push(message)
  conversation.number = number
  conversation.last = { at, number, from, text: plainText(content).slice(0, PREVIEW).toWellFormed() }
  if (from.type === 'person') {
    conversation.listed = true
    conversation.lastFromPerson = number
    conversation.seenByPerson = number
    life.person.lastSeenAt = at
  } else if (from.type === 'agent') conversation.agent = from.id
  if (campaign) conversation.campaign = campaign.id
  if (from.type === 'agent' && !campaign) conversation.seenByTeam = number
}

function change(conversation: Conversation, id: string, how: (message: Message) => void): void {
  const message = conversation.messages.find(one => one.id === id)
  if (!message) return
  how(message)
  message.revision = conversation.revision
}

/** A form that was answered or closed keeps nobody in a campaign any more (C17). */
function closeForm(life: Life, message: string): void {
  for (const enrollment of life.enrollments.values()) {
    if (enrollment.openForms.length > 0)
      enrollment.openForms = enrollment.openForms.filter(form => form.message !== message)
  }
}

function applyToEnrollment(life: Life, entry: AboutEnrollment): void {
  if (entry.kind === 'entered') {
    const { enrollment: id, campaign, version, at: enteredAt } = entry
    const entered: Enrollment = {
      id,
      campaign,
      version,
      status: 'active',
      enteredAt,
      listening: [],
      acts: [],
      openForms: [],
    }
    life.enrollments.set(id, entered)
    return
  }
  const enrollment = life.enrollments.get(entry.enrollment)
  if (!enrollment) return
  switch (entry.kind) {
    case 'listening':
      enrollment.listening.push({ component: entry.component, since: entry.at, from: entry.from })
      return
    case 'acted': {
      const { component, at, outcome, from, conversation, message, reason } = entry
      enrollment.acts.push({ component, at, outcome, from, conversation, message, reason })
      enrollment.listening = enrollment.listening.filter(one => one.component !== component)
      return
    }
    case 'left':
      enrollment.status = entry.status
      enrollment.leftAt = entry.at
      enrollment.cause = entry.cause
      enrollment.listening = []
      // C15: what was already sent stays and can be answered; it only keeps nobody inside.
      enrollment.openForms = []
      return
  }
}

/** An entry's body with the place it gets in the journal. */
export const numbered = (body: EntryBody, number: number, at: Instant): Entry => ({ ...body, number, at })
