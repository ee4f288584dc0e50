import { randomUUID } from 'node:crypto'
import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { check } from '@pavior/shared/campaign/check.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import type { LiveTeams } from './live.ts'

/**
 * Makes a new, immutable version of a campaign and lets it act (C23); without an id, a new campaign. People inside
 * stay on their version. Throws a Problem `invalid` that names every error of the graph.
 */
export async function publish(
  sql: Sql,
  teams: LiveTeams,
  team: string,
  input: unknown,
  id: string = randomUUID(),
): Promise<{ id: string; version: number }> {
  const { agents, inboxes, campaignNames } = await teams.get(team)
  const { problems, graph } = check(input, { agents, inboxes, campaigns: campaignNames })
  if (!graph) {
    const fields = problems.filter(({ level }) => level === 'error').map(({ path, message }) => ({ path, message }))
    throw new Problem('invalid', fields.map(({ path, message }) => `${path}: ${message}`).join('; '), { fields })
  }
  const version = await sql.begin(async tx => {
    // Whoever reacts holds this lock shared and has read the revision: no fact sees half of a change (hot path 7).
    await tx`select pg_advisory_xact_lock(hashtextextended(${team}, 1))`
    const [campaign] = await tx`select version, status from campaigns where team_id = ${team} and id = ${id} for update`
    if (campaign?.status === 'archived') throw new Problem('conflict', 'This campaign was deleted.')
    const next = Number(campaign?.version ?? 0) + 1
    const draft = tx.json(jsonOf(graph))
    await tx`
      insert into campaigns (team_id, id, name, status, draft, version, activated_at)
      values (${team}, ${id}, ${graph.name}, 'active', ${draft}, ${next}, clock_timestamp())
      on conflict (team_id, id) do update set name = excluded.name, draft = excluded.draft, version = excluded.version,
        revision = campaigns.revision + 1, activated_at = coalesce(campaigns.activated_at, excluded.activated_at),
        status = case campaigns.status when 'draft' then 'active' else campaigns.status end`
    await tx`insert into campaign_versions (team_id, campaign_id, version, graph) values (${team}, ${id}, ${next}, ${draft})`
    await tx`update teams set revision = revision + 1 where id = ${team}`
    return next
  })
  await teams.reload(team)
  return { id, version }
}

/** The graph as plain JSON. */
const jsonOf = (graph: CampaignGraph) => JSON.parse(JSON.stringify(graph))
