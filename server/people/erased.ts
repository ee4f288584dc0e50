import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import { erasedPerson } from './named.ts'

/** Why what was asked for is not there: `gone` where its person was erased (C26), otherwise `not-found`. */
export async function missing(
  sql: Sql,
  team: string,
  kind: 'conversation' | 'form' | 'enrollment' | 'email',
  id: string,
): Promise<Problem> {
  const [row] = await sql`select from erased where team_id = ${team} and id = ${id} and kind = ${kind}`
  return row ? erasedPerson() : new Problem('not-found', `There is no such ${kind}.`)
}
