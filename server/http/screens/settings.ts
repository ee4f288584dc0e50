import { Problem } from '@pavior/shared/problem.ts'
import { text } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { createKey, deleteKey, listKeys } from '../../teams/keys.ts'
import { addIdentitySecret, changeTeam, endIdentitySecret, snippet, TeamSettings } from '../../teams/settings.ts'
import { readTeam } from '../../teams/team.ts'
import { readBody } from '../body.ts'
import { adminsOnly, agentsOnly } from '../callers.ts'
import { idIn } from '../ids.ts'
import type { CalledByAgent, Caller, Needs } from '../needs.ts'

const NewKey = z.object({ name: text(100).trim().min(1, 'must not be empty') })

/** What a team sets about itself. Agents read it; owners and admins change it. */
export function settingsRoutes(needs: Needs): Hono<CalledByAgent> {
  const { db, environment, teams } = needs

  async function settingsFor({ team: { id }, agent }: Caller) {
    const team = await readTeam(db, id)
    if (!team) throw new Problem('not-found', 'There is no such team.')
    const { name, zone, sites, recording, identitySecrets } = team
    return {
      team: { id, name, zone },
      sites,
      recording,
      ...(agent && agent.role !== 'agent' && { identitySecrets }),
      snippet: snippet(team, environment.publicUrl),
    }
  }

  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/', async c => c.json(await settingsFor(c.var.caller)))
    .patch('/', async c => {
      const { team, agent } = c.var.caller
      adminsOnly(agent)
      await changeTeam(db, team.id, await readBody(c, TeamSettings))
      await teams.reload(team.id)
      return c.json(await settingsFor(c.var.caller))
    })
    .post('/identity-secrets', async c => {
      const { team, agent } = c.var.caller
      adminsOnly(agent)
      const secret = await addIdentitySecret(db, team.id)
      await teams.reload(team.id)
      return c.json(secret, 201)
    })
    .delete('/identity-secrets/:id', async c => {
      const { team, agent } = c.var.caller
      adminsOnly(agent)
      await endIdentitySecret(db, team.id, idIn(c))
      await teams.reload(team.id)
      return c.body(null, 204)
    })
}

/** API keys; owners and admins only. */
export function keyRoutes(needs: Needs): Hono<CalledByAgent> {
  const { auth, db } = needs
  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .use(async (c, next) => {
      adminsOnly(c.var.caller.agent)
      await next()
    })
    .get('/', async c => c.json({ data: await listKeys(db, c.var.caller.team.id) }))
    .post('/', async c => {
      const { team, agent } = c.var.caller
      const { name } = await readBody(c, NewKey)
      return c.json(await createKey(auth, { team: team.id, agent: agent.id, name }), 201)
    })
    .delete('/:id', async c => {
      if (!(await deleteKey(db, c.var.caller.team.id, idIn(c)))) throw new Problem('not-found', 'There is no such key.')
      return c.body(null, 204)
    })
}
