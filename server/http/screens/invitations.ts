import { Problem } from '@pavior/shared/problem.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { Email, Password, PersonName, signIn } from '../../teams/accounts.ts'
import {
  acceptInvitation,
  findInvitation,
  invite,
  openInvitations,
  withdrawInvitation,
} from '../../teams/invitations.ts'
import { readBody } from '../body.ts'
import { browserHeaders } from '../browser-headers.ts'
import { addressIn, adminsOnly, agentsOnly, checkOrigin } from '../callers.ts'
import { withCookies } from '../cookies.ts'
import { idIn } from '../ids.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

const Invite = z.object({ email: Email, role: z.enum(['agent', 'admin']).default('agent') })
const Accept = z.object({ name: PersonName, password: Password })

const ended = () => new Problem('not-found', 'This invitation is unknown, used or has ended: ask for a new one.')

/** For whoever has the link. */
export function guestRoutes(needs: Needs): Hono {
  const { auth, db, limits } = needs
  return new Hono()
    .get('/:id', async c => {
      await limits.take('address-door', addressIn(c, needs))
      const found = await findInvitation(db, idIn(c))
      if (!found) throw ended()
      return c.json(found)
    })
    .post('/:id', async c => {
      checkOrigin(c, needs)
      await limits.take('address-door', addressIn(c, needs))
      const { name, password } = await readBody(c, Accept)
      const email = await acceptInvitation(auth, db, idIn(c), { name, password })
      withCookies(c, await signIn(auth, email, password, browserHeaders(c, needs)))
      return c.json({}, 201)
    })
}

/** For owners and admins. */
export function invitationRoutes(needs: Needs): Hono<CalledByAgent> {
  const { db, environment } = needs
  const linkTo = (id: string) => `${environment.publicUrl}/invite/${id}`
  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/', async c => {
      const { team, agent } = c.var.caller
      adminsOnly(agent)
      const data = (await openInvitations(db, team.id)).map(one => ({ ...one, link: linkTo(one.id) }))
      return c.json({ data })
    })
    .post('/', async c => {
      const { team, agent } = c.var.caller
      adminsOnly(agent)
      const id = await invite(db, { team: team.id, by: agent.id, ...(await readBody(c, Invite)) })
      return c.json({ id, link: linkTo(id) }, 201)
    })
    .delete('/:id', async c => {
      const { team, agent } = c.var.caller
      adminsOnly(agent)
      if (!(await withdrawInvitation(db, team.id, idIn(c)))) throw ended()
      return c.body(null, 204)
    })
}
