import { mkdirSync } from 'node:fs'
import { CannotStart } from './cannot-start.ts'

/** Makes the data directory unless it is there. Throws CannotStart with a sentence when it can't be one. */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = reasons[code]
    if (reason === undefined) throw error
    throw new CannotStart(`DATA_DIR ${dataDir} ${reason}: choose another folder.`)
  }
}

const reasons: Record<string, string> = {
  EEXIST: 'is a file',
  ENOTDIR: 'lies in a file',
  EACCES: 'may not be made by this user',
  EPERM: 'may not be made by this user',
  EROFS: 'can not be written',
  ENOSPC: 'has no space left',
}
