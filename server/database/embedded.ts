import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { type Cluster, checkVersion, clusterIn, makeCluster, SUPERUSER } from './cluster.ts'
import { bringUp } from './launch.ts'
import { readPostmaster, serves, stopPostgres } from './postmaster.ts'

export type Embedded = {
  /** Where it listens: on the loopback only, with a random password. */
  url: string
  stop: () => Promise<void>
}

const DATABASE = 'pavior'

/**
 * Starts the Postgres whose data lies in `dataDir`/postgres, or takes over the one that still runs there after a Pavior that
 * was killed. It is started again when it dies. `say` hears what takes long or goes wrong meanwhile.
 */
export async function startEmbedded(dataDir: string, say: (line: string) => void = () => {}): Promise<Embedded> {
  const cluster = clusterIn(dataDir)
  if (!existsSync(cluster.folder)) {
    say('Making the database (only the first time)')
    await makeCluster(cluster)
  }
  checkVersion(cluster.folder)
  const port = await reach(cluster)
  const stopping = new AbortController()
  const watching = keepUp(cluster, stopping.signal, say)
  return {
    url: urlOf(cluster, port, DATABASE),
    stop: async () => {
      stopping.abort()
      await watching
      await stopPostgres(cluster.folder)
    },
  }
}

const urlOf = ({ password }: Cluster, port: number, database: string) =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`

/** The port where it answers. A postmaster that was about to die as we found it is given up for a new one. */
async function reach(cluster: Cluster): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = await bringUp(cluster)
    try {
      await makeDatabase(urlOf(cluster, port, 'postgres'))
      return port
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (tries >= 50 || !/^(ECONN|EPIPE|CONNECTION_|57P0)/.test(code)) throw error
      await sleep(100)
    }
  }
}

async function makeDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const found = await sql`select from pg_database where datname = ${DATABASE}`
    if (found.length === 0) await sql`create database ${sql(DATABASE)}`
  } finally {
    await sql.end()
  }
}

/** A postmaster that dies is started again on its port: the pools find it there by themselves. */
async function keepUp(cluster: Cluster, stopping: AbortSignal, say: (line: string) => void): Promise<void> {
  while (!stopping.aborted) {
    const found = readPostmaster(cluster.folder)
    if (!(found && serves(found.pid, cluster.folder))) {
      say('Postgres ended: starting it again')
      await bringUp(cluster).catch(error => say(String(error)))
    }
    await sleep(500, undefined, { signal: stopping, ref: false }).catch(() => {})
  }
}
