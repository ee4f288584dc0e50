import type { Sql } from 'postgres'
import { z } from 'zod'

export type Inbox = { id: string; name: string; agents: string[] }

const Row = z.object({ id: z.string(), name: z.string(), agents: z.array(z.string()) })

/** The team's inboxes, the oldest first: there conversations begin. */
export async function inboxesOf(sql: Sql, team: string): Promise<Inbox[]> {
  const rows = await sql`
    select i.id, i.name, coalesce(array_agg(a.agent_id order by a.agent_id) filter (where a.agent_id is not null), '{}') as agents
    from inboxes i left join inbox_agents a on a.team_id = i.team_id and a.inbox_id = i.id
    where i.team_id = ${team} group by i.team_id, i.id order by i.created_at, i.id`
  return z.array(Row).parse(rows)
}
