import { randomUUID } from 'node:crypto'
import { Problem } from '@pavior/shared/problem.ts'
import { Available, SeenByAgent, SendByAgent, TypingByAgent, Watch } from '@pavior/shared/protocol/agent.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import type { LiveTeams } from '../campaigns/live.ts'
import { personOfConversation } from '../conversations/reads.ts'
import { noteView } from '../conversations/views.ts'
import type { Engine } from '../engine/engine.ts'
import type { Limits } from '../limits.ts'
import type { Log } from '../log.ts'
import { setAway } from '../teams/away.ts'
import type { SignedIn } from '../teams/signed-in.ts'
import { answeringOn, problemOf } from './answering.ts'
import { serveDrafts } from './drafts.ts'
import { servePasts } from './pasts.ts'
import type { Presence } from './presence.ts'
import { type AgentSocket, type AgentSpace, room, type VisitorSpace } from './sockets.ts'
import type { Staff } from './staff.ts'
import type { StatisticsOnScreen } from './statistics.ts'

export type AgentNeeds = {
  visitors: VisitorSpace
  agents: AgentSpace
  sql: Sql
  engine: Engine
  teams: LiveTeams
  limits: Limits
  log: Log
  /** Agents who are available now, by `team agent`: whoever has just gone is given nothing in turn (C13). */
  available: Presence
  /** What visitors are told of it. */
  staff: Staff
  statistics: StatisticsOnScreen
  signedIn: (headers: Headers) => Promise<SignedIn | undefined>
  /** Origins of the dashboard: a foreign page's cookie-borne socket is refused (`cors` does not cover WebSocket). */
  origins: readonly string[]
}

/** How often a socket's session is looked at again: what ended elsewhere is cut then at the latest. */
const RECHECK = 60_000

/** The namespace /agent (interfaces.md, "Real time"). */
export function serveAgents(needs: AgentNeeds): void {
  const { agents, log, signedIn, origins } = needs
  agents.use((socket, next) => {
    admit(socket).then(
      () => next(),
      error => next(Object.assign(new Error('refused'), { data: problemOf(error, log) })),
    )
  })

  async function admit(socket: AgentSocket): Promise<void> {
    const { origin } = socket.handshake.headers
    if (origin !== undefined && !origins.includes(origin))
      throw new Problem('forbidden', 'This page may not open the dashboard.')
    const who = await signedIn(headersOf(socket))
    if (!who) throw new Problem('unauthorized', 'Sign in first.')
    socket.data.who = who
    socket.data.watching = new Map()
    socket.data.drawing = new Set()
    socket.data.counting = new Set()
    socket.data.past = undefined
    socket.data.available = false
    serve(needs, socket, who)
  }

  agents.on('connection', socket => {
    welcome(needs, socket).catch(error => {
      log.error({ error }, 'an agent could not be welcomed')
      socket.disconnect()
    })
  })
}

const headersOf = (socket: AgentSocket): Headers => new Headers({ cookie: socket.handshake.headers.cookie ?? '' })

async function welcome(needs: AgentNeeds, socket: AgentSocket): Promise<void> {
  const { teams, signedIn } = needs
  const { who } = socket.data
  const team = await teams.get(who.team)
  await socket.join([room.team(team.id), room.agent(who.agent.id), room.session(who.session)])
  // Away lasts until they are back, also over a new start of the dashboard (C13).
  setAvailable(needs, socket, !team.away.has(who.agent.id))
  const recheck = setInterval(() => {
    signedIn(headersOf(socket)).then(
      still => still?.session === who.session || socket.disconnect(),
      // The database is away: nobody is signed out for that.
      () => undefined,
    )
  }, RECHECK)
  socket.on('disconnect', reason => {
    clearInterval(recheck)
    // We cut whoever was signed out; anybody else may have loaded the page anew.
    setAvailable(needs, socket, false, reason === 'server namespace disconnect')
    for (const conversation of socket.data.watching.keys()) tellWatching(needs.agents, conversation)
  })
  socket.emit('ready', { agent: { id: who.agent.id, name: who.agent.name }, team: { id: team.id, name: team.name } })
}

