import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { crashAt } from '../crash.ts'
import type { Engine } from '../engine/engine.ts'
import type { Log } from '../log.ts'
import { alone } from './alone.ts'
import { passes } from './waking.ts'
import { type Work, workOf } from './work-kinds.ts'

/** Works that one process is at. */
const AT_A_TIME = 4
/** People between two notes of how far it is. */
const BATCH = 500
/** People of one work whose facts are in the engine at a time. */
const IN_FLIGHT = 192

const WorkRow = z
  .object({
    team_id: z.string(),
    id: z.string(),
    campaign_id: z.string(),
    kind: z.enum(['enroll', 'look', 'flips']),
    cursor: z.string().nullable(),
    total: z.number().nullable(),
    ended_at: z.date().nullable(),
  })
  .transform(({ team_id: team, campaign_id: campaign, ...row }): Work => ({ ...row, team, campaign }))

export type Works = {
  /** Takes up open works that no process is at. */
  look: () => Promise<void>
  /** Resolves when this process is at none any more. */
  settled: () => Promise<void>
}

/**
 * Bulk work on a campaign's people (C4, C23, C24): reacts once per person, in the order of ids, noting how far it is.
 * Killed, it goes on at its last note; the facts' ids make what is done again repeat nothing. Processes share the
 * works, one each at a time.
 * @param stopping lets go of them after what is in the engine; another process, or the next start, goes on
 */
export function createWorks(
  sql: Sql,
  engine: Pick<Engine, 'react'>,
  ahead: () => number,
  log: Log,
  stopping: AbortSignal,
): Works {
  const running = new Map<string, Promise<unknown>>()

  /** One batch after the other until there is nobody left; the next is read while this one is in the engine. */
  async function run(id: string, team: string): Promise<void> {
    const work = await read(sql, team, id)
    if (work === undefined || work.ended_at !== null) return
    const kind = await workOf(sql, work, BATCH, ahead())
    if (work.total === null)
      await sql`update campaign_work set total = ${await kind.total()} where team_id = ${team} and id = ${id}`
    crashAt('work:after-count')
    let next = kind.after(work.cursor)
    while (!stopping.aborted) {
      const reason = await kind.reasonToStop()
      const batch = await next
      if (reason !== undefined || batch === undefined) {
        crashAt('work:before-end')
        return await end(sql, work, reason)
      }
      const { people, cursor } = batch
      next = kind.after(cursor)
      next.catch(() => undefined)
      await each(people, IN_FLIGHT, async person => {
        if (stopping.aborted) throw new Problem('unavailable', 'The server is stopping.')
        try {
          await engine.react(kind.factFor(person))
        } catch (error) {
          if (passes(error)) throw error
          log.error({ team, work: id, person, error }, 'a person was left out of a bulk work')
        }
        crashAt('work:after-react')
      })
      crashAt('work:before-cursor')
      await sql`update campaign_work set cursor = ${cursor}, done = done + ${people.length} where team_id = ${team} and id = ${id}`
      crashAt('work:after-cursor')
    }
  }

  return {
    look: async () => {
      const rows = await sql`select team_id, id from campaign_work where ended_at is null order by created_at limit 100`
      for (const row of rows) {
        const { team_id: team, id } = Named.parse(row)
        if (stopping.aborted || running.size >= AT_A_TIME) return
        if (running.has(id)) continue
        const taken = alone(sql, `work ${id}`, () => run(id, team))
          .catch(error => {
            if (!passes(error)) log.error({ team, work: id, error }, 'a bulk work failed and will be taken up again')
          })
          .finally(() => running.delete(id))
        running.set(id, taken)
      }
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

const Named = z.object({ team_id: z.string(), id: z.string() })

async function read(sql: Sql, team: string, id: string): Promise<Work | undefined> {
  const [row] = await sql`select * from campaign_work where team_id = ${team} and id = ${id}`
  return row === undefined ? undefined : WorkRow.parse(row)
}

async function end(sql: Sql, { team, id }: Work, reason: string | undefined): Promise<void> {
  await sql`update campaign_work set ended_at = clock_timestamp(), reason = ${reason ?? null} where team_id = ${team} and id = ${id}`
}

/** So many at a time, in order; rejects with the first failure, when none is under way any more. */
async function each<T>(all: readonly T[], atATime: number, what: (one: T) => Promise<void>): Promise<void> {
  const line = all.values()
  const workers = Array.from({ length: atATime }, async () => {
    for (const one of line) await what(one)
  })
  const failed = (await Promise.allSettled(workers)).find(one => one.status === 'rejected')
  if (failed) throw failed.reason
}
