import { parse } from '@pavior/shared/parse.ts'
import type { EmailDetail, EmailPage } from '@pavior/shared/protocol/emails.ts'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { renderOf } from '../../email/hand-over.ts'
import { emailOf, emailsOf } from '../../email/reads.ts'
import { agentsOnly } from '../callers.ts'
import { idIn } from '../ids.ts'
import type { CalledByAgent, Needs } from '../needs.ts'
import { emailPolicy } from '../policy.ts'

const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  after: z.string().max(200).optional(),
})

/** The emails of the team: the outbox where nothing leaves, and a log of them everywhere. */
export function emailRoutes(needs: Needs): Hono<CalledByAgent> {
  const { environment, teams, secret, pools } = needs
  const sql = pools.screens
  const { via, ...settings } = environment.email
  const sender = { secret, publicUrl: environment.publicUrl, ...settings }

  /** As it left; as it would leave now, where it has not begun to. */
  async function emailIn(c: Context<CalledByAgent>) {
    const { team } = c.var.caller
    const { email, rendered } = await emailOf(sql, team, idIn(c))
    const { id, to } = email
    return { email, rendered: rendered ?? (await renderOf({ sql, teams, sender }, { team_id: team.id, id, to })) }
  }

  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/', async c => {
      const { limit, after } = parse(ListQuery, c.req.query())
      const page: EmailPage = { ...(await emailsOf(sql, c.var.caller.team, limit, after)), via: via.name }
      return c.json(page)
    })
    .get('/:id', async c => {
      const { email, rendered } = await emailIn(c)
      const { from, replyTo, text } = rendered
      const detail: EmailDetail = {
        email,
        from: from.name === '' ? from.address : `${from.name} <${from.address}>`,
        ...(replyTo !== undefined && { replyTo }),
        text,
      }
      return c.json(detail)
    })
    .get('/:id/html', async c => {
      const { rendered } = await emailIn(c)
      c.header('Content-Security-Policy', emailPolicy)
      c.header('Referrer-Policy', 'no-referrer')
      return c.html(rendered.html)
    })
}
