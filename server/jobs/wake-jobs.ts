import type { PgBoss } from 'pg-boss'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { crashAt } from '../crash.ts'
import type { Log } from '../log.ts'
import { WAKE } from './boss.ts'
import { wakeJobId } from './ids.ts'
import type { Someone } from './waking.ts'

/** When somebody is to be woken, in milliseconds of the product's clock. */
export type Due = Someone & { dueAt: number }

const MINUTE = 60_000
/** What is due later than this has no job yet. The promoter runs each minute, so it can be a minute behind. */
const PROMOTED = 61 * MINUTE
const SENT = PROMOTED + MINUTE
const BATCH = 5000
/** Milliseconds in which what is sent gathers to one statement. */
const GATHER = 50

export type TimerJobs = {
  /** Takes note of what was just committed; sends a job for it within moments where it is due within the hour. */
  send: (due: Due) => void
  /** Sends jobs for what has come within the hour. */
  promote: () => Promise<number>
  /** Sends what has gathered. */
  stop: () => Promise<void>
}

/**
 * Jobs that wake in time. A job's id is made of the person and the moment, so it exists once however often it is
 * offered. They are sent behind the commit, many at a time: a row in `timers` was committed with the fact, and what
 * dies between the two is found by the sweep. None is ever cancelled; a stale one acts on nothing.
 * @param ahead milliseconds by which the product's clock is ahead of the database's
 */
export function timerJobs(boss: PgBoss, sql: Sql, ahead: () => number, log: Log): TimerJobs {
  let gathered: Due[] = []
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> = Promise.resolve()
  let promotedUpTo = 0
  let stopped = false

  const insert = async (dues: readonly Due[]) => {
    const jobs = dues.map(({ team, person, dueAt }) => ({
      id: wakeJobId(team, person, dueAt),
      data: { team, person },
      startAfter: new Date(dueAt - ahead()),
    }))
    if (jobs.length > 0) await boss.insert(WAKE, jobs, { returnId: false })
  }

  const flush = () => {
    timer = undefined
    const dues = gathered
    gathered = []
    crashAt('timers:before-jobs-sent')
    const sent = insert(dues).catch(error => log.warn({ error }, 'jobs were not sent; the sweep finds what is due'))
    sending = Promise.all([sending, sent]).then(() => undefined)
  }

  return {
    send: due => {
      if (stopped || due.dueAt > Date.now() + ahead() + SENT) return
      gathered.push(due)
      if (gathered.length >= BATCH) {
        clearTimeout(timer)
        flush()
      } else timer ??= setTimeout(flush, GATHER)
    },
    promote: async () => {
      const [head] = Now.parse(
        await sql`select floor(extract(epoch from clock_timestamp()) * 1000)::float8 + ${ahead()}::float8 as now`,
      )
      const upTo = head.now + PROMOTED
      let promoted = 0
      // By timers_due; a job that is there already, of another process or sent with the fact, is left alone.
      const rows = sql`
        select team_id, person_id, floor(extract(epoch from due_at) * 1000)::float8 as due_at from timers t
        where due_at > to_timestamp(${Math.max(head.now, promotedUpTo) / 1000}::float8) and due_at <= to_timestamp(${upTo / 1000}::float8)
          and not exists (select from pgboss.job j where j.name = ${WAKE} and j.id = md5(concat(
            t.team_id, ' ', t.person_id, ' ', floor(extract(epoch from t.due_at) * 1000)::bigint))::uuid)
        order by due_at`.cursor(BATCH)
      for await (const batch of rows) {
        crashAt('timers:before-promoting')
        await insert(batch.map(row => Row.parse(row)))
        crashAt('timers:after-promoting')
        promoted += batch.length
      }
      promotedUpTo = upTo
      return promoted
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      flush()
      await sending
    },
  }
}

const Now = z.tuple([z.object({ now: z.number() })])
const Row = z
  .object({ team_id: z.string(), person_id: z.string(), due_at: z.number() })
  .transform(({ team_id: team, person_id: person, due_at: dueAt }): Due => ({ team, person, dueAt }))
