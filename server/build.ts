import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { CannotStart } from './cannot-start.ts'

const HOUSE = fileURLToPath(new URL('..', import.meta.url))

/** What browsers get, and the folders whose change makes it old. */
const ROOMS = [
  { room: 'widget', call: 'buildWidget', name: 'the widget', from: ['widget', 'shared'] },
  { room: 'dashboard', call: 'buildDashboard', name: 'the dashboard', from: ['dashboard', 'widget', 'shared'] },
]

/** Builds what changed since it was built last. Throws CannotStart with what the build said. */
export async function buildChanged(say: (line: string) => void): Promise<void> {
  await Promise.all(
    ROOMS.map(async ({ room, call, name, from }) => {
      const mark = join(HOUSE, room, 'dist', '.built-from')
      const sources = hashOf(from)
      if (existsSync(mark) && readFileSync(mark, 'utf8') === sources) return
      say(`Building ${name}`)
      await build(room, call, name)
      await compressAll(join(HOUSE, room, 'dist'))
      writeFileSync(mark, sources)
    }),
  )
}

/** The rooms import only shared, so each is built by a process of its own. */
async function build(room: string, call: string, name: string): Promise<void> {
  const script = `import(${JSON.stringify(join(HOUSE, room, 'build.ts'))}).then(made => made.${call}())`
  const child = spawn(process.execPath, ['-e', script], {
    cwd: HOUSE,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += chunk
    })
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new CannotStart(`${said.trim()}\n\nBuilding ${name} failed; what it said stands above.`)
}

function hashOf(folders: string[]): string {
  const hash = createHash('sha256').update(process.version)
  for (const file of [...folders.flatMap(sourcesIn), 'pnpm-lock.yaml'].sort())
    hash.update(`\0${file}\0`).update(readFileSync(join(HOUSE, file)))
  return hash.digest('hex')
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(HOUSE, folder), { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesIn(path)
    return entry.isFile() ? [path] : []
  })
}

/** Once here rather than at each request: the smallest form that each browser takes (http/files.ts picks). */
async function compressAll(dist: string): Promise<void> {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(file =>
    /\.(js|css|html|svg|json)$/.test(file),
  )
  await Promise.all(
    files.map(async file => {
      const path = join(dist, file)
      const bytes = await readFile(path)
      const [br, gz] = await Promise.all([
        promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
        promisify(gzip)(bytes, { level: 9 }),
      ])
      await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)])
    }),
  )
}

if (import.meta.main) await buildChanged(console.log)
