import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { databaseOn } from '../house/postgres.ts'
import { killedAtEachBoundary, oneOfTwoKilled } from './killed-anywhere.ts'

/** A short run of each; `pnpm faults` plays them for minutes, and 50 kills at random. */

let databases = 0
async function database(): Promise<string> {
  const server = inject('postgres')
  const name = `faults_anywhere_${process.pid}_${++databases}`
  const sql = postgres(server, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`create database ${name} template template_house`)
  await sql.end()
  return databaseOn(server, name)
}

test('S2, S4, S5: killed at each boundary, with everything under way, nothing is lost, doubled or out of order', async () => {
  expect(await killedAtEachBoundary({ rounds: 1, visitors: 5 }, await database())).toHaveLength(1)
}, 400_000)

test('S2: one of two processes on one database is killed, and the other goes on', async () => {
  expect(await oneOfTwoKilled({ rounds: 2, visitors: 5 }, await database(), 'all and all')).toHaveLength(1)
}, 200_000)
