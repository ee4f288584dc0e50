import { asks } from './api.ts'
import type { TestTeam } from './house.ts'

/** How a team is set up at its desk: inboxes and who is in them, where its clock is. */

type Team = Pick<TestTeam, 'sql' | 'id' | 'api'>

/** The engine reads the team anew (hot path 7). */
const raise = ({ sql, id }: Team) => sql`update teams set revision = revision + 1 where id = ${id}`

/** Makes an inbox with these agents; gives its id. */
export async function opensInbox(team: Team, name: string, agents: readonly string[] = []): Promise<string> {
  const { status, body } = await asks(team, 'POST', '/inboxes', { name, agents })
  if (status >= 300) throw new Error(JSON.stringify(body))
  return String(body.id)
}

export async function closesInbox(team: Team, inbox: string): Promise<void> {
  const { status, body } = await asks(team, 'DELETE', `/inboxes/${inbox}`)
  if (status >= 300) throw new Error(JSON.stringify(body))
}

/** An agent is a member of the team no more. */
export async function leavesTeam(team: Team, agent: string): Promise<void> {
  await team.sql`delete from auth.member where organization_id = ${team.id} and user_id = ${agent}`
  await raise(team)
}

/** Where the team's clock is (C9). */
export async function liesIn(team: Team, zone: string): Promise<void> {
  await team.sql`update teams set zone = ${zone} where id = ${team.id}`
  await raise(team)
}
