import { Hono } from 'hono'
import { z } from 'zod'
import { PersonName } from '../../teams/accounts.ts'
import { renameAgent } from '../../teams/agents.ts'
import { readBody } from '../body.ts'
import { agentsOnly } from '../callers.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

const Change = z.object({ name: PersonName })

/** The agent who is signed in: read by every screen, changed by nobody else. */
export function meRoutes(needs: Needs): Hono<CalledByAgent> {
  const { db, environment, teams } = needs
  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/', c => {
      const { agent, team } = c.var.caller
      return c.json({ agent, team: { id: team.id, name: team.name, zone: team.zone }, url: environment.publicUrl })
    })
    .patch('/', async c => {
      const { agent, team } = c.var.caller
      const { name } = await readBody(c, Change)
      await renameAgent(db, agent.id, name)
      await teams.reload(team.id)
      return c.json({ agent: { ...agent, name } })
    })
}
