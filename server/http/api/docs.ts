import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Hono } from 'hono'

const require = createRequire(import.meta.url)

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Pavior API</title>
  </head>
  <body>
    <script
      id="api-reference"
      data-url="/api/v1/openapi.json"
      data-configuration='{"withDefaultFonts":false,"telemetry":false,"showDeveloperTools":"never","agent":{"disabled":true},"mcp":{"disabled":true}}'
    ></script>
    <script src="/api/v1/docs/reference.js"></script>
  </body>
</html>
`

/** Scalar styles what it draws inline and runs parts from blobs; only this page may, and it knows no cookie's secrets. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** `/api/v1/docs`: the same description, to be read; everything it loads comes from here. */
export function docsRoutes(): Hono {
  let script: Promise<Buffer> | undefined
  const bundle = async () => {
    const main = require.resolve('@scalar/api-reference')
    return promisify(gzip)(await readFile(join(dirname(main), 'browser/standalone.js')))
  }
  return new Hono()
    .get('/', c => c.html(PAGE, 200, { 'Content-Security-Policy': POLICY }))
    .get('/reference.js', async c => {
      script ??= bundle()
      return c.body(new Uint8Array(await script), 200, {
        'Content-Type': 'text/javascript; charset=utf-8',
        'Content-Encoding': 'gzip',
        'Cache-Control': 'public, max-age=3600',
      })
    })
}
