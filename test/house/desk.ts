import { randomUUID } from 'node:crypto'
import type { TestTeam } from './house.ts'

/** How a team is set up at its desk: inboxes and who is in them, who is there, where its clock is. */

type Team = Pick<TestTeam, 'sql' | 'id'>

/** The engine reads the team anew (hot path 7). */
const raise = ({ sql, id }: Team) => sql`update teams set revision = revision + 1 where id = ${id}`

/** Makes an inbox with these agents; gives its id. */
export async function opensInbox(team: Team, name: string, agents: readonly string[] = []): Promise<string> {
  const { sql } = team
  const id = randomUUID()
  await sql`insert into inboxes (team_id, id, name) values (${team.id}, ${id}, ${name})`
  for (const agent of agents)
    await sql`insert into inbox_agents (team_id, inbox_id, agent_id) values (${team.id}, ${id}, ${agent})`
  await raise(team)
  return id
}

export async function closesInbox(team: Team, inbox: string): Promise<void> {
  const { sql } = team
  await sql`delete from inbox_agents where team_id = ${team.id} and inbox_id = ${inbox}`
  await sql`delete from inboxes where team_id = ${team.id} and id = ${inbox}`
  await raise(team)
}

/** An agent is a member of the team no more. */
export async function leavesTeam(team: Team, agent: string): Promise<void> {
  const { sql } = team
  await sql`delete from auth.member where organization_id = ${team.id} and user_id = ${agent}`
  await sql`delete from inbox_agents where team_id = ${team.id} and agent_id = ${agent}`
  await raise(team)
}

/** An agent sets themselves away, or there again (C13). */
export async function isAway(team: Team, agent: string, away = true): Promise<void> {
  const { sql } = team
  if (away) await sql`insert into away_agents (team_id, agent_id) values (${team.id}, ${agent})`
  else await sql`delete from away_agents where team_id = ${team.id} and agent_id = ${agent}`
  await raise(team)
}

/** Where the team's clock is (C9). */
export async function liesIn(team: Team, zone: string): Promise<void> {
  await team.sql`update teams set zone = ${zone} where id = ${team.id}`
  await raise(team)
}
