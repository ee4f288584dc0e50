import { randomBytes } from 'node:crypto'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { changeLive } from '../campaigns/change-live.ts'
import type { LiveTeams } from '../campaigns/live.ts'
import { idempotent, type Said } from '../database/idempotent.ts'
import { type EventType, eventTypes } from './events.ts'

export type Webhook = { id: string; url: string; events: EventType[]; createdAt: string }

const Row = z.object({ id: z.string(), url: z.string(), events: z.array(z.enum(eventTypes)), created_at: z.date() })

const MOST = 20

export async function webhooksOf(sql: Sql, team: string): Promise<Webhook[]> {
  const rows = await sql`
    select id, url, events, created_at from webhooks where team_id = ${team} order by created_at, id`
  return rows.map(row => {
    const { created_at, ...webhook } = Row.parse(row)
    return { ...webhook, createdAt: created_at.toISOString() }
  })
}

/** Gives the secret that its deliveries are signed with; a retry is given the same. */
export async function createWebhook(
  sql: Sql,
  teams: LiveTeams,
  team: string,
  { url, events }: { url: string; events: EventType[] },
  said: Said,
): Promise<{ webhook: Webhook; secret: string }> {
  await changeLive(sql, teams, team, tx =>
    idempotent(tx, team, said, async () => {
      const [count] = await tx`select count(*)::int as n from webhooks where team_id = ${team}`
      if (Number(count?.n) >= MOST)
        throw new Problem('conflict', `A team has at most ${MOST} webhooks: delete one first.`)
      const secret = `whsec_${randomBytes(32).toString('base64')}`
      await tx`
        insert into webhooks (team_id, id, url, events, secret, created_at)
        values (${team}, ${said.id}, ${url}, ${tx.json(events)}, ${secret}, clock_timestamp())`
    }),
  )
  const [row] =
    await sql`select id, url, events, created_at, secret from webhooks where team_id = ${team} and id = ${said.id}`
  if (!row) throw unknownWebhook()
  const { created_at, secret, ...webhook } = Row.extend({ secret: z.string() }).parse(row)
  return { webhook: { ...webhook, createdAt: created_at.toISOString() }, secret }
}

/** What was not delivered yet goes with it. */
export async function deleteWebhook(sql: Sql, teams: LiveTeams, team: string, id: string): Promise<void> {
  await changeLive(sql, teams, team, async tx => {
    const rows = await tx`delete from webhooks where team_id = ${team} and id = ${id} returning id`
    if (rows.length === 0) throw unknownWebhook()
    await tx`delete from webhook_deliveries where team_id = ${team} and webhook_id = ${id}`
  })
}

const unknownWebhook = () => new Problem('not-found', 'There is no such webhook.')
