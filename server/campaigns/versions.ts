import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { VersionView } from '@pavior/shared/protocol/campaigns.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { AuthorColumn } from './author.ts'
import { unknownCampaign } from './drafts.ts'

const Row = z.object({
  version: z.number(),
  published_at: z.date(),
  published_by: AuthorColumn,
  active: z.number(),
  graph: CampaignGraph,
})

/** All that was published of a campaign, the newest first; deleted ones, too. Throws `not-found`. */
export async function versionsOf(sql: Sql, team: string, campaign: string): Promise<VersionView[]> {
  const [known] = await sql`select from campaigns where team_id = ${team} and id = ${campaign}`
  if (!known) throw unknownCampaign()
  // By campaign_versions' key and enrollments_campaign.
  const rows = await sql`
    select v.version, v.published_at, v.published_by, v.graph, coalesce(inside.active, 0) as active from campaign_versions v
    left join (
      select version, count(*)::int as active from enrollments
      where team_id = ${team} and campaign_id = ${campaign} and status = 'active' group by 1) as inside using (version)
    where v.team_id = ${team} and v.campaign_id = ${campaign} order by v.version desc`
  return rows.map(row => {
    const { version, published_at, published_by, active, graph } = Row.parse(row)
    return {
      version,
      publishedAt: published_at.toISOString(),
      ...(published_by && { publishedBy: published_by }),
      active,
      graph,
    }
  })
}