/** Available: dashboard open and not set to away. Agents are told at once, visitors when the first comes or the last is gone. */
function setAvailable(
  { agents, available, staff }: AgentNeeds,
  socket: AgentSocket,
  on: boolean,
  forGood = true,
): void {
  const { team, agent } = socket.data.who
  if (socket.data.available === on) return
  socket.data.available = on
  const key = `${team} ${agent.id}`
  if (!(on ? available.came(key) : available.went(key))) return
  agents.to(room.team(team)).emit('presence', { agent: agent.id, online: on })
  if (on) staff.came(team, agent.id)
  else staff.went(team, agent.id, forGood)
}

/** Everybody who looks on hears who else does. */
function tellWatching(agents: AgentSpace, conversation: string): void {
  const sockets = [...(agents.adapter.rooms.get(room.conversation(conversation)) ?? [])].flatMap(
    id => agents.sockets.get(id) ?? [],
  )
  const names = new Map(sockets.map(({ data }) => [data.who.agent.id, data.who.agent.name]))
  for (const socket of sockets) {
    const others = [...names].filter(([id]) => id !== socket.data.who.agent.id).map(([id, name]) => ({ id, name }))
    socket.emit('watching', { conversation, agents: others })
  }
}

function serve(needs: AgentNeeds, socket: AgentSocket, who: SignedIn): void {
  const { sql, engine, teams, limits, agents, visitors, log } = needs
  const on = answeringOn(socket, log)
  serveDrafts(needs, socket, on)
  servePasts(needs, socket, on)
  needs.statistics.serve(socket, on)
  const agent = who.agent.id
  const take = () => limits.take('agent-send', agent)
  /** The fact's person: whoever the conversation belongs to, in the agent's own team. */
  const about = async (conversation: string) => ({
    team: who.team,
    person: await personOfConversation(sql, who.team, conversation),
  })

  on('message:send', SendByAgent, async ({ id, conversation, content }) => {
    await take()
    const { result } = await engine.react({
      ...(await about(conversation)),
      id,
      kind: 'agent-message',
      conversation,
      agent,
      content,
    })
    if (result.number === undefined) throw new Error('a message without its place')
    return { conversation, number: result.number, at: toIso(result.at) }
  })

  on('note:send', SendByAgent, async ({ id, conversation, content }) => {
    await take()
    const { result } = await engine.react({
      ...(await about(conversation)),
      id,
      kind: 'note',
      conversation,
      agent,
      content,
    })
    const { revision = 0, at } = result
    return { note: noteView(conversation, { id, revision, at, agent, content }, await teams.get(who.team)) }
  })

  on('conversation:seen', SeenByAgent, async ({ conversation, number }) => {
    await take()
    const by = { type: 'agent', id: agent } as const
    await engine.react({ ...(await about(conversation)), id: randomUUID(), kind: 'seen', conversation, number, by })
    return undefined
  })

  on('typing', TypingByAgent, async ({ conversation, on: typing }) => {
    await take()
    const person = socket.data.watching.get(conversation)
    if (person === undefined) throw new Problem('not-found', 'Watch the conversation first.')
    // As it is now: it may have changed since the socket was opened.
    const name = (await teams.get(who.team)).agentNames.get(agent) ?? who.agent.name
    visitors.to(room.person(person)).emit('typing', { conversation, on: typing, name })
    socket
      .to(room.conversation(conversation))
      .emit('typing', { conversation, on: typing, from: { type: 'agent', id: agent, name } })
    return undefined
  })

  on('watch', Watch, async ({ conversation }) => {
    const { person } = await about(conversation)
    socket.data.watching.set(conversation, person)
    await socket.join([room.conversation(conversation), room.person(person)])
    tellWatching(agents, conversation)
    return undefined
  })

  on('unwatch', Watch, async ({ conversation }) => {
    const person = socket.data.watching.get(conversation)
    socket.data.watching.delete(conversation)
    await socket.leave(room.conversation(conversation))
    const stillThere = [...socket.data.watching.values()].some(one => one === person)
    if (person !== undefined && !stillThere) await socket.leave(room.person(person))
    tellWatching(agents, conversation)
    return undefined
  })

  on('available', Available, async ({ available }) => {
    await take()
    await setAway(sql, teams, { team: who.team, agent, away: !available })
    // In all of their tabs: away is the agent, not the tab.
    for (const one of agents.sockets.values())
      if (one.data.who.agent.id === agent && one.data.who.team === who.team) setAvailable(needs, one, available)
    return undefined
  })
}
