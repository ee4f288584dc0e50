import type { Server as HttpServer } from 'node:http'
import type { Sql } from 'postgres'
import { Server } from 'socket.io'
import type { LiveTeams } from '../campaigns/live.ts'
import type { Engine } from '../engine/engine.ts'
import type { Reaction } from '../engine/reaction.ts'
import { addressOf } from '../http/address.ts'
import type { Limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { Door } from '../people/door.ts'
import type { SignedIn } from '../teams/signed-in.ts'
import { serveAgents } from './agent.ts'
import { createPresence } from './presence.ts'
import { QuietAdapter } from './quiet-adapter.ts'
import { type AgentSpace, room, type VisitorSpace } from './sockets.ts'
import { createStaff } from './staff.ts'
import { statisticsOnScreen } from './statistics.ts'
import { createTeller } from './tell.ts'
import { serveVisitors } from './visitor.ts'

export type Realtime = {
  /** Tells every screen that looks on what was committed. */
  tell: (reaction: Reaction) => void
  personOnline: (person: string) => boolean
  agentAvailable: (team: string, agent: string) => boolean
  /** Tells whoever has the draft open that it was saved or published. */
  draftChanged: (team: string, campaign: string, revision: number) => void
  /** Tells the team's screens that one of its campaigns was made, published, paused, resumed or deleted. */
  campaignChanged: (team: string, campaign: string) => void
  /** A session that ended takes its sockets with it. */
  cutSession: (session: string) => void
  /** Visitors whose widget has not received everything it should have. */
  behind: () => number
  /** Begins to let visitors and agents in. */
  open: (needs: { engine: Engine; door: Door; signedIn: (headers: Headers) => Promise<SignedIn | undefined> }) => void
  close: () => Promise<void>
}

export type RealtimeNeeds = {
  http: HttpServer
  sql: Sql
  teams: LiveTeams
  limits: Limits
  log: Log
  trustProxy: number
  /** Origins of the dashboard. */
  origins: readonly string[]
  counted: (namespace: 'visitor' | 'agent', change: 1 | -1) => void
  /** Whether the transport tells what becomes of an email. */
  reports: boolean
}

/** Above what answering.ts reads, so that a frame that is too large gets a sentence rather than a cut line. */
const MAX_BUFFER = 2_000_000

export function createRealtime({
  http,
  sql,
  teams,
  limits,
  log,
  trustProxy,
  origins,
  counted,
  reports,
}: RealtimeNeeds): Realtime {
  const io = new Server(http, {
    maxHttpBufferSize: MAX_BUFFER,
    // Widgets live on any site; they carry no cookie. /agent checks the origin itself.
    cors: { origin: '*' },
    serveClient: false,
    adapter: QuietAdapter,
  })
  const visitors: VisitorSpace = io.of('/visitor')
  const agents: AgentSpace = io.of('/agent')
  const online = createPresence()
  const available = createPresence()
  const staff = createStaff((team, online) => {
    visitors.to(room.team(team)).emit('presence', { online })
  })
  for (const [name, space] of [
    ['visitor', visitors],
    ['agent', agents],
  ] as const) {
    space.on('connection', socket => {
      counted(name, 1)
      socket.on('disconnect', () => counted(name, -1))
    })
  }
  const statistics = statisticsOnScreen({ agents, sql, limits, reports, log })
  const teller = createTeller({ visitors, agents, sql, online, log })
  return {
    tell: reaction => {
      teller(reaction)
      statistics.moved(reaction)
    },
    personOnline: person => online.has(person),
    agentAvailable: (team, agent) => available.has(`${team} ${agent}`),
    draftChanged: (team, campaign, revision) => {
      agents.to(room.draft(team, campaign)).emit('draft', { campaign, revision })
    },
    campaignChanged: (team, campaign) => {
      agents.to(room.team(team)).emit('campaign', { campaign })
    },
    cutSession: session => agents.in(room.session(session)).disconnectSockets(),
    behind: () => [...visitors.sockets.values()].filter(socket => socket.data.behind).length,
    open: ({ engine, door, signedIn }) => {
      const address = (socket: {
        handshake: { address: string; headers: Record<string, string | string[] | undefined> }
      }) => {
        const forwarded = socket.handshake.headers['x-forwarded-for']
        return addressOf(
          { peer: socket.handshake.address, forwarded: Array.isArray(forwarded) ? forwarded.join(',') : forwarded },
          trustProxy,
        )
      }
      serveVisitors({
        visitors,
        agents,
        sql,
        engine,
        teams,
        door,
        limits,
        log,
        online,
        staffed: staff.isThere,
        addressOf: address,
      })
      serveAgents({
        visitors,
        agents,
        sql,
        engine,
        teams,
        limits,
        log,
        available,
        staff,
        statistics,
        signedIn,
        origins,
      })
    },
    close: async () => {
      staff.stop()
      await io.close()
      await statistics.stop()
    },
  }
}
