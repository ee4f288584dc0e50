import type { Sql } from 'postgres'

/**
 * Does something that one process at a time should do; gives undefined at once where another is at it. The lock is the
 * connection's: it is free the moment the process that held it is gone.
 */
export async function alone<T>(sql: Sql, name: string, what: () => Promise<T>): Promise<T | undefined> {
  const connection = await sql.reserve()
  try {
    const [lock] = await connection`select pg_try_advisory_lock(hashtextextended(${name}, 2)) as mine`
    if (lock?.mine !== true) return undefined
    try {
      return await what()
    } finally {
      await connection`select pg_advisory_unlock(hashtextextended(${name}, 2))`
    }
  } finally {
    connection.release()
  }
}
