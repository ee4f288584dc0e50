import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Conversation, Message } from '@pavior/shared/journal/life.ts'
import type { LiveTeam, LiveTeams } from '../campaigns/live.ts'
import {
  agentMessageView,
  conversationView,
  inboxConversation,
  messageView,
  noteView,
  personSummary,
} from '../conversations/views.ts'
import type { Reaction } from '../engine/transaction.ts'
import type { Log } from '../log.ts'
import type { Presence } from './presence.ts'
import { type AgentSpace, room, socketsIn, type VisitorSpace } from './sockets.ts'

/** How long a widget may take to say that it got a message before it counts as behind. */
const PATIENCE = 5000

/**
 * Tells the screens what was committed. Never trusted to arrive: whoever misses something asks for it by number and
 * revision (S3).
 */
export function createTeller(
  visitors: VisitorSpace,
  agents: AgentSpace,
  teams: LiveTeams,
  online: Presence,
  log: Log,
): (reaction: Reaction) => void {
  return reaction => {
    teams.get(reaction.fact.team).then(
      team => tell(team, reaction),
      error => log.error({ error }, 'screens were not told'),
    )
  }

  function tell(team: LiveTeam, { entries, life, visitor }: Reaction): void {
    const person = room.person(life.person.id)
    const summary = personSummary(life.person, online.has(life.person.id))
    for (const [id, changed] of changedMessages(entries)) {
      const conversation = life.conversations.get(id)
      for (const message of conversation?.messages.filter(one => changed.has(one.id)) ?? [])
        tellMessage(team, person, id, message)
    }
    for (const entry of entries) {
      if (entry.kind !== 'note-written') continue
      const note = life.conversations.get(entry.conversation)?.notes.find(one => one.id === entry.id)
      if (note)
        agents.to(room.conversation(entry.conversation)).emit('message', noteView(entry.conversation, note, team))
    }
    for (const conversation of changedConversations(entries, life.conversations)) {
      visitors.to(person).emit('conversation', conversationView(conversation, team))
      const row = inboxConversation(conversation, summary, team)
      agents.to(room.conversation(conversation.id)).emit('conversation', row)
      if (conversation.listed) agents.to(room.team(team.id)).emit('inbox', row)
    }
    if (entries.some(isAboutPerson)) agents.to(person).emit('person', { id: life.person.id })
    endTokens(entries, life.person.id, visitor)
  }

  function tellMessage(team: LiveTeam, person: string, conversation: string, message: Message): void {
    const view = messageView(conversation, message, team)
    agents.to(room.conversation(conversation)).emit('message', agentMessageView(conversation, message, team))
    // Who does not say in time that it came is behind until it asks for what it misses.
    const behind = (late: boolean) => {
      for (const socket of socketsIn(visitors, person)) socket.data.behind = late
    }
    visitors
      .to(person)
      .timeout(PATIENCE)
      .emitWithAck('message', view)
      .then(
        () => behind(false),
        () => behind(true),
      )
  }

  /** A visitor who signed up or was merged is no longer opened by their token (C25): the other tabs connect anew. */
  function endTokens(entries: readonly Entry[], person: string, visitor: string | undefined): void {
    const gone = visitor ?? (entries.some(({ kind }) => kind === 'identified') ? person : undefined)
    if (gone === undefined) return
    for (const socket of socketsIn(visitors, room.person(gone))) {
      if (socket.data.visitor.type === 'signup') continue
      socket.emit('revoked')
      socket.disconnect()
    }
  }
}

function changedMessages(entries: readonly Entry[]): Map<string, Set<string>> {
  const changed = new Map<string, Set<string>>()
  const add = (conversation: string, message: string) => {
    const ids = changed.get(conversation)
    if (ids) ids.add(message)
    else changed.set(conversation, new Set([message]))
  }
  for (const entry of entries) {
    if (entry.kind === 'message-sent') add(entry.conversation, entry.id)
    if (entry.kind === 'form-submitted' || entry.kind === 'form-closed' || entry.kind === 'button-pressed')
      add(entry.conversation, entry.message)
  }
  return changed
}

/** Conversations that the entries touch; all of them when the person's name or address changed, since rows show it. */
function changedConversations(entries: readonly Entry[], conversations: Map<string, Conversation>): Conversation[] {
  const renamed = entries.some(({ kind }) => kind === 'attributes-set' || kind === 'identified' || kind === 'merged')
  if (renamed) return [...conversations.values()]
  const ids = new Set(
    entries.flatMap(entry => ('conversation' in entry && entry.kind !== 'acted' ? [entry.conversation] : [])),
  )
  return [...ids].flatMap(id => conversations.get(id) ?? [])
}

const isAboutPerson = ({ kind }: Entry): boolean =>
  [
    'attributes-set',
    'identified',
    'became-lead',
    'merged',
    'entered',
    'left',
    'page-viewed',
    'arrived',
    'event-tracked',
  ].includes(kind)
