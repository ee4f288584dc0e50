import type { Env } from 'hono'
import type { LiveTeam, LiveTeams } from '../campaigns/live.ts'
import type { Db } from '../database/everyday.ts'
import type { LongReads } from '../database/long-reads.ts'
import type { Pools } from '../database/pools.ts'
import type { Sender } from '../email/render.ts'
import type { Transport } from '../email/transport.ts'
import type { Engine } from '../engine/engine.ts'
import type { Environment } from '../environment.ts'
import type { Limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { Pasts } from '../past/pasts.ts'
import type { Door } from '../people/door.ts'
import type { Realtime } from '../realtime/realtime.ts'
import type { Agent } from '../teams/agents.ts'
import type { Auth } from '../teams/auth.ts'

/** Who is there right now, and hears of it: the sockets know. */
type Presence = Pick<Realtime, 'personOnline' | 'agentAvailable' | 'draftChanged' | 'campaignChanged'>

/** What the HTTP doors are built of. */
export type Needs = {
  environment: Environment
  log: Log
  secret: string
  pools: Pools
  /** For what takes longer the more people there are, whoever asks. */
  long: LongReads
  /** For what only a whole past tells. */
  pasts: Pasts
  db: Db
  auth: Auth
  teams: LiveTeams
  engine: Engine
  door: Door
  limits: Limits
  /** How emails leave. */
  post: { transport: Transport; sender: Sender }
  presence: Presence
  /** Milliseconds by which the product's clock is ahead of the database's. */
  ahead: () => number
  /** False while starting and stopping: load balancers then look elsewhere. */
  ready: () => boolean
}

/** Who calls: an API key of the team, or one of its agents in the dashboard. */
export type Caller = { team: LiveTeam; agent: Agent | undefined }

export type Called = Env & { Variables: { caller: Caller } }
export type CalledByAgent = Env & { Variables: { caller: Caller & { agent: Agent } } }
