import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { Engine } from '../engine/engine.ts'

const Due = z.object({ team_id: z.string(), id: z.string(), person_id: z.string() })

/**
 * Reopens conversations whose snooze is over; by conversations_snoozed. Found twice, or by two processes, it reopens
 * once: the fact looks at the conversation again (S4). Gives how many were due.
 */
export async function wakeSnoozed(sql: Sql, engine: Pick<Engine, 'react'>, ahead: number): Promise<number> {
  const rows = await sql`
    select team_id, id, person_id from conversations
    where state = 'snoozed' and snoozed_until <= clock_timestamp() + ${ahead}::float8 * interval '1 millisecond'
    order by snoozed_until limit 500`
  const woken = await Promise.allSettled(
    rows.map(row => {
      const { team_id: team, id: conversation, person_id: person } = Due.parse(row)
      return engine.react({
        id: randomUUID(),
        team,
        person,
        kind: 'state',
        conversation,
        state: 'open',
        by: { type: 'time' },
      })
    }),
  )
  const failed = woken.find(one => one.status === 'rejected')
  if (failed) throw failed.reason
  return rows.length
}
