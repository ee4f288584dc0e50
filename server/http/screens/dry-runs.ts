import { Scenario } from '@pavior/shared/dry-run/scenario.ts'
import { Problem } from '@pavior/shared/problem.ts'
import { Hono } from 'hono'
import { deleteScenario, saveScenario, scenariosOf } from '../../campaigns/scenarios.ts'
import { personOf } from '../../people/reads.ts'
import { streamsOf } from '../../rewind/journal.ts'
import { readBody } from '../body.ts'
import { agentsOnly } from '../callers.ts'
import { idIn } from '../ids.ts'
import type { CalledByAgent, Needs } from '../needs.ts'

/** What of a person's past is sent to be played on. */
const MOST_ENTRIES = 20_000

/** What the builder's dry run reads and keeps. It plays in the browser: nothing of it comes here. */
export function dryRunRoutes(needs: Needs): Hono<CalledByAgent> {
  const sql = needs.pools.screens
  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/people/:id/journal', async c => {
      const { team } = c.var.caller
      const person = await personOf(sql, team.id, idIn(c))
      const streams = await streamsOf(sql, needs.log, team.id, person.id, MOST_ENTRIES)
      if (streams === 'too-many')
        throw new Problem('too-large', 'Too much has happened to this person to be played on. Choose somebody else.')
      return c.json({ person: person.id, streams: Object.fromEntries(streams) })
    })
    .get('/campaigns/:id/scenarios', async c => {
      return c.json({ data: await scenariosOf(sql, c.var.caller.team.id, idIn(c)) })
    })
    .put('/campaigns/:id/scenarios/:scenario', async c => {
      const scenario = await readBody(c, Scenario)
      await saveScenario(sql, c.var.caller.team.id, idIn(c), idIn(c, 'scenario'), scenario)
      return c.json({ id: idIn(c, 'scenario'), ...scenario })
    })
    .delete('/campaigns/:id/scenarios/:scenario', async c => {
      await deleteScenario(sql, c.var.caller.team.id, idIn(c), idIn(c, 'scenario'))
      return c.body(null, 204)
    })
}
