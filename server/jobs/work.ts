import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { crashAt } from '../crash.ts'
import type { Engine } from '../engine/engine.ts'
import type { Log } from '../log.ts'
import { alone } from './alone.ts'
import { passes } from './waking.ts'
import { type Work, workOf } from './work-kinds.ts'

/** Works that one process is at, and those of one team among them: nobody waits behind a thousand of somebody else's. */
const AT_A_TIME = 4
const OF_A_TEAM = 2
/** People between two notes of how far it is. */
const BATCH = 500
/** People of one work whose facts are in the engine at a time. */
const IN_FLIGHT = 192

const kinds = z.enum(['enroll', 'look', 'flips'])
const Open = z.object({ team_id: z.string(), id: z.string(), kind: kinds })

const WorkRow = z
  .object({
    team_id: z.string(),
    id: z.string(),
    campaign_id: z.string(),
    kind: kinds,
    cursor: z.string().nullable(),
    total: z.number().nullable(),
    ended_at: z.date().nullable(),
  })
  .transform(({ team_id: team, campaign_id: campaign, ...row }): Work => ({ ...row, team, campaign }))

export type Works = {
  /** Takes up open works that no process is at. */
  look: () => Promise<void>
  /** Resolves when this process is at none any more, with how many it brought to their end since it was last asked. */
  settled: () => Promise<number>
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
  const running = new Map<string, { team: string; kind: Work['kind']; ends: Promise<void> }>()
  let ended = 0

  /** One batch after the other until there is nobody left; the next is read while this one is in the engine. */
  async function run(id: string, team: string): Promise<void> {
    const work = await read(sql, team, id)
    if (work === undefined || work.ended_at !== null) return
    const asked = work.kind === 'flips' && work.cursor === null ? await askedAlike(sql, work) : []
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
        ended += 1 + asked.length
        return await end(sql, work, [id, ...asked], reason)
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

  async function look(): Promise<void> {
    // Of each team the oldest first, then of each the next.
    const rows = await sql`
      select team_id, id, kind from (
        select team_id, id, kind, created_at, row_number() over (partition by team_id order by created_at) as place
        from campaign_work where ended_at is null) as open
      order by place, created_at limit 100`
    for (const { team_id: team, id, kind } of z.array(Open).parse(rows)) {
      if (stopping.aborted || running.size >= AT_A_TIME) return
      if (running.has(id) || !mayBegin(team, kind)) continue
      const ends = alone(sql, `work ${id}`, async () => await run(id, team).then(() => true))
        .catch(error => {
          if (!passes(error)) log.error({ team, work: id, error }, 'a bulk work failed and will be taken up again')
        })
        .then(async done => {
          running.delete(id)
          if (done && !stopping.aborted) await look()
        })
        .catch(error => log.warn({ error }, 'bulk work is looked for again in a moment'))
      running.set(id, { team, kind, ends })
    }
  }

  /** Who looks at everybody for one campaign's time looks for the next ones, too. */
  function mayBegin(team: string, kind: Work['kind']): boolean {
    const theirs = [...running.values()].filter(one => one.team === team)
    return theirs.length < OF_A_TEAM && !(kind === 'flips' && theirs.some(one => one.kind === 'flips'))
  }

  return {
    look,
    settled: async () => {
      while (running.size > 0) await Promise.all([...running.values()].map(({ ends }) => ends))
      const since = ended
      ended = 0
      return since
    },
  }
}

/** Works of a team that ask what this one, which has not begun, will find out for all its campaigns (C1): when it ends, they have. */
async function askedAlike(sql: Sql, { team, id, kind }: Work): Promise<string[]> {
  const rows = await sql`
    select id from campaign_work where team_id = ${team} and kind = ${kind} and id <> ${id} and ended_at is null and cursor is null`
  return rows.map(row => z.object({ id: z.string() }).parse(row).id)
}

async function read(sql: Sql, team: string, id: string): Promise<Work | undefined> {
  const [row] = await sql`select * from campaign_work where team_id = ${team} and id = ${id}`
  return row === undefined ? undefined : WorkRow.parse(row)
}

async function end(sql: Sql, { team }: Work, ids: readonly string[], reason: string | undefined): Promise<void> {
  await sql`
    update campaign_work set ended_at = clock_timestamp(), reason = ${reason ?? null}
    where team_id = ${team} and id = any(${[...ids]}::uuid[])`
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
