import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LiveTeams, liveTeams } from '@pavior/server/campaigns/live.ts'
import { startEmbedded } from '@pavior/server/database/embedded.ts'
import { migrate } from '@pavior/server/database/migrate.ts'
import { logAt } from '@pavior/server/log.ts'
import postgres, { type Sql } from 'postgres'
import { freePort } from '../../house/free-port.ts'
import { type Running, startProcess } from '../process.ts'

/** What a part of the engine's bench works with: one Postgres for all, the product when it asks for it. */
export type Bench = {
  sql: Sql
  /** Of the database, for what opens connections of its own. */
  url: string
  teams: LiveTeams
  dataDir: string
  /** The product as a process of its own. */
  start: () => Promise<Running>
  /** 1 for the real thing; a part of it for a look. */
  scale: number
}

export async function withBench(scale: number, parts: readonly ((bench: Bench) => Promise<void>)[]): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pavior-bench-'))
  const cluster = await startEmbedded(dataDir)
  const sql = postgres(cluster.url, { max: 16, onnotice: () => undefined })
  try {
    await migrate(cluster.url)
    const teams = liveTeams(sql, logAt('fatal'))
    const start = async () =>
      startProcess('product.ts', {
        PORT: String(await freePort()),
        DATABASE_URL: cluster.url,
        DATA_DIR: dataDir,
        DEMO: '1',
        RATE_LIMITS: 'off',
        LOG_LEVEL: 'error',
      })
    for (const part of parts) await part({ sql, url: cluster.url, teams, dataDir, start, scale })
  } finally {
    await sql.end()
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
