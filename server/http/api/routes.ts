import { Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import { keysAndAgents } from '../callers.ts'
import type { Called, Needs } from '../needs.ts'
import { campaignRoutes } from './campaigns.ts'
import { conversationRoutes } from './conversations.ts'
import { docsRoutes } from './docs.ts'
import { eventRoutes } from './events.ts'
import { peopleRoutes } from './people.ts'
import { rewindRoutes } from './rewind.ts'
import { statisticsRoutes } from './statistics.ts'
import { teamRoutes } from './team.ts'
import { webhookRoutes } from './webhooks.ts'

/** `/api/v1`: the promise to back ends outside (interfaces.md). */
export function apiRoutes(needs: Needs): Hono {
  const calls = new Hono<Called>()
    .use(keysAndAgents(needs))
    .route('/people', peopleRoutes(needs))
    .route('/events', eventRoutes(needs))
    .route('/', rewindRoutes(needs))
    .route('/conversations', conversationRoutes(needs))
    .route('/campaigns', campaignRoutes(needs))
    .route('/webhooks', webhookRoutes(needs))
    .route('/', statisticsRoutes(needs))
    .route('/', teamRoutes(needs))
  const described = new Hono().route('/api/v1', calls)
  return new Hono()
    .get(
      '/openapi.json',
      openAPIRouteHandler(described, { documentation: documentationOf(needs.environment.publicUrl) }),
    )
    .route('/docs', docsRoutes())
    .route('/', calls)
}

type Documentation = NonNullable<NonNullable<Parameters<typeof openAPIRouteHandler>[1]>['documentation']>

const documentationOf = (url: string): Documentation => ({
  info: {
    title: 'Pavior',
    version: '1',
    description: 'Keys are made in the settings. JSON in and out; errors are `application/problem+json` (RFC 9457).',
  },
  servers: [{ url }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  security: [{ key: [] }],
})
