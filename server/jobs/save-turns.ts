import type { Sql } from 'postgres'
import type { Turns } from '../engine/turns.ts'

/** Writes down whose turn it is in inboxes, so that a start goes on from there (C13). */
export async function saveTurns(sql: Sql, turns: Turns): Promise<void> {
  for (const { team, inbox, agent } of turns.moved())
    await sql`update inboxes set turn = ${agent} where team_id = ${team} and id = ${inbox}`
}
