import type { Sql, TransactionSql } from 'postgres'
import { z } from 'zod'
import { EmailRow } from './emails.ts'

/** How long a claimed email is left alone by others: well over all that can happen to it in one attempt. */
const LEASE = '2 minutes'
/** An email of a paused campaign is looked at again then, unless the resume says so before. */
const PAUSED = '5 minutes'

const Claimed = EmailRow.extend({
  transport: z.string().nullable(),
  /** Milliseconds since it began to leave, as the database counts. */
  handing_for: z.number(),
  paused: z.boolean(),
  /** Nobody but a form or a page said that the address is the person's. */
  unverified: z.boolean(),
})
export type Claimed = z.output<typeof Claimed>

/**
 * Takes emails that are due for the time of one attempt, the longest waiting first; by emails_due. Nothing is locked
 * meanwhile: `react` writes the same rows. What is left `handing` by a process that died comes back with the lease.
 * Emails of paused campaigns are put off at once (C12); an enrollment that ended still sends its own (C15).
 */
export async function claimEmails(sql: Sql, ahead: number, limit: number): Promise<Claimed[]> {
  const now = clockOf(sql, ahead)
  const rows = await sql`
    with due as (
      select team_id, id from emails where state in ('due', 'handing') and due_at <= ${now}
      order by due_at limit ${limit} for update skip locked),
    asked as (
      select d.team_id, d.id, coalesce(e.state = 'due' and c.status = 'paused' and n.status = 'active', false) as paused,
        coalesce(p.sources ->> 'email' in ('form', 'page'), false) as unverified
      from due d join emails e on e.team_id = d.team_id and e.id = d.id
      left join campaigns c on c.team_id = e.team_id and c.id::text = e.campaign_id
      left join enrollments n on n.team_id = e.team_id and n.id = e.enrollment_id
      left join people p on p.team_id = e.team_id and p.id = e.person_id)
    update emails e set
      due_at = ${now} + case when a.paused then ${PAUSED}::interval else ${LEASE}::interval end,
      tries = e.tries + case when a.paused then 0 else 1 end
    from asked a where e.team_id = a.team_id and e.id = a.id
    returning e.*, a.paused, a.unverified,
      coalesce(extract(epoch from ${now} - e.handing_at) * 1000, 0)::float8 as handing_for`
  return rows.map(row => Claimed.parse(row)).filter(({ paused }) => !paused)
}

/**
 * Emails that a pause held are due at once: for the resume of a campaign (C12). What somebody is at right now is left
 * to them.
 */
export async function releaseEmails(sql: Sql | TransactionSql, team: string, campaign: string): Promise<void> {
  await sql`
    update emails set due_at = created_at where team_id = ${team} and id in (
      select id from emails where team_id = ${team} and campaign_id = ${campaign} and state = 'due' for update skip locked)`
}

/** The product's clock in a statement: the database's, and what tests have set it ahead by. */
export const clockOf = (sql: Sql, ahead: number) => sql`(now() + ${ahead} * interval '1 millisecond')`

/** Puts an email off by so many milliseconds, with why; `ahead` is the product's clock's. `anew`: nobody has begun to send it. */
export async function putOff(
  sql: Sql,
  { team_id, id }: Claimed,
  { by, ahead, reason, anew }: { by: number; ahead: number; reason?: string | undefined; anew: boolean },
): Promise<void> {
  const transport = anew ? null : sql`transport`
  await sql`
    update emails set due_at = ${clockOf(sql, ahead + by)}, reason = ${reason ?? null}, transport = ${transport}
    where team_id = ${team_id} and id = ${id} and state in ('due', 'handing')`
}
