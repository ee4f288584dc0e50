import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { databaseOn } from '../house/postgres.ts'
import { changedWhileAway, stoppedWhileOthersHang } from './away.ts'
import { askedToStop, killedWhileTheyAnswer, killedWhileTheySend } from './killed.ts'

/** A short run of each; `pnpm faults` plays them for minutes. */
const short = { rounds: 2, visitors: 50 }

let databases = 0
async function database(): Promise<string> {
  const server = inject('postgres')
  const name = `faults_${process.pid}_${++databases}`
  const sql = postgres(server, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`create database ${name} template template_house`)
  await sql.end()
  return databaseOn(server, name)
}

test('S2: killed while 50 visitors send, it loses nothing and doubles nothing', async () => {
  expect(await killedWhileTheySend(short, await database())).toHaveLength(1)
}, 120_000)

test('C21: killed in the middle of a burst of submissions, every form is answered once', async () => {
  expect(await killedWhileTheyAnswer({ ...short, rounds: 1 }, await database())).toHaveLength(1)
}, 120_000)

test('asked to stop under load, it drains, ends with 0 and loses nothing', async () => {
  expect(await askedToStop({ ...short, rounds: 1 }, await database())).toHaveLength(1)
}, 120_000)

test('asked to stop while a mail provider and a receiver do not answer, it ends in order, and both are told later', async () => {
  expect(await stoppedWhileOthersHang(short, await database())).toEqual(['1 email'])
}, 120_000)

test('S2: a fact that waited for the database is taken, also when its team was changed meanwhile', async () => {
  expect(await changedWhileAway(short, await database())).toEqual(['2 messages'])
}, 120_000)
