import { Hono } from 'hono'
import { signIn } from '../../teams/accounts.ts'
import { FirstRun, firstRun, isFirstRun, needsToken } from '../../teams/first-run.ts'
import { readBody } from '../body.ts'
import { browserHeaders } from '../browser-headers.ts'
import { addressIn, checkOrigin } from '../callers.ts'
import { withCookies } from '../cookies.ts'
import type { Needs } from '../needs.ts'

/** The first visitor of a fresh install makes the team. */
export function startRoutes(needs: Needs): Hono {
  const { auth, db, environment, limits } = needs
  return new Hono()
    .get('/', async c => c.json({ firstRun: await isFirstRun(db), needsToken: needsToken(environment) }))
    .post('/', async c => {
      checkOrigin(c, needs)
      await limits.take('address-door', addressIn(c, needs))
      const input = await readBody(c, FirstRun)
      const team = await firstRun(needs, input)
      withCookies(c, await signIn(auth, input.email, input.password, browserHeaders(c, needs)))
      return c.json({ team: { id: team.id, name: team.name, zone: team.zone } }, 201)
    })
}
