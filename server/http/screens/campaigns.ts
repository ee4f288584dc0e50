import { Hono } from 'hono'
import { overviewOf } from '../../campaigns/overview.ts'
import { agentsOnly } from '../callers.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

/** What the screens of campaigns read beside the API. */
export function campaignScreenRoutes(needs: Needs): Hono<CalledByAgent> {
  const sql = needs.pools.screens
  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/', async c => c.json({ data: await overviewOf(sql, c.var.caller.team, Date.now() + needs.ahead()) }))
}
