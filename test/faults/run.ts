import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@pavior/server/database/embedded.ts'
import postgres from 'postgres'
import { databaseOn } from '../house/postgres.ts'
import { changedWhileAway, databaseAway, stoppedWhileOthersHang } from './away.ts'
import { Chance } from './chance.ts'
import { killedWithItsPostgres, postgresRestarted } from './database.ts'
import { killedInItsFirstStart } from './first-start.ts'
import { askedToStop, killedWhileTheyAnswer, killedWhileTheySend } from './killed.ts'
import { killedAtEachBoundary, killedAtRandom, oneOfTwoKilled } from './killed-anywhere.ts'
import type { Measure, Played } from './scene.ts'

/**
 * `pnpm faults [rounds] [scene]`: every fault many times over, from chances that a seed repeats (`SEED=…`). Ends with
 * 1 at the first that loses something.
 */
const rounds = Number(process.argv[2] ?? 20)
const wanted = process.argv[3] ?? ''
const chance = new Chance()
const measure: Measure = { rounds, visitors: 50, chance }
/** A town is busy with few visitors, and its kills are what matters: 50 of them unless another number is asked for. */
const town: Measure = { rounds: Number(process.argv[2] ?? 50), visitors: 10, chance }

const folder = mkdtempSync(join(tmpdir(), 'pavior-faults-'))
const cluster = await startEmbedded(folder)
let databases = 0
/** One of its own for each scene. */
async function database(): Promise<string> {
  const name = `faults_${++databases}`
  const sql = postgres(cluster.url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`create database ${name}`)
  await sql.end()
  return databaseOn(cluster.url, name)
}

const scenes: [what: string, scene: () => Promise<Played>][] = [
  ['killed while they send', async () => killedWhileTheySend(measure, await database())],
  ['killed while they answer forms', async () => killedWhileTheyAnswer(measure, await database())],
  ['killed at each boundary', async () => killedAtEachBoundary({ ...town, rounds: 2 }, await database())],
  ['killed at random', async () => killedAtRandom(town, await database())],
  ['one of two killed', async () => oneOfTwoKilled(town, await database(), 'all and all')],
  ['one of web and worker killed', async () => oneOfTwoKilled(town, await database(), 'web and worker')],
  ['the database is away', async () => databaseAway({ ...town, rounds: 2 }, await database())],
  ['changed while the database is away', async () => changedWhileAway(town, await database())],
  ['stopped while others hang', async () => stoppedWhileOthersHang(town, await database())],
  ['asked to stop', async () => askedToStop(measure, await database())],
  ['Postgres restarted', () => postgresRestarted(measure)],
  ['killed with its own Postgres', () => killedWithItsPostgres(measure)],
  ['killed in its first start', () => killedInItsFirstStart({ ...measure, visitors: 5 })],
]

console.log(`SEED=${chance.seed}, ${rounds} rounds each`)
try {
  for (const [what, scene] of scenes) {
    if (!what.includes(wanted)) continue
    const began = Date.now()
    const notes = await scene()
    console.log(`${what}: ${notes.join('; ')} (${Math.round((Date.now() - began) / 1000)} s)`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
  // A crowd whose server failed would knock for ever.
  process.exit()
}
