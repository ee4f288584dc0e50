import { randomUUID } from 'node:crypto'
import { parse } from '@pavior/shared/parse.ts'
import type { Context, PageSeen } from '@pavior/shared/people/person.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { formView, messageView } from '@pavior/shared/protocol/message-view.ts'
import {
  Interactions,
  ListConversations,
  PageFacts,
  PressButton,
  Seen,
  SendByVisitor,
  SubmitForm,
  Sync,
  Typing,
  VisitorAuth,
} from '@pavior/shared/protocol/visitor.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import type { LiveTeams } from '../campaigns/live.ts'
import { conversationsOfPerson, messagesAfter, messagesChanged } from '../conversations/reads.ts'
import { conversationView } from '../conversations/views.ts'
import { readConversation, readMessage } from '../database/rows.ts'
import type { Engine } from '../engine/engine.ts'
import type { Limit, Limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { Door, Visitor } from '../people/door.ts'
import { takePageFacts } from '../people/page-facts.ts'
import { answeringOn, problemOf } from './answering.ts'
import { contextOf } from './browser.ts'
import type { Presence } from './presence.ts'
import { type AgentSpace, room, type VisitorSocket, type VisitorSpace } from './sockets.ts'

export type VisitorNeeds = {
  visitors: VisitorSpace
  agents: AgentSpace
  sql: Sql
  engine: Engine
  teams: LiveTeams
  door: Door
  limits: Limits
  log: Log
  online: Presence
  /** Whether an agent of the team is there. */
  staffed: (team: string) => boolean
  addressOf: (socket: VisitorSocket) => string
}

/** The namespace /visitor (interfaces.md, "Real time"). */
export function serveVisitors(needs: VisitorNeeds): void {
  const { visitors, limits, door, log, addressOf } = needs
  visitors.use((socket, next) => {
    admit(socket).then(
      () => next(),
      error => next(Object.assign(new Error('refused'), { data: problemOf(error, log) })),
    )
  })

  async function admit(socket: VisitorSocket): Promise<void> {
    const address = addressOf(socket)
    await limits.take('address-connect', address)
    const auth = parse(VisitorAuth, socket.handshake.auth)
    const context = contextOf(socket.handshake.headers['user-agent'], auth.context)
    const visitor = await door.visitor(auth, context)
    socket.data.visitor = visitor
    socket.data.address = address
    socket.data.behind = false
    socket.data.conversations = new Set()
    serve(needs, socket, visitor, context, auth.context?.page)
  }

  visitors.on('connection', socket => {
    welcome(needs, socket).catch(error => {
      log.error({ error }, 'a visitor could not be welcomed')
      socket.disconnect()
    })
  })
}

async function welcome({ sql, online, agents, staffed }: VisitorNeeds, socket: VisitorSocket): Promise<void> {
  const { visitor, conversations: own } = socket.data
  const { team, person } = visitor
  // Into the room before the list is read: what is committed in between is told or listed, or both.
  await socket.join([room.person(person), room.team(team.id)])
  if (online.came(person)) agents.to(room.team(team.id)).emit('presence', { person, online: true })
  socket.on('disconnect', () => {
    if (online.went(person)) agents.to(room.team(team.id)).emit('presence', { person, online: false })
  })
  if (visitor.until !== undefined) endWith(socket, visitor.until)
  const conversations = visitor.known ? await conversationsOfPerson(sql, team.id, person) : []
  for (const { id } of conversations) own.add(id)
  socket.emit('ready', {
    person: { id: person, type: visitor.type },
    ...(visitor.token !== undefined && { token: visitor.token }),
    conversations: conversations.map(one => conversationView(one, team)),
    team: { name: team.name, agents: [...team.agentNames.values()].slice(0, 3).map(name => ({ name })) },
    ...(team.recording && { recording: true }),
  })
  socket.emit('presence', { online: staffed(team.id) })
}

/** A signup's socket is cut when the identity ends. */
function endWith(socket: VisitorSocket, until: number): void {
  const timer = setTimeout(() => socket.disconnect(), Math.min(until - Date.now(), 2 ** 31 - 1))
  socket.on('disconnect', () => clearTimeout(timer))
}

function serve(
  { sql, engine, teams, limits, log, agents }: VisitorNeeds,
  socket: VisitorSocket,
  visitor: Visitor,
  context: Context,
  page: PageSeen | undefined,
): void {
  const { team, person } = visitor
  /** With the names of those who joined since the socket was opened. */
  const present = () => teams.get(team.id)
  const on = answeringOn(socket, log)
  /** What every fact of this socket carries. */
  const fact = (id: string) => ({ id, team: team.id, person, context, page, origin: socket.id })
  const take = (limit: Limit) => limits.take(limit, person)
  const takeSend = async () => {
    await take('visitor-send')
    await limits.take('address-send', socket.data.address)
    await limits.take('team-send', team.id)
  }

  on('message:send', SendByVisitor, async ({ id, conversation, content }) => {
    await takeSend()
    const { result } = await engine.react({ ...fact(id), kind: 'message', conversation, content })
    visitor.known = true
    const { conversation: into, number, revision = 0, at } = result
    if (into === undefined || number === undefined) throw new Error('a message without its place')
    socket.data.conversations.add(into)
    return { conversation: into, number, revision, at: toIso(at) }
  })

  on('form:submit', SubmitForm, async ({ id, message, values }) => {
    await takeSend()
    const { entries, life } = await engine.react({ ...fact(id), kind: 'form', message, values })
    const submitted = entries.find(entry => entry.kind === 'form-submitted')
    const live = submitted && life.conversations.get(submitted.conversation)?.messages.find(one => one.id === message)
    const form = formView(live ?? (await messageOf(message)))
    if (!form) throw new Error('a submission without its form')
    return { form }
  })

  on('button:press', PressButton, async ({ id, message, button }) => {
    await takeSend()
    await engine.react({ ...fact(id), kind: 'button', message, button })
    return undefined
  })

  on('conversation:sync', Sync, async ({ conversation: id, after, revision }) => {
    await take('visitor-facts')
    const [row] =
      await sql`select * from conversations where team_id = ${team.id} and id = ${id} and person_id = ${person}`
    if (!row) throw new Problem('not-found', 'There is no such conversation.')
    const { conversation } = readConversation(row)
    socket.data.conversations.add(id)
    const { messages, more } = await messagesAfter(sql, team.id, id, after)
    const changed = revision === undefined ? [] : await messagesChanged(sql, team.id, id, after, revision)
    if (!more) socket.data.behind = false
    const now = await present()
    return {
      messages: messages.map(one => messageView(id, one, now)),
      changed: changed.map(one => messageView(id, one, now)),
      // What was committed between the reads is asked for next time.
      revision: conversation.revision,
      more,
      conversation: conversationView(conversation, now),
    }
  })

  on('conversation:seen', Seen, async ({ conversation, number }) => {
    await take('visitor-facts')
    await engine.react({ ...fact(randomUUID()), kind: 'seen', conversation, number, by: { type: 'person' } })
    return undefined
  })

  on('conversations:list', ListConversations, async () => {
    await take('visitor-facts')
    const conversations = await conversationsOfPerson(sql, team.id, person)
    for (const { id } of conversations) socket.data.conversations.add(id)
    const now = await present()
    return { conversations: conversations.map(one => conversationView(one, now)) }
  })

  on('typing', Typing, async ({ conversation, on: typing }) => {
    await take('visitor-facts')
    // Only in one's own, which this socket was told of.
    if (!socket.data.conversations.has(conversation)) throw new Problem('not-found', 'There is no such conversation.')
    agents
      .to(room.team(team.id))
      .emit('typing', { conversation, on: typing, from: { type: 'person', id: person, name: '' } })
    return undefined
  })

  on('interactions', Interactions, async ({ session, all }) => {
    await limits.take('visitor-interactions', person, all.length)
    await limits.take('address-interactions', socket.data.address, all.length)
    // Of somebody unknown nothing is kept; the engine knows best who is.
    await engine.react({ id: randomUUID(), team: team.id, person, kind: 'interactions', session, all })
    return undefined
  })

  on('facts', PageFacts, async facts => {
    for (const _ of facts) await take('visitor-facts')
    // Kept for whoever is not known yet: it goes into their first fact.
    for (const one of facts) if (one.kind === 'page') page = { url: one.url, title: one.title, referrer: one.referrer }
    const answer = await takePageFacts({ sql, engine, teams }, visitor, facts, context, page)
    if (answer.person !== undefined) visitor.known = true
    return answer
  })

  async function messageOf(id: string) {
    const [row] = await sql`select * from messages where team_id = ${team.id} and id = ${id}`
    if (!row) throw new Problem('not-found', 'There is no such message.')
    return readMessage(row).message
  }
}
