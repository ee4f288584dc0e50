import { Problem } from '@pavior/shared/problem.ts'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { inboxesOf } from '../../inboxes/reads.ts'
import { changeInbox, createInbox, deleteInbox, InboxChange, NewInbox } from '../../inboxes/writes.ts'
import { agentsOf } from '../../teams/agents.ts'
import { readBody } from '../body.ts'
import { byOf } from '../callers.ts'
import { idIn, saidIn } from '../ids.ts'
import type { Called, Needs } from '../needs.ts'
import { describe } from './describe.ts'
import { exampleIds } from './examples.ts'
import { AgentAnswer, InboxAnswer } from './shapes.ts'

const all = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item) })

/** Who works here, and where. */
export function teamRoutes(needs: Needs): Hono<Called> {
  const { db, presence, teams, engine } = needs
  const sql = needs.pools.screens
  const tag = 'Team'

  const answer = async (c: Context<Called>, id: string, status: 200 | 201 = 200) => {
    const inbox = (await inboxesOf(sql, c.var.caller.team.id)).find(one => one.id === id)
    if (!inbox) throw new Problem('not-found', 'There is no such inbox.')
    return c.json(inbox, status)
  }

  return new Hono<Called>()
    .get('/agents', describe({ summary: 'List agents', tag, answer: all(AgentAnswer) }), async c => {
      const { id } = c.var.caller.team
      const agents = await agentsOf(db, id)
      return c.json({ data: agents.map(agent => ({ ...agent, available: presence.agentAvailable(id, agent.id) })) })
    })
    .get('/inboxes', describe({ summary: 'List inboxes', tag, answer: all(InboxAnswer) }), async c =>
      c.json({ data: await inboxesOf(sql, c.var.caller.team.id) }),
    )
    .post(
      '/inboxes',
      describe({
        summary: 'Make an inbox',
        tag,
        body: NewInbox,
        answer: InboxAnswer,
        status: 201,
        example: { body: { name: 'Sales', agents: [exampleIds.agent] } },
      }),
      async c => {
        const inbox = await readBody(c, NewInbox)
        const said = saidIn(c, inbox)
        await createInbox({ sql, teams, engine }, c.var.caller.team.id, inbox, said)
        return await answer(c, said.id, 201)
      },
    )
    .patch(
      '/inboxes/:id',
      describe({
        summary: 'Rename an inbox, or say who its members are',
        tag,
        body: InboxChange,
        answer: InboxAnswer,
        example: { body: { name: 'Sales and partners', agents: [exampleIds.agent] } },
      }),
      async c => {
        const change = await readBody(c, InboxChange)
        await changeInbox({ sql, teams, engine }, c.var.caller.team.id, idIn(c), change, saidIn(c, change))
        return await answer(c, idIn(c))
      },
    )
    .delete(
      '/inboxes/:id',
      describe({
        summary: 'Delete an inbox',
        description:
          "Its conversations move to the team's oldest other inbox; the last one can't be deleted. A campaign that assigns to it fails there and goes on.",
        tag,
        writes: true,
      }),
      async c => {
        await deleteInbox({ sql, teams, engine }, c.var.caller.team.id, idIn(c), byOf(c.var.caller))
        return c.body(null, 204)
      },
    )
}
