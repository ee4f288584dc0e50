import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { LiveTeam } from '../campaigns/live.ts'
import { agentMessageView, inboxConversation, personSummary } from '../conversations/views.ts'
import { personView } from '../people/reads.ts'

/** What a team can be told of over HTTP. */
export const eventTypes = [
  'message.created',
  'conversation.created',
  'conversation.changed',
  'person.changed',
  'person.erased',
  'form.submitted',
  'campaign.entered',
  'campaign.left',
] as const
export type EventType = (typeof eventTypes)[number]

export type WebhookEvent = { type: EventType; at: string; data: Record<string, unknown> }

/** What a fact's entries are to those who are told: read off them like everything else. */
export function eventsOf(team: LiveTeam, life: Life, entries: readonly Entry[]): WebhookEvent[] {
  const told = entries.flatMap(entry => {
    const event = eventOf(team, life, entry)
    return event ? [{ ...event, at: toIso(entry.at) }] : []
  })
  // One for a conversation and for a person, however much of them changed at once.
  const last = entries.at(-1)
  if (!last) return told
  const at = toIso(last.at)
  const erased = entries.some(({ kind }) => kind === 'erased')
  if (!erased && entries.some(isAboutPerson))
    told.push({ type: 'person.changed', at, data: { person: personOf(life) } })
  for (const id of changedConversations(entries)) {
    const data = conversationData(team, life, id)
    if (data) told.push({ type: 'conversation.changed', at, data })
  }
  return told
}

function eventOf(team: LiveTeam, life: Life, entry: Entry): Omit<WebhookEvent, 'at'> | undefined {
  const person = life.person.id
  switch (entry.kind) {
    case 'conversation-started': {
      const data = conversationData(team, life, entry.conversation)
      return data && { type: 'conversation.created', data }
    }
    case 'message-sent': {
      const message = life.conversations.get(entry.conversation)?.messages.find(({ id }) => id === entry.id)
      return (
        message && {
          type: 'message.created',
          data: { message: agentMessageView(entry.conversation, message, team), person },
        }
      )
    }
    case 'form-submitted': {
      const { message, conversation, values } = entry
      return { type: 'form.submitted', data: { form: message, conversation, person, values } }
    }
    case 'entered': {
      const { enrollment, campaign, version } = entry
      return { type: 'campaign.entered', data: { campaign: named(team, campaign), enrollment, version, person } }
    }
    case 'left': {
      const { enrollment, status, cause } = entry
      const left = life.enrollments.get(enrollment)
      return (
        left && {
          type: 'campaign.left',
          data: { campaign: named(team, left.campaign), enrollment, person, status, cause },
        }
      )
    }
    case 'erased':
      return { type: 'person.erased', data: { person } }
    default:
      return undefined
  }
}

const named = (team: LiveTeam, id: string) => ({ id, name: team.campaignNames.get(id) ?? '' })

/** Whether somebody is there is true for a moment only, and nothing to be delivered later. */
function personOf({ person }: Life): Record<string, unknown> {
  const { online: _online, ...view } = personView(person, false)
  return view
}

function conversationData(team: LiveTeam, life: Life, id: string): Record<string, unknown> | undefined {
  const conversation = life.conversations.get(id)
  if (!conversation) return undefined
  const { online: _online, ...person } = personSummary(life.person, false)
  return { conversation: { ...inboxConversation(conversation, { ...person, online: false }, team), person } }
}

const isAboutPerson = ({ kind }: Entry): boolean =>
  ['attributes-set', 'identified', 'became-lead', 'merged', 'address-changed'].includes(kind)

/** State, inbox, assignee; what is written in it has an event of its own. */
function changedConversations(entries: readonly Entry[]): Set<string> {
  return new Set(
    entries.flatMap(entry => {
      switch (entry.kind) {
        case 'conversation-assigned':
        case 'conversation-closed':
        case 'conversation-snoozed':
        case 'conversation-reopened':
          return [entry.conversation]
        default:
          return []
      }
    }),
  )
}
