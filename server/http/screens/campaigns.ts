import { parse } from '@pavior/shared/parse.ts'
import { text } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { overviewOf } from '../../campaigns/overview.ts'
import { insideOf } from '../../campaigns/publishing/inside.ts'
import { publishingOf, wouldEnter } from '../../campaigns/publishing/plan.ts'
import { versionsOf } from '../../campaigns/versions.ts'
import { agentsOnly } from '../callers.ts'
import { idIn } from '../ids.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

const InsideQuery = z.object({
  limit: z.coerce.number().int().min(1).max(50).default(25),
  after: z.string().max(200).optional(),
  search: text(200).optional(),
  component: text(64, 1).optional(),
})

/** What the screens of campaigns read beside the API. */
export function campaignScreenRoutes(needs: Needs): Hono<CalledByAgent> {
  const { ahead, long } = needs
  const sql = needs.pools.screens
  const now = () => Date.now() + ahead()
  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/', async c => c.json({ data: await overviewOf(sql, c.var.caller.team, now()) }))
    .get('/:id/versions', async c => c.json({ data: await versionsOf(sql, c.var.caller.team.id, idIn(c)) }))
    .get('/:id/publishing', async c => c.json(await publishingOf(sql, c.var.caller.team, idIn(c))))
    .get('/:id/publishing/entering', async c =>
      c.json({
        count: await long(c.req.raw.signal, read => wouldEnter(read, c.var.caller.team, idIn(c), now())),
      }),
    )
    .get('/:id/publishing/people', async c => {
      const query = parse(InsideQuery, c.req.query())
      return c.json(await insideOf(sql, c.var.caller.team, idIn(c), query, now()))
    })
}
