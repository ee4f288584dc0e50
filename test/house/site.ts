import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { snippet } from '@pavior/server/teams/settings.ts'

type Answer = { html: string; headers?: Record<string, string> }

/** Somebody's site: pages of another origin than Pavior's. */
export type Site = {
  url: string
  /** What stands at a path from now on; gives its address. */
  page: (path: string, html: string, headers?: Record<string, string>) => string
  stop: () => Promise<void>
}

export async function openSite(): Promise<Site> {
  const pages = new Map<string, Answer>()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const page = pages.get(pathname)
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...page?.headers })
    response.end(page?.html ?? 'Not here')
  })
  // By number, where the house goes by name: another site in the browser's eyes, too.
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url,
    page: (path, html, headers = {}) => {
      pages.set(path, { html, headers })
      return url + path
    },
    stop: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

type Host = { url: string; id: string; boot?: Record<string, unknown>; head?: string; body?: string; title?: string }

/** A page with the snippet as a site pastes it, and more in `boot` than the team where the test says so. */
export function hostPage({ url, id, boot = {}, head = '', body = '', title = 'A shop' }: Host): string {
  const more = JSON.stringify(boot).slice(1, -1)
  const pasted = more ? snippet({ id }, url).replace(`team: '${id}'`, `team: '${id}', ${more}`) : snippet({ id }, url)
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${head}${pasted}</head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>`
}

/** What a Content-Security-Policy calls the snippet of a page. */
export function hashOf(html: string): string {
  const inline = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? ''
  return `sha256-${createHash('sha256').update(inline).digest('base64')}`
}
