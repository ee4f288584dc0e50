import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const MODULE = fileURLToPath(import.meta.resolve('@pavior/server/kept-secret.ts'))

test('processes that make a secret at once all have the same, and leave nothing but it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pavior-secret-'))
  const file = join(folder, 'auth.secret')
  const at = Date.now() + 1500
  const program = `
    const { keptSecret } = await import(${JSON.stringify(MODULE)})
    while (Date.now() < ${at});
    process.stdout.write(keptSecret(${JSON.stringify(file)}))`
  const told = await Promise.all(
    Array.from({ length: 6 }, () => run(process.execPath, ['--input-type=module', '--eval', program])),
  )
  expect([...new Set(told.map(({ stdout }) => stdout))]).toEqual([readFileSync(file, 'utf8').trim()])
  expect(readdirSync(folder)).toEqual(['auth.secret'])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  rmSync(folder, { recursive: true, force: true })
})
