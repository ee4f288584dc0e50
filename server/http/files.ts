import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Context } from 'hono'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.txt': 'text/plain; charset=utf-8',
}

/** A name with Vite's hash in it never changes its content. */
const HASHED = /-(?=[\w-]*[A-Z0-9_])[\w-]{8}\.\w+$/
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** Smallest first; written beside the files when they are built (build.ts). */
const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
]

/** A file of a folder, in the smallest form the browser takes; nothing where there is none. `cache`: for names without a hash. */
export async function fileAnswer(
  c: Context,
  folder: string,
  name: string,
  cache: string,
): Promise<Response | undefined> {
  const path = inside(folder, name)
  const type = TYPES[extname(name)]
  if (path === undefined || type === undefined) return undefined
  const found = await smallest(path, type, c.req.header('accept-encoding') ?? '')
  if (!found) return undefined
  const etag = `"${createHash('sha256').update(found.bytes).digest('base64url').slice(0, 22)}"`
  c.header('ETag', etag)
  c.header('Vary', 'Accept-Encoding')
  c.header('Cache-Control', HASHED.test(name) ? IMMUTABLE : cache)
  if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304)
  c.header('Content-Type', type)
  if (found.encoding !== undefined) c.header('Content-Encoding', found.encoding)
  return c.body(new Uint8Array(found.bytes))
}

async function smallest(
  path: string,
  type: string,
  accepted: string,
): Promise<{ bytes: Buffer; encoding?: string } | undefined> {
  const changed = await changedAt(path)
  if (changed === undefined) return undefined
  if (/text|json|svg/.test(type))
    for (const { name, ending } of ENCODINGS) {
      const takes = new RegExp(`\\b${name}\\b`).test(accepted)
      // One that is older than its file belongs to a build before.
      const bytes = takes && ((await changedAt(path + ending)) ?? 0) >= changed ? await read(path + ending) : undefined
      if (bytes) return { bytes, encoding: name }
    }
  const bytes = await read(path)
  return bytes && { bytes }
}

async function changedAt(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() ? found.mtimeMs : undefined
}

async function read(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(error.code)))
      return undefined
    throw error
  }
}

/** The path of a name inside a folder; none for one that leads out of it. */
function inside(folder: string, name: string): string | undefined {
  if (name.includes('\0')) return undefined
  const path = normalize(join(folder, name))
  return path.startsWith(normalize(folder) + sep) ? path : undefined
}
