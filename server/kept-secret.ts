import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CannotStart } from './cannot-start.ts'
import { makeDataDir } from './data-dir.ts'

/**
 * The secret kept in this file (mode 600); made of 256 random bits when there is none yet. It is written beside and
 * linked when it is whole, so that a start that is killed leaves no half of it, and of two at once both have the first.
 */
export function keptSecret(file: string): string {
  const before = read(file)
  if (before !== undefined) return before
  makeDataDir(dirname(file))
  const secret = randomBytes(32).toString('base64url')
  const made = `${file}.${process.pid}.new`
  writeFileSync(made, `${secret}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(made, file)
    return secret
  } catch (error) {
    const first = isThere(error) ? read(file) : undefined
    if (first === undefined) throw error
    return first
  } finally {
    rmSync(made)
  }
}

const isThere = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'

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
