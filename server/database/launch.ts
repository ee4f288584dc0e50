import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from '../cannot-start.ts'
import type { Cluster } from './cluster.ts'
import { isAlive, readPostmaster, serves } from './postmaster.ts'
import { asPostgres, giveTo } from './unprivileged.ts'

const PATIENCE = 60_000
const LARGEST_LOG = 5_000_000

/** For a laptop or one small machine. What is acknowledged is on disk: fsync and synchronous_commit stay on (S2). */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  // What people wrote stands in statements and in the details of errors; neither belongs in a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/**
 * The port on which this cluster's postmaster answers: of the living one (it outlives a Pavior that was killed), otherwise of
 * a new one. Recovery after a crash is waited for. Throws CannotStart with Postgres' own reason.
 */
export async function bringUp(cluster: Cluster): Promise<number> {
  const until = Date.now() + PATIENCE
  let port = rememberedPort(cluster.portFile) ?? (await freePort())
  while (Date.now() < until) {
    const living = readPostmaster(cluster.folder)
    if (living && serves(living.pid, cluster.folder)) {
      // Starting, recovering or stopping: one or the other ends.
      if (living.ready) return living.port
      await sleep(25)
      continue
    }
    // Its number was given to another program since, which would keep Postgres from starting. Should a backend of the old
    // postmaster still live, Postgres finds it by its shared memory and refuses.
    if (living && isAlive(living.pid)) rmSync(join(cluster.folder, 'postmaster.pid'), { force: true })
    if (cluster.as.user) giveTo(cluster.folder, cluster.as.user)
    const reason = await launch(cluster, port, until)
    if (reason === undefined) writeFileSync(cluster.portFile, `${port}\n`)
    else if (/could not (bind|create any TCP)|Address already in use/.test(reason)) port = await freePort()
    else if (/still in use|lock file .* already exists/.test(reason)) await sleep(250)
    else throw new CannotStart(`The embedded Postgres does not start: ${reason}.`)
  }
  throw new CannotStart(`The embedded Postgres did not become ready within a minute: see ${cluster.log}.`)
}

/** Starts a postmaster and waits until it is ready (no answer), or gives the reason why it ended. */
async function launch(cluster: Cluster, port: number, until: number): Promise<string | undefined> {
  const options = Object.entries(SETTINGS).map(([name, value]) => `--${name}=${value}`)
  const { command, args, settings } = asPostgres(cluster.as, cluster.binaries.postgres, [
    `-D${cluster.folder}`,
    `-p${port}`,
    ...options,
  ])
  const from = sizeOf(cluster.log)
  const log = openSync(cluster.log, from > LARGEST_LOG ? 'w' : 'a', 0o600)
  // A group of its own: Ctrl-C is for us alone, Postgres has to outlive our draining.
  const child = spawn(command, args, { ...settings, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  child.unref()
  const failed = new Promise<Error>(resolve => child.on('error', resolve))
  while (child.exitCode === null && child.signalCode === null && Date.now() < until) {
    const found = readPostmaster(cluster.folder)
    if (found?.pid === child.pid && found?.ready) return undefined
    const error = await Promise.race([failed, sleep(10)])
    if (error instanceof Error) return error.message
  }
  return reasonIn(cluster.log, from > LARGEST_LOG ? 0 : from)
}

/** The first fatal line since then, without time and number of the process. */
function reasonIn(log: string, from: number): string {
  const lines = readFileSync(log).subarray(from).toString('utf8').split('\n')
  const found = lines.find(line => /(FATAL|PANIC):|could not|error/i.test(line)) ?? lines.at(-1) ?? ''
  return found.replace(/^.*?(LOG|WARNING|FATAL|PANIC|ERROR):\s*/, '').trim() || `see ${log}`
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function rememberedPort(file: string): number | undefined {
  const port = statSync(file, { throwIfNoEntry: false }) ? Number(readFileSync(file, 'utf8')) : 0
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : undefined
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .on('error', reject)
      .listen(0, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() =>
          typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port was given')),
        )
      })
  })
}
