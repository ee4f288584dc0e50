import { asc, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { z } from 'zod'
import { inboxAgents, inboxes } from '../../database/schema.ts'
import { agentsOf } from '../../teams/agents.ts'
import type { Called, Needs } from '../needs.ts'
import { describe } from './describe.ts'
import { AgentAnswer, InboxAnswer } from './shapes.ts'

const all = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item) })

/** Who works here, and where. */
export function teamRoutes(needs: Needs): Hono<Called> {
  const { db, presence } = needs
  return new Hono<Called>()
    .get('/agents', describe({ summary: 'List agents', tag: 'Team', answer: all(AgentAnswer) }), async c => {
      const { id } = c.var.caller.team
      const agents = await agentsOf(db, id)
      return c.json({ data: agents.map(agent => ({ ...agent, available: presence.agentAvailable(id, agent.id) })) })
    })
    .get('/inboxes', describe({ summary: 'List inboxes', tag: 'Team', answer: all(InboxAnswer) }), async c => {
      const { id } = c.var.caller.team
      const [rows, members] = await Promise.all([
        db.select().from(inboxes).where(eq(inboxes.teamId, id)).orderBy(asc(inboxes.createdAt), asc(inboxes.id)),
        db.select().from(inboxAgents).where(eq(inboxAgents.teamId, id)),
      ])
      const data = rows.map(inbox => ({
        id: inbox.id,
        name: inbox.name,
        agents: members.filter(member => member.inboxId === inbox.id).map(member => member.agentId),
      }))
      return c.json({ data })
    })
}
