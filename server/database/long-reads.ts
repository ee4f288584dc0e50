import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'

/** Runs a read for as long as somebody waits for it. */
export type LongReads = <T>(signal: AbortSignal, read: (sql: Sql) => Promise<T>) => Promise<T>

/**
 * For reads that take the longer the more people there are: so many at a time, so that the pool has connections for
 * everything else, and each is cancelled in the database, too, once nobody waits for its answer any more.
 */
export function longReads(sql: Sql, atOnce = 3): LongReads {
  const waiting = new Set<() => void>()
  let running = 0

  async function turn(signal: AbortSignal): Promise<void> {
    if (running < atOnce) {
      running++
      return
    }
    await new Promise<void>((resolve, reject) => {
      const mine = () => {
        signal.removeEventListener('abort', left)
        resolve()
      }
      const left = () => {
        waiting.delete(mine)
        reject(unwanted())
      }
      waiting.add(mine)
      signal.addEventListener('abort', left, { once: true })
    })
  }

  function done(): void {
    const [next] = waiting
    if (next === undefined) running--
    else {
      waiting.delete(next)
      next()
    }
  }

  return async (signal, read) => {
    if (signal.aborted) throw unwanted()
    await turn(signal)
    try {
      return await onOwnConnection(sql, signal, read)
    } finally {
      done()
    }
  }
}

const unwanted = () => new Problem('unavailable', 'Nobody waits for this any more.')

async function onOwnConnection<T>(sql: Sql, signal: AbortSignal, read: (sql: Sql) => Promise<T>): Promise<T> {
  const own = await sql.reserve()
  let cancelled: Promise<unknown> | undefined
  try {
    const [row] = await own`select pg_backend_pid() as pid`
    if (signal.aborted) throw unwanted()
    const cancel = () => {
      cancelled = sql`select pg_cancel_backend(${Number(row?.pid)})`.catch(() => undefined)
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await read(own)
    } finally {
      signal.removeEventListener('abort', cancel)
      // Whoever has the connection next must not be met by it.
      await cancelled
    }
  } catch (error) {
    if (signal.aborted) throw unwanted()
    if (isTimeout(error))
      throw new Problem('unavailable', 'This took too long to find out. Fewer conditions are found faster.')
    throw error
  } finally {
    own.release()
  }
}

const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '57014'
