import { spawn } from 'node:child_process'
import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import { makeDataDir } from '../data-dir.ts'
import { keptSecret } from '../kept-secret.ts'
import { type Binaries, postgresBinaries } from './binaries.ts'
import { asPostgres, type RunAs, runAs } from './unprivileged.ts'

/** The embedded database's place on disk, and how its programs are run. */
export type Cluster = {
  folder: string
  log: string
  portFile: string
  password: string
  binaries: Binaries
  as: RunAs
}

export const SUPERUSER = 'pavior'

export function clusterIn(dataDir: string): Cluster {
  makeDataDir(dataDir)
  const folder = join(dataDir, 'postgres')
  const binaries = postgresBinaries()
  return {
    folder,
    log: join(dataDir, 'postgres.log'),
    portFile: join(dataDir, 'postgres.port'),
    password: keptSecret(join(dataDir, 'postgres.password')),
    binaries,
    as: runAs([binaries.postgres, folder]),
  }
}

/** Runs initdb beside the final folder and renames when all is done, so that a start that is killed leaves no half cluster. */
export async function makeCluster({ folder, binaries, as, password }: Cluster): Promise<void> {
  const making = `${folder}.new`
  const passwordFile = `${folder}.password.new`
  rmSync(making, { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  mkdirSync(making, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (as.user) for (const path of [making, passwordFile]) chownSync(path, as.user.uid, as.user.gid)
  try {
    await initdb(binaries.initdb, as, [
      `--pgdata=${making}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Without these the cluster takes what LANG says, or SQL_ASCII. Filters compare under PG_UNICODE_FAST.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=PG_UNICODE_FAST',
      '--no-instructions',
    ])
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(making, folder)
}

async function initdb(program: string, as: RunAs, options: string[]): Promise<void> {
  const { command, args, settings } = asPostgres(as, program, options)
  const child = spawn(command, args, { ...settings, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', chunk => {
    said += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  const reason = said.split('\n').findLast(line => /error|fatal/i.test(line)) ?? `initdb ended with ${code}`
  if (code !== 0) throw new CannotStart(`The embedded Postgres could not be made: ${reason.trim()}.`)
}

export function checkVersion(folder: string): void {
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version !== '18')
    throw new CannotStart(
      `${folder} was made by PostgreSQL ${version}, and this Pavior brings 18: take the data over with pg_dump, or move the folder away.`,
    )
}
