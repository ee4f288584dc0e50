import { plainText } from '../document/plain.ts'
import type { Entry } from './entry.ts'
import type { Awaiting, Conversation, Life, Message } from './life.ts'

type AboutConversation = Exclude<Extract<Entry, { conversation?: string | undefined }>, { enrollment: string }>

/** What an entry about a conversation changes in it, and in the enrollments that wait for its forms and emails. */
export function applyToConversation(life: Life, entry: AboutConversation): void {
  if (entry.kind === 'conversation-started') {
    life.conversations.set(entry.conversation, startedConversation(entry))
    life.person.openConversations++
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
    case 'email-changed':
      change(conversation, entry.message, message => {
        if (message.email) message.email = { ...message.email, state: entry.state }
      })
      if (entry.state !== 'due' && entry.state !== 'handing') closeEmail(life, conversation, entry)
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
      if (conversation.state === 'open') life.person.openConversations--
      conversation.state = 'closed'
      conversation.snoozedUntil = undefined
      return
    case 'conversation-snoozed':
      if (conversation.state === 'open') life.person.openConversations--
      conversation.state = 'snoozed'
      conversation.snoozedUntil = entry.until ?? undefined
      return
    case 'conversation-reopened':
      if (conversation.state !== 'open') life.person.openConversations++
      conversation.state = 'open'
      conversation.snoozedUntil = undefined
      return
    case 'seen':
      if (entry.by.type === 'person') {
        conversation.seenByPerson = entry.upTo
        seenUpTo(conversation, entry.upTo)
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
    answered: false,
    awaiting: [],
    messages: [],
    notes: [],
  }
}

const PREVIEW = 140

function addMessage(life: Life, conversation: Conversation, entry: Extract<Entry, { kind: 'message-sent' }>): void {
  const { id, place: number, at, from, content, campaign } = entry
  const message: Message = { id, number, revision: conversation.revision, at, from, content, campaign }
  const enrollment = campaign && life.enrollments.get(campaign.enrollment)
  if (entry.form) {
    message.form = { state: 'open' }
    enrollment?.openForms.push({ conversation: conversation.id, message: id })
  }
  if (entry.email) {
    message.email = { ...entry.email, state: 'due' }
    const component = campaign?.component ?? ''
    enrollment?.openEmails.push({ conversation: conversation.id, message: id, component })
  }
  conversation.messages.push(message)
  conversation.number = number
  conversation.last = { at, number, from, text: plainText(content).slice(0, PREVIEW).toWellFormed() }
  if (entry.email) conversation.last.email = true
  life.person.lastMessageAt = at
  if (from.type === 'person') {
    conversation.listed = true
    conversation.lastFromPerson = number
    conversation.seenByPerson = number
    conversation.awaiting = []
    life.person.lastSeenAt = at
  } else if (from.type === 'agent') conversation.agent = from.id
  if (campaign) {
    conversation.campaign = campaign.id
    const unseen = message.email === undefined
    conversation.awaiting = [...conversation.awaiting, { number, sender: campaign, unseen, unanswered: true }].slice(
      -AWAITING,
    )
  } else if (from.type !== 'person') {
    if (from.type === 'agent') {
      conversation.seenByTeam = number
      conversation.answered = true
    }
    awaitingStill(conversation, one => ({ ...one, unanswered: false }))
  }
}

/** Most messages of campaigns in one conversation of which more can be told: a person away for years has no end of them. */
const AWAITING = 250

function awaitingStill(conversation: Conversation, how: (one: Awaiting) => Awaiting): void {
  conversation.awaiting = conversation.awaiting.map(how).filter(({ unseen, unanswered }) => unseen || unanswered)
}

function seenUpTo(conversation: Conversation, number: number): void {
  if (conversation.awaiting.some(one => one.unseen && one.number <= number))
    awaitingStill(conversation, one => (one.number <= number ? { ...one, unseen: false } : one))
}

function change(conversation: Conversation, id: string, how: (message: Message) => void): void {
  // Mostly one of the last.
  const message = conversation.messages.findLast(one => one.id === id)
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

/** An email that left, or never will, keeps nobody in a campaign any more (C17). */
function closeEmail(
  life: Life,
  conversation: Conversation,
  { message, state }: Extract<Entry, { kind: 'email-changed' }>,
): void {
  const sent = conversation.messages.find(({ id }) => id === message)
  if (state === 'revoked' && sent)
    conversation.awaiting = conversation.awaiting.filter(({ number }) => number !== sent.number)
  const enrollment = sent?.campaign && life.enrollments.get(sent.campaign.enrollment)
  if (enrollment) enrollment.openEmails = enrollment.openEmails.filter(one => one.message !== message)
}
