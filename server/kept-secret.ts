import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CannotStart } from './cannot-start.ts'
import { makeDataDir } from './data-dir.ts'

/** The secret kept in this file (mode 600); made of 256 random bits when there is none yet. */
export function keptSecret(file: string): string {
  const before = read(file)
  if (before !== undefined) return before
  makeDataDir(dirname(file))
  const secret = randomBytes(32).toString('base64url')
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true })
  return secret
}

function read(file: string): string | undefined {
  try {
    const secret = readFileSync(file, 'utf8').trim()
    if (secret.length >= 32) return secret
    throw new CannotStart(`${file} does not hold a secret of 32 or more characters: restore it, or delete it.`)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
