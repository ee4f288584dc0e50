import type { Sql } from 'postgres'
import { z } from 'zod'
import { crashAt } from '../crash.ts'
import type { Someone, Waking } from './waking.ts'

/** People whom one statement takes. */
const BATCH = 500
/** Whoever was taken and is still due after this many milliseconds is offered again: the process was killed, or it failed. */
const LEASE = 5000

const Claimed = z
  .object({ team_id: z.string(), person_id: z.string() })
  .transform(({ team_id: team, person_id: person }): Someone => ({ team, person }))

/** Of these people, those of whom something is due; by timers_person. A job that is stale wakes nobody. */
export async function stillDue(sql: Sql, ahead: number, people: readonly Someone[]): Promise<Someone[]> {
  const rows = await sql`
    select distinct t.team_id, t.person_id from timers t
    join unnest(${people.map(({ team }) => team)}::text[], ${people.map(({ person }) => person)}::uuid[]) as p(team_id, person_id)
      on p.team_id = t.team_id and p.person_id = t.person_id
    where t.due_at <= clock_timestamp() + ${ahead}::float8 * interval '1 millisecond'`
  return rows.map(row => Claimed.parse(row))
}

/**
 * Wakes those of whom something is overdue by `patience` milliseconds, the longest first: a job was lost, or its
 * process. Each is taken by one process and put off a little, so that nobody takes it twice meanwhile; the engine sets
 * the row anew or deletes it. Gives how many were taken.
 */
export async function sweep(
  sql: Sql,
  waking: Waking,
  ahead: number,
  patience: number,
  stopping: AbortSignal,
): Promise<number> {
  let taken = 0
  for (let full = true; full && !stopping.aborted; ) {
    const rows = await claim(sql, ahead, patience)
    if (rows.length === 0) return taken
    crashAt('sweep:after-claim')
    await waking.wake(rows.map(row => Claimed.parse(row)))
    crashAt('sweep:after-react')
    await dropOrphans(sql, rows)
    taken += rows.length
    full = rows.length === BATCH
  }
  return taken
}

/** By timers_due; rows that the engine is at are left to it. */
const claim = (sql: Sql, ahead: number, patience: number) => sql`
  with overdue as (
    select team_id, enrollment_id from timers
    where due_at <= clock_timestamp() + ${ahead - patience}::float8 * interval '1 millisecond'
    order by due_at limit ${BATCH} for update skip locked)
  update timers t set due_at = clock_timestamp() + ${ahead + LEASE}::float8 * interval '1 millisecond' from overdue
  where t.team_id = overdue.team_id and t.enrollment_id = overdue.enrollment_id
  returning t.team_id, t.enrollment_id, t.person_id`

/** A timer whose enrollment is gone or over ends quietly; looked for only where the engine left it as it was. */
const dropOrphans = (sql: Sql, rows: readonly Record<string, unknown>[]) => sql`
  delete from timers t using unnest(${rows.map(row => String(row.team_id))}::text[], ${rows.map(row => String(row.enrollment_id))}::uuid[]) as c(team_id, enrollment_id)
  where t.team_id = c.team_id and t.enrollment_id = c.enrollment_id and not exists (
    select from enrollments e where e.team_id = t.team_id and e.id = t.enrollment_id and e.status = 'active')`
