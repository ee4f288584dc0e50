import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context } from 'hono'
import { buildChanged } from './build.ts'
import { startEmbedded } from './database/embedded.ts'
import { holdDataDir } from './database/hold.ts'
import type { Environment } from './environment.ts'
import { builtPages, type Pages } from './http/pages.ts'

const HOUSE = fileURLToPath(new URL('..', import.meta.url))

/**
 * `pnpm dev`: Vite serves dashboard and chat with hot reload, the server restarts when its files change, the loader is built
 * anew when it changes; Postgres stays up all the while.
 */
export async function develop(environment: Environment, say: (line: string) => void): Promise<() => Promise<void>> {
  const { dataDir, publicUrl, databaseUrl, demo } = environment
  const letGo = databaseUrl === undefined ? await holdDataDir(dataDir, publicUrl) : undefined
  await buildChanged(say)
  const database = databaseUrl === undefined ? await startEmbedded(dataDir, say) : undefined
  const [dashboard, widget] = [await freePort(), await freePort()]
  const env = { ...process.env, DATABASE_URL: databaseUrl ?? database?.url, DATA_DIR: dataDir, DEMO: demo ? '1' : '0' }
  const vite = (room: string, port: number) =>
    run(
      join(HOUSE, room, 'node_modules/.bin/vite'),
      ['--port', String(port), '--strictPort', '--clearScreen', 'false'],
      {
        cwd: join(HOUSE, room),
      },
    )
  const node = (...args: string[]) => run(process.execPath, args, { cwd: HOUSE, env })
  const children = [
    vite('dashboard', dashboard),
    vite('widget', widget),
    node('--watch-path=widget/loader', '--watch-path=widget/panel', '--watch-preserve-output', 'widget/build.ts'),
    node('--watch', '--watch-preserve-output', 'server/start.ts', '--vite', String(dashboard), String(widget)),
  ]
  say(`Developing at ${publicUrl}, the demo at ${publicUrl}/demo; the login is in ${join(dataDir, 'demo.json')}`)
  return async () => {
    await Promise.all(children.map(ended))
    await database?.stop()
    await letGo?.()
  }
}

function run(command: string, args: string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): ChildProcess {
  return spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] })
}

function ended(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  child.kill('SIGTERM')
  return new Promise(resolve => child.on('exit', resolve))
}

/** Pages straight from Vite, which injects styles and scripts: without the policies of production. */
export function vitePages([dashboard, widget]: string[]): Pages {
  const from = (port: string | undefined, c: Context, path: string) =>
    fetch(`http://localhost:${port}${path}`, { headers: { accept: c.req.header('accept') ?? '*/*' } })
  return {
    strict: false,
    file: async (c, room, name) => {
      const { search } = new URL(c.req.url)
      if (room === 'widget' || name.startsWith('panel-')) return builtPages.file(c, room, name)
      if (room === 'chat') return from(widget, c, `/widget/assets/${name === 'index.html' ? '' : name}${search}`)
      return from(dashboard, c, c.req.path + search)
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
