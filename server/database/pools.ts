import postgres, { type Sql } from 'postgres'

/**
 * Connections by purpose, so that a slow screen never holds up a message. Each has its own timeouts; `auth` is for
 * Drizzle, which overwrites its client's codecs.
 */
export type Pools = {
  /** For `react` alone: raw, prepared statements. */
  facts: Sql
  /** Reads for screens and the API, changes of a team's settings. */
  screens: Sql
  /** What is due, and bulk work: some of its connections hold a lock for as long as that takes. */
  jobs: Sql
  /** Drizzle's, for the auth library. */
  auth: Sql
  end: () => Promise<void>
}

const options = (name: string, max: number, statementTimeout: number) => ({
  max,
  connect_timeout: 10,
  // A database that is back is found at once; the driver's own patience grows to 20 s.
  backoff: () => 0.1,
  onnotice: () => undefined,
  connection: {
    application_name: `pavior ${name}`,
    statement_timeout: statementTimeout,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
  },
})

/** One connection, of the thread that goes through pasts. */
export const openPast = (url: string): Sql => postgres(url, uncompiled(options('past', 1, 30_000)))

/** A count of people is no report of hours: compiling its expressions takes longer than it does. */
const uncompiled = (all: ReturnType<typeof options>) => ({ ...all, connection: { ...all.connection, jit: false } })

/**
 * Its statements are few, always meant the same way and always by a key: planned once per connection, and never as a
 * scan of a table that was small then.
 */
const generic = (all: ReturnType<typeof options>) => ({
  ...all,
  connection: { ...all.connection, plan_cache_mode: 'force_generic_plan', enable_seqscan: false },
})

export function openPools(url: string): Pools {
  const facts = postgres(url, generic(options('facts', 4, 15_000)))
  const screens = postgres(url, uncompiled(options('screens', 8, 30_000)))
  const jobs = postgres(url, options('jobs', 8, 30_000))
  const auth = postgres(url, options('auth', 4, 15_000))
  return {
    facts,
    screens,
    jobs,
    auth,
    end: async () => {
      await Promise.all([facts, screens, jobs, auth].map(sql => sql.end({ timeout: 5 })))
    },
  }
}
