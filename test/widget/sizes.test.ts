import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'

const dist = fileURLToPath(new URL('../../widget/dist', import.meta.url))
const brotli = (path: string) => brotliCompressSync(readFileSync(path)).length

test('the loader, which every page view pays for, is at most 3 kB', () => {
  expect(brotli(`${dist}/widget.js`)).toBeLessThanOrEqual(3000)
})

test('the whole chat is at most 35 kB on its first open', () => {
  // panel.js is the same script as the one with the hash, for pages that an older loader is on; the recorder comes later.
  const files = readdirSync(`${dist}/app`).filter(
    name => /\.(html|css|js)$/.test(name) && name !== 'panel.js' && !name.startsWith('recording-'),
  )
  expect(files.length).toBeGreaterThanOrEqual(4)
  expect(files.reduce((sum, name) => sum + brotli(`${dist}/app/${name}`), 0)).toBeLessThanOrEqual(35_000)
})

test('the recorder is a script of its own, behind the first open, and small', () => {
  const recorders = readdirSync(`${dist}/app`).filter(name => /^recording-.*\.js$/.test(name))
  expect(recorders).toHaveLength(1)
  for (const name of recorders) expect(brotli(`${dist}/app/${name}`)).toBeLessThanOrEqual(3000)
})

test('a visitor does not pay for the time arithmetic of campaigns', () => {
  const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js'))
  expect(scripts.length).toBeGreaterThanOrEqual(2)
  for (const name of scripts) expect(readFileSync(`${dist}/${name}`, 'utf8'), name).not.toContain('ZonedDateTime')
})
