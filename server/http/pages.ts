import { fileURLToPath } from 'node:url'
import { text } from '@pavior/shared/text.ts'
import { type Context, Hono } from 'hono'
import { fileAnswer } from './files.ts'
import type { Needs } from './needs.ts'
import { dashboardPolicy, framePolicy } from './policy.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const WIDGET = folder('widget/dist')
const CHAT = folder('widget/dist/app')
const DASHBOARD = folder('dashboard/dist')

/** Asked again each time, answered with 304. */
const ASK = 'no-cache'
/** The one file whose name stands in other people's pages: a new version is everywhere within minutes. */
const SOON = 'public, max-age=300, stale-while-revalidate=86400'

/** Where files come from; in development from Vite (develop.ts). */
export type Pages = {
  /** Whether the policies of production go with them. */
  strict: boolean
  file: (c: Context, room: 'widget' | 'chat' | 'dashboard', name: string) => Promise<Response | undefined>
}

export const builtPages: Pages = {
  strict: true,
  file: (c, room, name) => {
    const folder = { widget: WIDGET, chat: CHAT, dashboard: DASHBOARD }[room]
    return fileAnswer(c, folder, name, room === 'widget' ? SOON : ASK)
  },
}

/** The widget's loader and frame, and the dashboard, which is every other address. */
export function pageRoutes(needs: Pick<Needs, 'environment' | 'teams'>, pages: Pages): Hono {
  const { environment, teams } = needs
  const notBuilt = (what: string) => () => new Response(`${what} is not built: run pnpm build.`, { status: 503 })
  return new Hono()
    .use('/widget.js', anySite)
    .use('/widget/*', anySite)
    .get('/widget.js', async c => (await pages.file(c, 'widget', 'widget.js')) ?? notBuilt('The widget')())
    .get('/widget/frame', async c => {
      const id = text(64, 1).safeParse(c.req.query('team'))
      const team = id.success ? await teams.get(id.data) : undefined
      if (!team) return c.text('The address must name a team.', 400)
      if (pages.strict) c.header('Content-Security-Policy', framePolicy(environment, team.sites))
      return (await pages.file(c, 'chat', 'index.html')) ?? notBuilt('The widget')()
    })
    .get('/widget/assets/*', async c => {
      return (await pages.file(c, 'chat', c.req.path.slice('/widget/assets/'.length))) ?? c.notFound()
    })
    .get('/assets/*', async c => (await pages.file(c, 'dashboard', c.req.path.slice(1))) ?? c.notFound())
    .get('*', async c => {
      if (pages.strict) c.header('Content-Security-Policy', dashboardPolicy(environment))
      c.header('X-Frame-Options', 'DENY')
      c.header('Referrer-Policy', 'same-origin')
      return (await pages.file(c, 'dashboard', 'index.html')) ?? notBuilt('The dashboard')()
    })
}

/** The widget's files are loaded by pages of other sites, isolated ones too. */
async function anySite(c: Context, next: () => Promise<void>): Promise<void> {
  await next()
  c.header('Access-Control-Allow-Origin', '*')
  c.header('Cross-Origin-Resource-Policy', 'cross-origin')
}
