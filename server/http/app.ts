import { Problem } from '@pavior/shared/problem.ts'
import { Hono } from 'hono'
import { apiRoutes } from './api/routes.ts'
import { authRoutes } from './auth.ts'
import { demoRoutes } from './demo/routes.ts'
import { healthRoutes } from './health.ts'
import { imageRoutes } from './images.ts'
import type { Needs } from './needs.ts'
import { type Pages, pageRoutes } from './pages.ts'
import { safeHeaders } from './policy.ts'
import { problemAnswer } from './problem.ts'
import { providerRoutes } from './provider-events.ts'
import { screenRoutes } from './screens/routes.ts'
import { unsubscribeRoutes } from './unsubscribe.ts'
import { visitorRoutes } from './visitor.ts'

/** Every address of the server but the sockets. */
export function createApp(needs: Needs, pages: Pages): Hono {
  const app = new Hono()
    .use(safeHeaders)
    .use('/api/*', async (c, next) => {
      await next()
      if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
    })
    .route('/', healthRoutes(needs))
    .route('/visitor', visitorRoutes(needs))
    .route('/api/auth', authRoutes(needs))
    .route('/api/dashboard', screenRoutes(needs))
    .route('/api/v1', apiRoutes(needs))
    .route('/demo', demoRoutes(needs))
    .route('/images', imageRoutes(needs))
    .route('/unsubscribe', unsubscribeRoutes(needs))
    .route('/webhooks', providerRoutes(needs))
    .all('/api/*', () => {
      throw new Problem('not-found', 'There is nothing at this address.')
    })
    .route('/', pageRoutes(needs, pages))
  app.onError((error, c) => problemAnswer(c, error, needs.log))
  app.notFound(c => problemAnswer(c, new Problem('not-found', 'There is nothing at this address.'), needs.log))
  return app
}
