import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbedded } from '@pavior/server/database/embedded.ts'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '../house/free-port.ts'
import { ask } from './pavior.ts'

const START = fileURLToPath(import.meta.resolve('@pavior/server/start.ts'))

type Run = { child: ChildProcess; said: () => string; ended: Promise<number | string | null> }

const runs: Run[] = []
const folders: string[] = []

/** `pnpm start`, as an operator runs it. */
function start(variables: Record<string, string>): Run {
  const child = spawn(process.execPath, [START], {
    env: { PATH: process.env.PATH, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += chunk
    })
  const ended = new Promise<number | string | null>(resolve =>
    child.on('close', (code, signal) => resolve(code ?? signal)),
  )
  const run = { child, said: () => said, ended }
  runs.push(run)
  return run
}

async function ready(run: Run): Promise<void> {
  const saidAndEnded = () => `${run.said()}${run.child.exitCode === null ? '' : `ended with ${run.child.exitCode}`}`
  await expect.poll(saidAndEnded, { timeout: 40_000, interval: 50 }).toMatch(/Pavior is ready|ended with/)
  expect(saidAndEnded()).toMatch(/Pavior is ready(?!.*ended with)/s)
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'pavior-start-'))
  folders.push(made)
  return join(made, 'data')
}

afterEach(async () => {
  for (const { child, ended } of runs.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
  for (const made of folders.splice(0)) {
    // A killed Pavior leaves its Postgres behind, for the next one to take over.
    if (existsSync(join(made, 'data/postgres/postmaster.pid'))) await (await startEmbedded(join(made, 'data'))).stop()
    rmSync(made, { recursive: true, force: true })
  }
})

test('one command: it serves, says where to go, and keeps what scripts need', async () => {
  const [PORT, DATA_DIR] = [String(await freePort()), folder()]
  const first = start({ PORT, DATA_DIR })
  await ready(first)
  const url = `http://localhost:${PORT}`
  const demo = JSON.parse(readFileSync(join(DATA_DIR, 'demo.json'), 'utf8'))
  expect(demo).toMatchObject({
    url,
    team: expect.any(String),
    identitySecret: expect.any(String),
    apiKey: expect.any(String),
  })
  for (const secret of ['demo.json', 'auth.secret', 'postgres.password'])
    expect(statSync(join(DATA_DIR, secret)).mode & 0o777).toBe(0o600)
  // Written line by line, behind the first.
  for (const said of [`${url}/demo`, demo.agent.email, demo.agent.password])
    await expect.poll(first.said).toContain(said)
  expect((await ask(url, 'GET', '/readyz')).status).toBe(200)

  const second = start({ PORT: String(await freePort()), DATA_DIR })
  expect(await second.ended).toBe(1)
  expect(second.said().trim()).toBe(
    `Pavior already runs with this data (process ${first.child.pid}, ${url}): stop it first, or give this one a DATA_DIR of its own.`,
  )

  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  expect(existsSync(join(DATA_DIR, 'postgres/postmaster.pid'))).toBe(false)
})

test('what a killed process left behind is taken up: same team, same login, same data', async () => {
  const [PORT, DATA_DIR] = [String(await freePort()), folder()]
  const killed = start({ PORT, DATA_DIR })
  await ready(killed)
  const before = readFileSync(join(DATA_DIR, 'demo.json'), 'utf8')
  const headers = { authorization: `Bearer ${JSON.parse(before).apiKey}` }
  await ask(`http://localhost:${PORT}`, 'PUT', '/api/v1/people/u-1', { body: { name: 'Ana' }, headers })
  killed.child.kill('SIGKILL')
  await killed.ended
  await ready(start({ PORT, DATA_DIR }))
  expect(readFileSync(join(DATA_DIR, 'demo.json'), 'utf8')).toBe(before)
  const { body } = await ask(`http://localhost:${PORT}`, 'GET', '/api/v1/people', { headers })
  expect(body.data).toMatchObject([{ externalId: 'u-1', name: 'Ana' }])
})

test('a port in use, a variable that does not parse, a folder that is none are a sentence each, without a stack', async () => {
  const taken = createServer()
  const port = await new Promise<number>(resolve =>
    taken.listen(0, () => {
      const address = taken.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
  const [busy, unparsable] = [start({ PORT: String(port), DATA_DIR: folder() }), start({ PORT: 'abc' })]
  expect(await busy.ended).toBe(1)
  expect(busy.said().trim()).toMatch(new RegExp(`^Port ${port} is in use by another program: .*PORT=${port + 1}\\.$`))
  expect(await unparsable.ended).toBe(1)
  expect(unparsable.said().trim()).toBe('PORT must be a port, 1 to 65535 (it is "abc").')
  const file = folder()
  writeFileSync(file, '')
  for (const [DATA_DIR, what] of [
    [file, 'is a file'],
    [join(file, 'below'), 'lies in a file'],
  ] as const) {
    const misplaced = start({ PORT: String(await freePort()), DATA_DIR })
    expect(await misplaced.ended).toBe(1)
    expect(misplaced.said().trim()).toBe(`DATA_DIR ${DATA_DIR} ${what}: choose another folder.`)
  }
  taken.close()
})

test('a signal in the middle of a start ends it in order', async () => {
  const [PORT, DATA_DIR] = [String(await freePort()), folder()]
  const run = start({ PORT, DATA_DIR })
  await expect.poll(() => run.said(), { timeout: 60_000, interval: 10 }).toContain('Making the database')
  run.child.kill('SIGINT')
  expect([await run.ended, run.said()]).toEqual([0, expect.stringContaining('Making the database')])
  await ready(start({ PORT, DATA_DIR }))
})
