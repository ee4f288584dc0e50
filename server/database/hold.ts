import { createHash } from 'node:crypto'
import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from '../cannot-start.ts'
import { makeDataDir } from '../data-dir.ts'

type Holder = { pid: number; address: string }

/**
 * Holds a data directory for this process: by a socket in it, which ends with the process however that ends, and on which a
 * second Pavior asks who is there. Throws CannotStart naming the process and its address. Gives back what lets go.
 */
export async function holdDataDir(dataDir: string, address: string): Promise<() => Promise<void>> {
  makeDataDir(dataDir)
  const path = socketPath(dataDir)
  for (let attempt = 0; attempt < 50; attempt++) {
    const server = await listen(path, { pid: process.pid, address })
    if (server) return () => letGo(server)
    const holder = await ask(path)
    if (holder && holder !== 'silent')
      throw new CannotStart(
        `Pavior already runs with this data (process ${holder.pid}, ${holder.address}): stop it first, or give this one a DATA_DIR of its own.`,
      )
    // Nobody listens: left over from a killed process. Silent: busy starting or about to end; ask again.
    if (holder === undefined) rmSync(path, { force: true })
    else await sleep(100)
  }
  throw new CannotStart(`Another process holds ${dataDir} and does not answer: end it, or delete ${path}.`)
}

/** The path of a socket has at most some 100 bytes: relative, or else in the folder for temporary files. */
function socketPath(dataDir: string): string {
  const inside = join(dataDir, 'lock')
  const short = [inside, relative('', inside)].find(path => Buffer.byteLength(path) < 100)
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16)
  return short ?? join(tmpdir(), `pavior-${name}.lock`)
}

function listen(path: string, holder: Holder): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer(socket => socket.on('error', () => {}).end(JSON.stringify(holder)))
    server.on('error', error => ('code' in error && error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(path, () => {
      server.unref()
      resolve(server)
    })
  })
}

/** Who holds it; nobody (undefined); or somebody who does not answer. */
function ask(path: string): Promise<Holder | 'silent' | undefined> {
  return new Promise((resolve, reject) => {
    let said = ''
    const socket = connect(path)
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('data', chunk => {
      said += chunk
    })
    socket.on('error', error => {
      const code = 'code' in error ? error.code : undefined
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(undefined)
      else if (code === 'EACCES') reject(new CannotStart(`${path} belongs to another user.`))
      else reject(error)
    })
    socket.on('close', () => resolve(said === '' ? 'silent' : JSON.parse(said)))
  })
}

const letGo = (server: Server) => new Promise<void>(resolve => server.close(() => resolve()))
