import { randomUUID } from 'node:crypto'
import { createDraft } from '@pavior/server/campaigns/drafts.ts'
import type { LiveTeams } from '@pavior/server/campaigns/live.ts'
import { publish } from '@pavior/server/campaigns/publish.ts'
import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import type { Sql } from 'postgres'

/** A new campaign, live, without a server: for measurements that prepare a database. Nobody existing is enrolled. */
export async function makeLive(
  sql: Sql,
  teams: LiveTeams,
  team: string,
  graph: unknown,
): Promise<{ id: string; version: number }> {
  const said = { id: randomUUID(), by: { type: 'api' as const }, hash: '', keyed: false }
  await createDraft(sql, team, CampaignDraft.parse(graph), said)
  await publish({ sql, teams }, team, said.id, { existing: 'skip', inside: 'stay' }, undefined, said)
  return { id: said.id, version: 1 }
}
