import { spawnSync } from 'node:child_process'
import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'

/** How programs of Postgres are run: as ourselves (no user), or, since Postgres refuses root, as somebody else. */
export type RunAs = { user?: User; prefix: string[] }
type User = { uid: number; gid: number }

/**
 * Postgres refuses to be root, so root runs it as the user `postgres`, or `nobody`. Where that user may not enter the folders
 * above (a clone under /root or in a private temporary folder), it gets the one capability that lets it pass, by `setpriv`
 * of util-linux; nobody's permissions are changed for that. `no_setuid_fixup` keeps the capability valid for access(2),
 * with which Postgres checks its binaries.
 */
export function runAs(paths: string[]): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const user = unprivilegedUser()
  const closed = paths.flatMap(ancestors).find(folder => !mayPass(folder, user))
  if (closed === undefined) return { user, prefix: [] }
  const prefix = [
    'setpriv',
    '--securebits=+no_setuid_fixup',
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ]
  const [command = '', ...options] = prefix
  if (spawnSync(command, [...options, 'true']).status === 0) return { user, prefix }
  throw new CannotStart(
    `Postgres refuses to run as root, and nobody else may enter ${closed}: start as an ordinary user, move to a folder that others may enter, or set DATABASE_URL.`,
  )
}

/** What `spawn` is given to run a program of Postgres. */
export function asPostgres({ user, prefix }: RunAs, program: string, options: string[]) {
  const [command = program, ...args] = [...prefix, program, ...options]
  // The environment is bare: PGPORT, LANG and the like of the machine must not reach it.
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
  return { command, args, settings: { cwd: '/', env, ...(prefix.length === 0 ? user : {}) } }
}

/** Postgres demands that its data belong to the user it runs as; who starts Pavior may have changed. */
export function giveTo(folder: string, user: User): void {
  if (lstatSync(folder).uid === user.uid) return
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(join(folder, entry), user.uid, user.gid)
  chownSync(folder, user.uid, user.gid)
}

/** It must have a name (initdb looks it up), so a number alone does not do. */
function unprivilegedUser(): User {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find(line => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new CannotStart(
    'Postgres refuses to run as root, and there is no user "postgres" or "nobody": start as an ordinary user, or set DATABASE_URL.',
  )
}

function mayPass(folder: string, user: User): boolean {
  const { mode, uid, gid } = statSync(folder)
  return (mode & (uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001)) !== 0
}

/** The folders above a path, from the root down. */
function ancestors(path: string): string[] {
  const above = dirname(path)
  return above === path ? [] : [...ancestors(above), above]
}
