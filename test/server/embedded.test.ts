import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@pavior/server/database/embedded.ts'
import { holdDataDir } from '@pavior/server/database/hold.ts'
import { readPostmaster } from '@pavior/server/database/postmaster.ts'
import postgres from 'postgres'
import { afterEach, expect, test } from 'vitest'

const folders: string[] = []
const stops: (() => Promise<void>)[] = []

/** Private to its owner, as `mktemp -d` makes them: Postgres must pass it also when root starts us. */
function privateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pavior-embedded-'))
  chmodSync(folder, 0o700)
  folders.push(folder)
  return join(folder, 'data')
}

async function started(dataDir: string) {
  const embedded = await startEmbedded(dataDir)
  stops.push(embedded.stop)
  return embedded
}

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Runs `code` in a Node of its own, which dies in the middle of it. */
function killedWhile(code: string): void {
  const module = (path: string) => JSON.stringify(import.meta.resolve(`@pavior/server/${path}`))
  const script = `
    const { startEmbedded } = await import(${module('database/embedded.ts')})
    const { holdDataDir } = await import(${module('database/hold.ts')})
    ${code}
    process.kill(process.pid, 'SIGKILL')`
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', script]).signal).toBe('SIGKILL')
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return await question(sql)
  } finally {
    await sql.end()
  }
}

test('it speaks UTF-8, compares as filters do, and writes to the disk before it says so', async () => {
  const { url } = await started(privateFolder())
  const [settings] = await ask(
    url,
    sql => sql`
      select pg_encoding_to_char(encoding) as encoding, datlocale, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as address
      from pg_database where datname = current_database()`,
  )
  expect(settings).toEqual({
    encoding: 'UTF8',
    datlocale: 'PG_UNICODE_FAST',
    fsync: 'on',
    commit: 'on',
    address: '127.0.0.1',
  })
})

test('a Postgres that outlived a killed Pavior is taken over, with all that was committed', async () => {
  const dataDir = privateFolder()
  killedWhile(`
    const { url } = await startEmbedded(${JSON.stringify(dataDir)})
    const { default: postgres } = await import(${JSON.stringify(import.meta.resolve('postgres'))})
    await postgres(url)\`create table kept as select 1 as one\``)
  const before = readPostmaster(join(dataDir, 'postgres'))
  const { url } = await started(dataDir)
  expect(readPostmaster(join(dataDir, 'postgres'))?.pid).toBe(before?.pid)
  expect(await ask(url, sql => sql`select one from kept`)).toEqual([{ one: 1 }])
})

test('a Postgres that dies is started again, under the same address, and recovers', async () => {
  const dataDir = privateFolder()
  const { url } = await started(dataDir)
  await ask(url, sql => sql`create table kept as select 1 as one`)
  const before = readPostmaster(join(dataDir, 'postgres'))
  if (!before) throw new Error('no postmaster')
  process.kill(before.pid, 'SIGKILL')
  await expect
    .poll(() => ask(url, sql => sql`select one from kept`).catch(() => 'not yet'), { timeout: 20_000 })
    .toEqual([{ one: 1 }])
  expect(readPostmaster(join(dataDir, 'postgres'))?.pid).not.toBe(before.pid)
})

test('leftovers of a power cut are no obstacle', async () => {
  const dataDir = privateFolder()
  killedWhile(`
    await holdDataDir(${JSON.stringify(dataDir)}, 'http://localhost:1')
    await startEmbedded(${JSON.stringify(dataDir)})`)
  const before = readPostmaster(join(dataDir, 'postgres'))
  if (!before) throw new Error('no postmaster')
  process.kill(before.pid, 'SIGKILL')
  const letGo = await holdDataDir(dataDir, 'http://localhost:2')
  const { url } = await started(dataDir)
  expect(await ask(url, sql => sql`select 1 as one`)).toEqual([{ one: 1 }])
  await letGo()
})

test('a second Pavior on the same data is told who is there; afterwards the data is free', async () => {
  const dataDir = privateFolder()
  const letGo = await holdDataDir(dataDir, 'http://localhost:4321')
  await expect(holdDataDir(dataDir, 'http://localhost:4322')).rejects.toThrow(
    `Pavior already runs with this data (process ${process.pid}, http://localhost:4321)`,
  )
  await letGo()
  const again = await holdDataDir(dataDir, 'http://localhost:4322')
  await again()
})
