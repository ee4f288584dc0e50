import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { CannotStart } from '../cannot-start.ts'

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url))

/** Any number, but the same in every process of every version. */
const LOCK = 4_318_007

/** Checks that the database can do what Pavior needs and brings its tables up to date, one process at a time. */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    await checkServer(sql)
    await sql`select pg_advisory_lock(${LOCK})`
    await runMigrations(drizzle(sql), { migrationsFolder: FOLDER })
  } finally {
    await sql.end()
  }
}

/** Filters in SQL compare under the collation PG_UNICODE_FAST, which PostgreSQL has since 18. */
async function checkServer(sql: postgres.Sql): Promise<void> {
  const [server] = await connected(sql)
  if (Number(server?.version) < 180000)
    throw new CannotStart(
      `DATABASE_URL leads to PostgreSQL ${server?.name}: Pavior needs 18 or later (its collation PG_UNICODE_FAST).`,
    )
  if (server?.encoding !== 'UTF8')
    throw new CannotStart(`The database of DATABASE_URL is encoded as ${server?.encoding}: Pavior needs UTF8.`)
}

async function connected(sql: postgres.Sql) {
  try {
    return await sql`
      select current_setting('server_version_num') as version, current_setting('server_version') as name,
        current_setting('server_encoding') as encoding`
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new CannotStart(`The database of DATABASE_URL does not answer${code}: ${reason(error)}.`)
  }
}

/** The first line, without what Node adds; several addresses tried come as one error without a message. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ')
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : 'unknown'
}
