import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { type Context, Hono } from 'hono'
import { Webhook } from 'svix'
import { hearEvent, ResendEvent } from '../email/events.ts'
import { KB, parseJson, readText } from './body.ts'
import { addressIn } from './callers.ts'
import type { Needs } from './needs.ts'

/** `/webhooks/resend`: what Resend tells of our emails, signed by svix. What we do not listen to is taken, too. */
export function providerRoutes(needs: Needs): Hono {
  const { environment, engine, limits, pools, secret } = needs
  const { via } = environment.email
  const key = via.name === 'resend' ? via.webhookSecret : undefined

  async function signed(c: Context, webhook: Webhook, body: string): Promise<string> {
    const headers = Object.fromEntries(
      ['svix-id', 'svix-timestamp', 'svix-signature'].map(name => [name, c.req.header(name) ?? '']),
    )
    try {
      webhook.verify(body, headers)
    } catch {
      await limits.take('address-door', addressIn(c, needs))
      throw new Problem(
        'unauthorized',
        'The signature does not fit: RESEND_WEBHOOK_SECRET must be that of this webhook.',
      )
    }
    return headers['svix-id'] ?? ''
  }

  return new Hono().post('/resend', async c => {
    if (key === undefined)
      throw new Problem('not-found', 'Nothing is heard here: set RESEND_API_KEY and RESEND_WEBHOOK_SECRET.')
    const body = await readText(c, 256 * KB)
    const id = await signed(c, new Webhook(key), body)
    const event = parse(ResendEvent, parseJson(body))
    await hearEvent({ sql: pools.screens, engine, secret, publicUrl: environment.publicUrl }, id, event)
    return c.json({})
  })
}
