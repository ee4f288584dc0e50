import type { Sql } from 'postgres'
import { z } from 'zod'
import { crashAt } from '../crash.ts'
import { isAway } from '../database/away.ts'
import { atMost } from '../jobs/at-most.ts'
import type { Log } from '../log.ts'
import { deliver } from './deliver.ts'
import type { Targets } from './target.ts'

/** Deliveries to one receiver at a time: one that is slow or dead holds up no other. */
const EACH = 8
/** Seconds that a claim holds: a process that died in a delivery is followed by the next try. */
const CLAIM = 60
/** Milliseconds that a stop waits for receivers that do not answer: they are told again when the claim is over. */
const GOODBYE = 2000
/** Seconds until the next try, as svix does: about a day in all. */
const PAUSES = [5, 300, 1800, 7200, 18_000, 36_000, 36_000]

const Row = z.object({
  team_id: z.string(),
  webhook_id: z.string(),
  id: z.string(),
  body: z.string(),
  tries: z.number(),
  url: z.string(),
  secret: z.string(),
})
type Due = z.output<typeof Row>

export type Deliveries = {
  /** Starts what is due and free to start; a receiver that is through with its few is handed the next. */
  start: () => Promise<void>
  /** Waits until nobody is told any more. */
  rest: () => Promise<void>
  /** Starts nothing new, and waits for those under way, not for ever. */
  stop: () => Promise<void>
}

/** Delivers events at least once: a receiver knows one again by its id. Several processes share the work. */
export function createDeliveries(sql: Sql, targets: Targets, log: Log): Deliveries {
  const running = new Map<string, Set<Promise<void>>>()
  let stopping = false
  let looking: Promise<void> | undefined
  let again = false

  function run(due: Due): void {
    const of = running.get(due.webhook_id) ?? new Set()
    running.set(due.webhook_id, of)
    const one = attempt(sql, targets, due)
      .catch(error =>
        log[isAway(error) ? 'warn' : 'error']({ error }, 'what became of a webhook was not kept; it is tried again'),
      )
      .finally(() => {
        of.delete(one)
        if (of.size > 0) return
        running.delete(due.webhook_id)
        start().catch(error => log.warn({ error }, 'webhooks could not be looked for and will be'))
      })
    of.add(one)
  }

  async function look(): Promise<void> {
    do {
      again = false
      const busy = [...running].flatMap(([webhook, of]) => (of.size >= EACH ? [webhook] : []))
      const due = await claim(sql, busy)
      if (due.length > 0) crashAt('webhooks:after-claim')
      for (const one of due) run(one)
    } while (again && !stopping)
  }

  /** One look at a time; who asks meanwhile gets another one behind it. */
  function start(): Promise<void> {
    if (stopping) return Promise.resolve()
    again = true
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  const rest = async () => {
    while (looking || running.size > 0) await Promise.all([looking, ...[...running.values()].flatMap(of => [...of])])
  }

  return {
    start,
    rest,
    stop: async () => {
      stopping = true
      await atMost(GOODBYE, rest())
    },
  }
}

/** By webhook_deliveries_due, a few of each receiver. */
async function claim(sql: Sql, busy: readonly string[]): Promise<Due[]> {
  const rows = await sql`
    with due as (
      select w.team_id, w.id as webhook_id, w.url, w.secret, d.id from webhooks w cross join lateral (
        select id from webhook_deliveries d where d.team_id = w.team_id and d.webhook_id = w.id and d.due_at <= now()
        order by d.due_at limit ${EACH} for update skip locked) as d
      where w.id <> all(${[...busy]}::uuid[]))
    update webhook_deliveries d set due_at = now() + make_interval(secs => ${CLAIM}), tries = d.tries + 1
    from due where d.team_id = due.team_id and d.webhook_id = due.webhook_id and d.id = due.id
    returning d.team_id, d.webhook_id, d.id, d.body, d.tries, due.url, due.secret`
  return z.array(Row).parse(rows)
}

async function attempt(sql: Sql, targets: Targets, due: Due): Promise<void> {
  const { team_id, webhook_id, id, body, tries, url, secret } = due
  const reason = await deliver({ id, url, secret, body }, targets)
  crashAt('webhooks:after-answer')
  const which = sql`team_id = ${team_id} and webhook_id = ${webhook_id} and id = ${id}`
  if (reason === undefined) {
    await sql`delete from webhook_deliveries where ${which}`
    crashAt('webhooks:after-commit')
    return
  }
  const pause = PAUSES[tries - 1]
  const dueAt = pause === undefined ? sql`null` : sql`now() + make_interval(secs => ${pause})`
  await sql`update webhook_deliveries set reason = ${reason.slice(0, 500)}, due_at = ${dueAt} where ${which}`
}

/** What was given up long ago. */
export async function forgetGivenUp(sql: Sql): Promise<void> {
  await sql`delete from webhook_deliveries where due_at is null and at < now() - interval '30 days'`
}
