import { FactsRequest } from '@pavior/shared/protocol/visitor.ts'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { takePageFacts } from '../people/page-facts.ts'
import { contextOf } from '../realtime/browser.ts'
import { KB, readBody } from './body.ts'
import { addressIn } from './callers.ts'
import type { Needs } from './needs.ts'

/** `POST /visitor/facts`: the loader's one request, from any site, without cookies. */
export function visitorRoutes(needs: Needs): Hono {
  const { pools, engine, teams, door, limits } = needs
  return new Hono()
    .use(cors({ origin: '*', allowMethods: ['POST'], allowHeaders: ['content-type'], maxAge: 86_400 }))
    .post('/facts', async c => {
      await limits.take('address-facts', addressIn(c, needs))
      const { facts, context, ...auth } = await readBody(c, FactsRequest, 64 * KB)
      const told = contextOf(c.req.header('user-agent'), context)
      const visitor = await door.visitor(auth, told)
      await limits.take('visitor-facts', visitor.person, facts.length)
      return c.json(await takePageFacts({ sql: pools.screens, engine, teams }, visitor, facts, told, context?.page))
    })
}
