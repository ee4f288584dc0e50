import type { PgBoss } from 'pg-boss'
import type { Sql } from 'postgres'
import type { LiveTeams } from '../campaigns/live.ts'
import { crashAt } from '../crash.ts'
import type { Sender } from '../email/render.ts'
import type { Transport } from '../email/transport.ts'
import { createEmailWorker } from '../email/worker.ts'
import type { Engine } from '../engine/engine.ts'
import type { Reaction } from '../engine/reaction.ts'
import type { Turns } from '../engine/turns.ts'
import type { Log } from '../log.ts'
import type { Targets } from '../webhooks/target.ts'
import { createDeliveries, forgetGivenUp } from '../webhooks/worker.ts'
import { every } from './every.ts'
import { createJobs } from './jobs.ts'
import { saveTurns } from './save-turns.ts'

/** All that goes on without anybody asking: what time brings, bulk work, emails, webhooks. */
export type Background = {
  /** Something was committed: whoever it is for is woken. */
  told: (reaction: Reaction) => void
  /** Begins to work; in a process of the role `web` it is left to others. */
  work: () => Promise<void>
  /** Does all that is due by now, to the end: for a clock that was set ahead. */
  catchUp: () => Promise<void>
  /** Takes nothing new, and waits for what is under way. */
  stop: () => Promise<void>
}

type Needs = {
  boss: PgBoss
  sql: Sql
  engine: Engine
  teams: LiveTeams
  turns: Turns
  post: { transport: Transport; sender: Sender }
  webhookTargets: Targets
  /** Milliseconds by which the product's clock is ahead of the database's. */
  ahead: () => number
  log: Log
}

export function createBackground({ boss, post, webhookTargets, turns, ...needs }: Needs): Background {
  const { sql, log } = needs
  const jobs = createJobs({ boss, ...needs })
  const emails = createEmailWorker({ ...post, ...needs })
  const deliveries = createDeliveries(sql, webhookTargets, log)
  const recurring = [every(2000, 'writing down whose turn it is', log, () => saveTurns(sql, turns))]
  return {
    told: ({ team, fact, dueAt, entries }) => {
      crashAt('react:before-jobs')
      if (dueAt !== undefined) jobs.send({ team: team.id, person: fact.person, dueAt })
      if (entries.some(entry => entry.kind === 'message-sent' && entry.email)) emails.wake()
    },
    work: async () => {
      await jobs.work()
      emails.work()
      recurring.push(
        every(500, 'delivering webhooks', log, deliveries.start),
        every(3_600_000, 'forgetting webhooks that were given up', log, () => forgetGivenUp(sql)),
      )
    },
    catchUp: async () => {
      do await jobs.catchUp()
      while ((await emails.drain()) > 0)
    },
    stop: async () => {
      await Promise.all(recurring.map(stop => stop()))
      await deliveries.stop()
      await emails.stop()
      await jobs.stop()
    },
  }
}
