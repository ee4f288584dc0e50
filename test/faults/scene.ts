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
 */
export async function play(
  measure: Measure,
  databaseUrl: string | undefined,
  what: (scene: Scene) => Promise<string[]>,
): Promise<Played> {
  const chance = measure.chance ?? new Chance()
  const dataDir = mkdtempSync(join(tmpdir(), 'pavior-faults-'))
  const victim = new Victim(await freePort(), {
    DATA_DIR: dataDir,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  })
  const notes: Played = []
  try {
    await victim.start()
    const demo = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    const wrong = await what({ victim, chance, demo, dataDir, note: note => notes.push(note) })
    if (wrong.length > 0) throw new Error(wrong.slice(0, 30).join('\n'))
    const code = await victim.end('SIGTERM')
    if (code !== 0) throw new Error(`the server ended with ${code}: ${victim.log}`)
    return notes
  } catch (error) {
    await victim.end('SIGKILL').catch(() => undefined)
    throw new Error(
      `SEED=${chance.seed}: ${error instanceof Error ? error.message : error}\n${victim.log.slice(-4000)}`,
      {
        cause: error,
      },
    )
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
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
