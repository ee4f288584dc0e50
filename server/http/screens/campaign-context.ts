import { Hono } from 'hono'
import { agentsOnly } from '../callers.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

/** What the team has that a campaign can name or depends on, for the checks while it is drawn. */
export const campaignContextRoutes = (needs: Needs): Hono<CalledByAgent> =>
  new Hono<CalledByAgent>().use(agentsOnly(needs)).get('/', async c => {
    const team = await needs.teams.current(c.var.caller.team)
    return c.json({
      campaigns: [...team.campaignNames].map(([id, name]) => ({ id, name })),
      transport: needs.post.transport.reports ? 'reports' : 'silent',
    })
  })
