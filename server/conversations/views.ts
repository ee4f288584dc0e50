import type { Conversation, Message, Note } from '@pavior/shared/journal/life.ts'
import type { Person } from '@pavior/shared/people/person.ts'
import { fromView, messageView } from '@pavior/shared/protocol/message-view.ts'
import type {
  ConversationView,
  InboxConversation,
  MessageView,
  NoteView,
  PersonSummary,
} from '@pavior/shared/protocol/views.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { TeamNames } from '../campaigns/live.ts'

/** How conversations and messages are shown: to their visitor, and with more to agents. */

/** For agents: which campaign's component sent it. */
export function agentMessageView(conversation: string, message: Message, team: TeamNames): MessageView {
  const view = messageView(conversation, message, team)
  if (!message.campaign) return view
  const { id, component } = message.campaign
  const name = team.campaignNames.get(id)
  return { ...view, campaign: { id, component, ...(name !== undefined && { name }) } }
}

export function noteView(conversation: string, note: Note, team: TeamNames): NoteView {
  const { id, revision, at, agent, content } = note
  return {
    id,
    conversation,
    revision,
    at: toIso(at),
    from: fromView({ type: 'agent', id: agent }, team),
    content,
    note: true,
  }
}

export function conversationView(one: Conversation, team: TeamNames): ConversationView {
  const name = one.agent === undefined ? undefined : team.agentNames.get(one.agent)
  return {
    id: one.id,
    state: one.state,
    number: one.number,
    revision: one.revision,
    startedAt: toIso(one.startedAt),
    seenByPerson: one.seenByPerson,
    seenByTeam: one.seenByTeam,
    ...(one.last && {
      last: {
        at: toIso(one.last.at),
        number: one.last.number,
        from: fromView(one.last.from, team),
        text: one.last.text,
        ...(one.last.email && { email: true }),
      },
    }),
    ...(one.agent !== undefined && name !== undefined && { agent: { id: one.agent, name } }),
  }
}

/** The page a conversation started on and who waits where are for agents only. */
export function inboxConversation(one: Conversation, person: PersonSummary, team: TeamNames): InboxConversation {
  const { inbox, assignee, campaign } = one
  const inboxName = inbox === undefined ? undefined : team.inboxNames.get(inbox)
  const assigneeName = assignee === undefined ? undefined : team.agentNames.get(assignee)
  const campaignName = campaign === undefined ? undefined : team.campaignNames.get(campaign)
  return {
    ...conversationView(one, team),
    person,
    unread: one.lastFromPerson > one.seenByTeam,
    listed: one.listed,
    ...(inbox !== undefined && inboxName !== undefined && { inbox: { id: inbox, name: inboxName } }),
    ...(assignee !== undefined && assigneeName !== undefined && { assignee: { id: assignee, name: assigneeName } }),
    ...(campaign !== undefined && campaignName !== undefined && { campaign: { id: campaign, name: campaignName } }),
    ...(one.snoozedUntil !== undefined && { snoozedUntil: toIso(one.snoozedUntil) }),
    ...(one.startedOn && { startedOn: one.startedOn }),
  }
}

export const personSummary = ({ id, type, name, email }: Person, online: boolean): PersonSummary => ({
  id,
  type,
  ...(name !== undefined && { name }),
  ...(email !== undefined && { email }),
  online,
})
