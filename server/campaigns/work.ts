import { randomUUID } from 'node:crypto'
import type { Sql, TransactionSql } from 'postgres'
import { z } from 'zod'

/** What is to be done with a campaign's people in bulk (database/schema.ts, campaignWork). */
export const workKinds = ['enroll', 'look', 'flips'] as const
export type WorkKind = (typeof workKinds)[number]

/**
 * Orders bulk work in the transaction of the change that asks for it: with the change it is there or is not, and it
 * begins after the commit (hot path 7). The worker finds it by campaign_work_open, in the order it was made.
 */
export async function addWork(
  tx: TransactionSql,
  { team, campaign, kind }: { team: string; campaign: string; kind: WorkKind },
): Promise<string> {
  const id = randomUUID()
  await tx`
    insert into campaign_work (team_id, id, campaign_id, kind, created_at)
    select ${team}, ${id}, ${campaign}, ${kind}, greatest(clock_timestamp(), max(created_at) + interval '1 millisecond')
    from campaign_work where team_id = ${team} and campaign_id = ${campaign}`
  return id
}

const Row = z.object({
  id: z.string(),
  kind: z.enum(workKinds),
  done: z.number(),
  total: z.number().nullable(),
  created_at: z.date(),
  ended_at: z.date().nullable(),
  reason: z.string().nullable(),
})

export type Work = {
  id: string
  kind: WorkKind
  done: number
  /** How many there were when it began; absent: it has not begun. */
  total?: number
  createdAt: string
  endedAt?: string
  /** Why it ended early, in words. */
  reason?: string
}

/** A campaign's bulk work with its progress, the newest first; by campaign_work_campaign. */
export async function workOf(sql: Sql, team: string, campaign: string): Promise<Work[]> {
  const rows = await sql`
    select id, kind, done, total, created_at, ended_at, reason from campaign_work
    where team_id = ${team} and campaign_id = ${campaign} order by created_at desc, id limit 20`
  return rows.map(row => {
    const { id, kind, done, total, created_at, ended_at, reason } = Row.parse(row)
    return {
      id,
      kind,
      done,
      ...(total !== null && { total }),
      createdAt: created_at.toISOString(),
      ...(ended_at && { endedAt: ended_at.toISOString() }),
      ...(reason !== null && { reason }),
    }
  })
}
