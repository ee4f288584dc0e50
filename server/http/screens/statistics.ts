import { parse } from '@pavior/shared/parse.ts'
import { Hono } from 'hono'
import { chartOf } from '../../campaigns/statistics/chart.ts'
import { statisticsOf } from '../../campaigns/statistics.ts'
import { StatisticsQuery, whichOf } from '../api/campaign-shapes.ts'
import { agentsOnly } from '../callers.ts'
import { idIn } from '../ids.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

/** What the screen of a campaign's statistics reads: the same numbers and lists as the API's, and what is drawn of them. */
export function statisticsScreenRoutes(needs: Needs): Hono<CalledByAgent> {
  const { pools, post, ahead } = needs
  const sql = pools.screens
  const now = () => Date.now() + ahead()
  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/:id/statistics', async c => {
      const which = whichOf(c.var.caller.team.id, idIn(c), parse(StatisticsQuery, c.req.query()))
      return c.json(await statisticsOf(sql, which, post.transport.reports))
    })
    .get('/:id/statistics/chart', async c => {
      const { team } = c.var.caller
      const which = whichOf(team.id, idIn(c), parse(StatisticsQuery, c.req.query()))
      return c.json(await chartOf(sql, which, team.zone, now()))
    })
}
