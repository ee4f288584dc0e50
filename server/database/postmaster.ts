import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What `postmaster.pid` of a cluster says: the process that holds it, and where it listens. */
export type Postmaster = { pid: number; port: number; ready: boolean }

export function readPostmaster(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    return pid > 0 ? { pid, port, ready: lines[7]?.trim() === 'ready' } : undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** True when the living process is this cluster's postmaster, and not another that got its number after a restart. */
export function serves(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster)
  } catch {
    return false // gone meanwhile, or somebody else's process: either way not ours
  }
}

/**
 * Stops the cluster's postmaster, if one lives: connections are cut and everything is written ("fast" shutdown); after 8 s
 * without waiting for the disk ("immediate"), from which the next start recovers.
 */
export async function stopPostgres(cluster: string): Promise<void> {
  const found = readPostmaster(cluster)
  if (!found || !serves(found.pid, cluster)) return
  for (const [signal, patience] of [
    ['SIGINT', 8_000],
    ['SIGQUIT', 2_000],
    ['SIGKILL', 1_000],
  ] as const) {
    if (!serves(found.pid, cluster)) return
    process.kill(found.pid, signal)
    const until = Date.now() + patience
    while (Date.now() < until) {
      if (!serves(found.pid, cluster)) return
      await sleep(20)
    }
  }
  throw new Error(`Postgres (process ${found.pid}) does not stop`)
}
