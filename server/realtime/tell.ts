import type { Fact } from '@pavior/shared/campaign/fact.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Conversation, Life, Message } from '@pavior/shared/journal/life.ts'
import { messageView } from '@pavior/shared/protocol/message-view.ts'
import type { PersonSummary } from '@pavior/shared/protocol/views.ts'
import type { Sql } from 'postgres'
import type { LiveTeam } from '../campaigns/live.ts'
import { conversationsOfPerson } from '../conversations/reads.ts'
import {
  agentMessageView,
  conversationView,
  inboxConversation,
  noteView,
  personSummary,
} from '../conversations/views.ts'
import { isAway } from '../database/away.ts'
import type { Reaction } from '../engine/reaction.ts'
import type { Log } from '../log.ts'
import { tellPasts } from './pasts.ts'
import type { Presence } from './presence.ts'
import { type AgentSpace, isHeard, room, socketsIn, type VisitorSpace } from './sockets.ts'

/** How long a widget may take to say that it got a message before it counts as behind. */
const PATIENCE = 5000

/**
 * Tells the screens what was committed. Never trusted to arrive: whoever misses something asks for it by number and
 * revision (S3).
 */
export function createTeller(needs: {
  visitors: VisitorSpace
  agents: AgentSpace
  sql: Sql
  online: Presence
  log: Log
}): (reaction: Reaction) => void {
  const { visitors, agents, sql, online, log } = needs
  return reaction => {
    try {
      tell(reaction)
    } catch (error) {
      log.error({ error }, 'screens were not told')
    }
  }

  function tell(reaction: Reaction): void {
    const { fact, team, entries, life, visitor } = reaction
    const person = room.person(life.person.id)
    const summary = personSummary(life.person, online.has(life.person.id))
    for (const [id, changed] of changedMessages(entries)) {
      const conversation = life.conversations.get(id)
      for (const message of conversation?.messages.filter(one => changed.has(one.id)) ?? [])
        tellMessage(team, person, id, message, message.id === fact.id ? fact.origin : undefined)
    }
    for (const entry of entries) {
      if (entry.kind !== 'note-written') continue
      const note = life.conversations.get(entry.conversation)?.notes.find(one => one.id === entry.id)
      if (note)
        agents.to(room.conversation(entry.conversation)).emit('message', noteView(entry.conversation, note, team))
    }
    for (const conversation of changedConversations(entries, life.conversations))
      tellConversation(team, conversation, summary, answersAll(fact, entries) ? fact.origin : undefined)
    if (entries.some(isAboutName)) tellOthers(team, life, summary)
    if (visitor !== undefined) lookOn(visitor, life.person.id)
    if (entries.some(isAboutPerson)) agents.to(person).emit('person', { id: life.person.id })
    // Whatever screen still has something of theirs.
    if (entries.some(({ kind }) => kind === 'erased'))
      agents.to(room.team(team.id)).emit('person', { id: life.person.id, erased: true })
    tellPasts(agents, reaction)
    endTokens(entries, life.person.id, visitor)
  }

  function tellConversation(
    team: LiveTeam,
    conversation: Conversation,
    person: PersonSummary,
    answered?: string,
  ): void {
    // Most often nobody else is there: then nothing is drawn up for them.
    if (isHeard(visitors, room.person(person.id), answered)) {
      const all = visitors.to(room.person(person.id))
      const who = answered === undefined ? all : all.except(answered)
      who.emit('conversation', conversationView(conversation, team))
    }
    const isWatched = isHeard(agents, room.conversation(conversation.id))
    const isInList = conversation.listed && isHeard(agents, room.team(team.id))
    if (!isWatched && !isInList) return
    const row = inboxConversation(conversation, person, team)
    if (isWatched) agents.to(room.conversation(conversation.id)).emit('conversation', row)
    if (isInList) agents.to(room.team(team.id)).emit('inbox', row)
  }

  /** Rows of a person's other conversations show the new name, too. */
  function tellOthers(team: LiveTeam, life: Life, person: PersonSummary): void {
    conversationsOfPerson(sql, team.id, person.id).then(
      all => {
        for (const one of all)
          if (one.listed && !life.conversations.has(one.id))
            agents.to(room.team(team.id)).emit('inbox', inboxConversation(one, person, team))
      },
      error => log[isAway(error) ? 'warn' : 'error']({ error }, 'lists were not told of a new name'),
    )
  }

  function tellMessage(
    team: LiveTeam,
    person: string,
    conversation: string,
    message: Message,
    answered?: string,
  ): void {
    const watching = room.conversation(conversation)
    if (isHeard(agents, watching)) agents.to(watching).emit('message', agentMessageView(conversation, message, team))
    if (!isHeard(visitors, person, answered)) return
    // Who does not say in time that it came is behind until it asks for what it misses.
    const behind = (late: boolean) => {
      for (const socket of socketsIn(visitors, person)) socket.data.behind = late
    }
    const others = visitors.to(person)
    const who = answered === undefined ? others : others.except(answered)
    who
      .timeout(PATIENCE)
      .emitWithAck('message', messageView(conversation, message, team))
      .then(
        () => behind(false),
        () => behind(true),
      )
  }

  /** Agents who look on a merged visitor's conversation look on the new person's from now on (C25). */
  function lookOn(visitor: string, person: string): void {
    for (const id of agents.adapter.rooms.get(room.person(visitor)) ?? []) {
      const socket = agents.sockets.get(id)
      for (const [conversation, whose] of socket?.data.watching ?? [])
        if (whose === visitor) socket?.data.watching.set(conversation, person)
      socket?.join(room.person(person))
    }
  }

  /**
   * A visitor who signed up or was merged is no longer opened by their token (C25): the other tabs connect anew. So
   * does whoever is left of an erased person, as somebody new (C26).
   */
  function endTokens(entries: readonly Entry[], person: string, visitor: string | undefined): void {
    const erased = entries.some(({ kind }) => kind === 'erased')
    const gone = visitor ?? (erased || entries.some(({ kind }) => kind === 'identified') ? person : undefined)
    if (gone === undefined) return
    for (const socket of socketsIn(visitors, room.person(gone))) {
      if (socket.data.visitor.type === 'signup' && !erased) continue
      socket.emit('revoked')
      socket.disconnect()
    }
  }
}

/** Nothing came of a visitor's message but the message itself: its sender's answer says it all. */
const answersAll = (fact: Fact, entries: readonly Entry[]): boolean =>
  fact.kind === 'message' && entries.length === 1 && entries[0]?.kind === 'message-sent'

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
    if (entry.kind === 'email-changed') add(entry.conversation, entry.message)
  }
  return changed
}

/** Conversations that the entries touch; all of them when the person's name or address changed, since rows show it. */
function changedConversations(entries: readonly Entry[], conversations: Map<string, Conversation>): Conversation[] {
  if (entries.some(isAboutName)) return [...conversations.values()]
  const ids = new Set(
    entries.flatMap(entry => ('conversation' in entry && entry.kind !== 'acted' ? [entry.conversation] : [])),
  )
  return [...ids].flatMap(id => conversations.get(id) ?? [])
}

const isAboutName = ({ kind }: Entry): boolean =>
  kind === 'attributes-set' || kind === 'identified' || kind === 'merged'

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
