import { Problem } from '@pavior/shared/problem.ts'
import { sql } from 'drizzle-orm'
import type { Db } from './everyday.ts'

/** The connection is gone, or Postgres is starting or stopping: it may be back soon. */
export function isAway(error: unknown): boolean {
  for (let one = error; typeof one === 'object' && one !== null; one = 'cause' in one ? one.cause : undefined)
    if ('code' in one && /^(CONNECT|ECONN|EPIPE|ENOENT|57P0|08)/.test(String(one.code))) return true
  return false
}

/** What whoever asks meanwhile is told: it passes by itself, and nothing is lost. */
export const away = () =>
  new Problem('unavailable', 'The database is away for a moment; try again.', { retryAfter: 1000 })

/**
 * What the auth library says, asked once more when it says no or fails: a database that is away is to it like a
 * session or key that is not there. Throws what the database throws while it is away.
 */
export async function askedAgain<T>(db: Db, ask: () => Promise<T>, isYes: (answer: T) => boolean): Promise<T> {
  const answer = await ask().catch(() => undefined)
  if (answer !== undefined && isYes(answer)) return answer
  await db.execute(sql`select`)
  return await ask()
}
