import { text } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { eventTypes } from '../../webhooks/events.ts'
import { wrongTarget } from '../../webhooks/target.ts'
import { createWebhook, deleteWebhook, webhooksOf } from '../../webhooks/writes.ts'
import { readBody } from '../body.ts'
import { idIn, saidIn } from '../ids.ts'
import type { Called, Needs } from '../needs.ts'
import { describe } from './describe.ts'

const WebhookAnswer = z.object({
  id: z.uuid(),
  url: z.string(),
  events: z.array(z.enum(eventTypes)).describe('Empty: all'),
  createdAt: z.iso.datetime(),
})
const MadeAnswer = WebhookAnswer.extend({
  secret: z.string().describe('Deliveries are signed with it (Standard Webhooks); shown this once'),
})

/** Where a team is told over HTTP of what happens. */
export function webhookRoutes(needs: Needs): Hono<Called> {
  const { teams, environment } = needs
  const sql = needs.pools.screens
  const tag = 'Webhooks'
  const NewWebhook = z.object({
    url: text(2000, 1).superRefine((url, context) => {
      const message = wrongTarget(url, environment.webhookTargets)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    }),
    events: z
      .array(z.enum(eventTypes, `must be one of ${eventTypes.join(', ')}`))
      .max(eventTypes.length)
      .default([])
      .transform(events => [...new Set(events)]),
  })
  return new Hono<Called>()
    .get(
      '/',
      describe({ summary: 'List webhooks', tag, answer: z.object({ data: z.array(WebhookAnswer) }) }),
      async c => c.json({ data: await webhooksOf(sql, c.var.caller.team.id) }),
    )
    .post(
      '/',
      describe({
        summary: 'Make a webhook',
        description:
          'Each event is a POST of `{ id, type, at, data }`, signed in `webhook-signature` (verify it with svix or standardwebhooks), tried again for about a day until it is answered 2xx. It may come more than once and out of order: know it again by `id`, order it by `at`.',
        tag,
        body: NewWebhook,
        answer: MadeAnswer,
        status: 201,
        example: { body: { url: 'https://example.com/pavior', events: ['form.submitted', 'campaign.entered'] } },
      }),
      async c => {
        const asked = await readBody(c, NewWebhook)
        const { webhook, secret } = await createWebhook(sql, teams, c.var.caller.team.id, asked, saidIn(c, asked))
        return c.json({ ...webhook, secret }, 201)
      },
    )
    .delete('/:id', describe({ summary: 'Delete a webhook', tag, writes: true }), async c => {
      await deleteWebhook(sql, teams, c.var.caller.team.id, idIn(c))
      return c.body(null, 204)
    })
}
