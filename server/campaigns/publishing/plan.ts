import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { type Campaigns, campaignsOf } from '@pavior/shared/campaign/campaigns.ts'
import { compileGraph } from '@pavior/shared/campaign/compile.ts'
import type { Publishing } from '@pavior/shared/protocol/campaigns.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { filterSql } from '../../people/filter-sql.ts'
import { checkFor } from '../check.ts'
import { readCampaign } from '../drafts.ts'
import type { LiveTeam } from '../live.ts'
import { asksForExisting, entersByEvent } from '../publish.ts'
import { versionsOf } from '../versions.ts'

/** What publishing the draft of a campaign would mean, before anybody decides (C4, C23). Nothing is written. */

const Standing = z.object({
  version: z.number(),
  component: z.string(),
  kind: z.enum(['waiting', 'watching', 'listening']),
  people: z.number(),
})

export async function publishingOf(sql: Sql, team: LiveTeam, id: string): Promise<Publishing> {
  const campaign = await readCampaign(sql, team.id, id)
  const { graph, problems } = checkFor(team, campaign.draft)
  const [versions, standing] = await Promise.all([
    versionsOf(sql, team.id, id),
    // By enrollments_campaign.
    sql`
      select e.version, s.component, s.kind, count(*)::int as people
      from enrollments e cross join lateral jsonb_to_recordset(e.standing) as s(component text, kind text)
      where e.team_id = ${team.id} and e.campaign_id = ${id} and e.status = 'active'
      group by 1, 2, 3 order by 4 desc, 1 desc, 2`,
  ])
  const newest = versions.find(({ version }) => version === campaign.version)
  return {
    revision: campaign.revision,
    status: campaign.status,
    problems: problems.filter(({ level }) => level === 'error'),
    byEvent: graph !== undefined && entersByEvent(graph),
    asks: graph !== undefined && asksForExisting(campaign, graph, newest?.graph),
    versions: versions.filter(one => one === newest || one.active > 0),
    inside: versions.reduce((sum, { active }) => sum + active, 0),
    standing: z.array(Standing).parse(standing),
  }
}

const Count = z.object({ count: z.number() })

/**
 * How many people would enter by `existing: 'enroll'`: those whom the audience matches now and no exit does, and who
 * may enter (C2, C3, C15). Nobody where people enter by a message or a start only.
 */
export async function wouldEnter(sql: Sql, team: LiveTeam, id: string, now: Instant): Promise<number> {
  const { draft } = await readCampaign(sql, team.id, id)
  const { graph } = checkFor(team, draft)
  if (!graph || entersByEvent(graph)) return 0
  const asked = { team: team.id, now }
  const exits = { any: graph.exits.map(({ filter }) => filter) }
  const bars = graph.reentry === 'never' ? sql`` : sql`and n.status in ('active', 'ended')`
  const [row] = await sql`
    select count(*)::int as count from people p
    where p.team_id = ${team.id} and p.merged_into is null and p.erased_at is null
      and ${filterSql(sql, graph.audience, asked)} and ${filterSql(sql, { not: exits }, asked)}
      and not exists (
        select from enrollments n where n.team_id = ${team.id} and n.person_id = p.id and n.campaign_id = ${id} ${bars})`
  return Count.parse(row).count
}

/** The team's campaigns as they would be after the publication. */
export function ifPublished(team: LiveTeam, id: string, graph: CampaignGraph, inside: 'stay' | 'move'): Campaigns {
  const { byAge, archived } = team.campaigns
  const after = byAge.map(campaign => {
    if (campaign.id !== id) return campaign
    const version = campaign.newest.version + 1
    const newest = compileGraph(graph, version)
    const { name, audience, exits, reentry, startable } = graph
    return {
      ...campaign,
      ...{ name, audience, exits, reentry, startable, newest },
      versions: new Map([...campaign.versions, [version, newest] as const]),
      moveBefore: inside === 'move' ? version : campaign.moveBefore,
    }
  })
  return campaignsOf(after, archived)
}
