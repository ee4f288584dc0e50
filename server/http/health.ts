import { Hono } from 'hono'
import type { Needs } from './needs.ts'

/** For what watches over the process: does it live, and may it be sent visitors. */
export function healthRoutes({ pools, ready }: Pick<Needs, 'pools' | 'ready'>): Hono {
  return new Hono()
    .get('/healthz', c => c.text('alive'))
    .get('/readyz', async c => {
      if (!ready()) return c.text('starting or stopping', 503)
      const answers = await Promise.race([
        pools.screens`select 1`.then(
          () => true,
          () => false,
        ),
        afterSeconds(3),
      ])
      return answers ? c.text('ready') : c.text('the database does not answer', 503)
    })
}

const afterSeconds = (seconds: number) =>
  new Promise<false>(resolve => setTimeout(resolve, seconds * 1000, false).unref())
