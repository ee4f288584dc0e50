import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { freePort } from '../house/free-port.ts'
import { Chance } from './chance.ts'
import { Demo } from './doors.ts'
import { Victim } from './victim.ts'

/** How much of a fault is played: few rounds among the tests, many under `pnpm faults`. */
export type Measure = { rounds: number; visitors: number; chance?: Chance }

export type Scene = {
  victim: Victim
  /** Another process on the same database, not started yet; only where the database is not the server's own. */
  beside: (variables?: Record<string, string>) => Promise<Victim>
  chance: Chance
  demo: Demo
  dataDir: string
  /** What was counted, to be shown. */
  note: (what: string) => void
}

/** What was counted in a scene, in words. */
export type Played = string[]

/**
 * Starts a server in a data directory of its own and plays with it; afterwards both are gone. A failure names the seed
 * (`SEED=…` repeats the chances, not the machine's timing).
 * @param databaseUrl absent: the server's own embedded Postgres
 * @param variables of every process
 */
export async function play(
  measure: Measure,
  databaseUrl: string | undefined,
  what: (scene: Scene) => Promise<string[]>,
  variables: Record<string, string> = {},
): Promise<Played> {
  const chance = measure.chance ?? new Chance()
  const dataDirs: string[] = []
  const victims: Victim[] = []
  const another = async (more: Record<string, string> = {}) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'pavior-faults-'))
    dataDirs.push(dataDir)
    const one = new Victim(await freePort(), {
      DATA_DIR: dataDir,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      ...variables,
      ...more,
    })
    victims.push(one)
    return { one, dataDir }
  }
  const { one: victim, dataDir } = await another()
  const beside = async (more: Record<string, string> = {}) => (await another({ DEMO: '0', ...more })).one
  const notes: Played = []
  try {
    await victim.start()
    const demo = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    const wrong = await what({ victim, beside, chance, demo, dataDir, note: note => notes.push(note) })
    if (wrong.length > 0) throw new Error(wrong.slice(0, 30).join('\n'))
    for (const one of victims) {
      const code = await one.end('SIGTERM')
      if (code !== 0) throw new Error(`the server ended with ${code}: ${one.log}`)
    }
    return notes
  } catch (error) {
    for (const one of victims) await one.end('SIGKILL').catch(() => undefined)
    throw new Error(
      `SEED=${chance.seed}: ${error instanceof Error ? error.message : error}\n${victim.log.slice(-4000)}`,
      {
        cause: error,
      },
    )
  } finally {
    for (const folder of dataDirs) rmSync(folder, { recursive: true, force: true })
  }
}

/** Looks into a database and lets go of it. */
export async function looking<T>(url: string, at: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 2, onnotice: () => undefined })
  try {
    return await at(sql)
  } finally {
    await sql.end()
  }
}
