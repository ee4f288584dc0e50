import type { Sql, TransactionSql } from 'postgres'
import { crashAt } from '../crash.ts'
import type { LiveTeams } from './live.ts'

/**
 * Every change of what the engine keeps in memory of a team. Whoever reacts holds this lock shared and has read the
 * revision: no fact sees half of a change, and none that began before it ends after it (architecture.md, hot path 7).
 */
export async function changeLive<T>(
  sql: Sql,
  teams: LiveTeams,
  team: string,
  change: (tx: TransactionSql) => Promise<T>,
): Promise<T> {
  const changed: { value: T }[] = []
  await sql.begin(async tx => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${team}, 1))`
    changed.push({ value: await change(tx) })
    await tx`update teams set revision = revision + 1 where id = ${team}`
    crashAt('live:before-commit')
  })
  crashAt('live:after-commit')
  await teams.reload(team)
  const [done] = changed
  if (!done) throw new Error('a change that committed gave nothing')
  return done.value
}
