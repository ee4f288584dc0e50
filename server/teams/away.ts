import type { Sql } from 'postgres'
import { changeLive } from '../campaigns/change-live.ts'
import type { LiveTeams } from '../campaigns/live.ts'

/** An agent sets themselves away, or is back: whoever is away is given nothing in turn (C13). */
export async function setAway(
  sql: Sql,
  teams: LiveTeams,
  { team, agent, away }: { team: string; agent: string; away: boolean },
): Promise<void> {
  const known = await teams.current(await teams.get(team))
  if (known.away.has(agent) === away) return
  await changeLive(sql, teams, team, async tx => {
    if (away) await tx`insert into away_agents (team_id, agent_id) values (${team}, ${agent}) on conflict do nothing`
    else await tx`delete from away_agents where team_id = ${team} and agent_id = ${agent}`
  })
}
