import { isDeepStrictEqual } from 'node:util'
import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { compileGraph } from '@pavior/shared/campaign/compile.ts'
import { readsOf } from '@pavior/shared/filter/reads.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Author } from '@pavior/shared/protocol/campaigns.ts'
import type { Sql, TransactionSql } from 'postgres'
import { idempotent, type Said } from '../database/idempotent.ts'
import { columnOf } from './author.ts'
import { changeLive } from './change-live.ts'
import { publishable } from './check.ts'
import { type CampaignRow, checkRevision, lockCampaign } from './drafts.ts'
import type { LiveTeams } from './live.ts'
import { addWork } from './work.ts'

/** What the author chooses. */
export type PublishChoice = {
  /** C4: of those who are eligible now, everyone or nobody. */
  existing?: 'enroll' | 'skip' | undefined
  /** C23: on their version, or over to the new one. */
  inside: 'stay' | 'move'
}

/**
 * Makes a new, immutable version of the draft and lets it act (C23); a paused campaign stays paused (C24). Of two at
 * once one wins and the other is told: what was read and checked has to be what is published. `ahead`: milliseconds by
 * which the product's clock is ahead of the database's, since entries are judged on the moment of the activation (C2).
 * @param revision of the draft that the caller means
 * @throws Problem `invalid` that names every error, `changed-meanwhile`, `conflict`, `gone`
 */
export async function publish(
  { sql, teams, ahead = () => 0 }: { sql: Sql; teams: LiveTeams; ahead?: () => number },
  team: string,
  id: string,
  choice: PublishChoice,
  revision: number | undefined,
  said: Said,
): Promise<void> {
  // Agents and inboxes as they are now, not as this process last read them.
  const live = await teams.current(await teams.get(team))
  const [seen] = await sql`select revision from campaigns where team_id = ${team} and id = ${id}`
  const meant = revision ?? Number(seen?.revision)
  await changeLive(sql, teams, team, tx =>
    idempotent(tx, team, said, async () => {
      const campaign = await lockCampaign(tx, team, id)
      checkRevision(meant, campaign)
      const graph = publishable(live, campaign.draft)
      const before = await newestVersion(tx, team, id, campaign)
      if (before && isDeepStrictEqual(before, graph))
        throw new Problem('conflict', `Nothing was changed since version ${campaign.version} was published.`)
      const asks = asksForExisting(campaign, graph, before)
      if (asks && choice.existing === undefined) throw existingNeeded()
      const version = (campaign.version ?? 0) + 1
      await write(tx, team, id, { graph, version, by: said.by }, choice, ahead())
      if (asks && choice.existing === 'enroll') await addWork(tx, { team, campaign: id, kind: 'enroll' })
      if (isNewByTime(graph, before)) await addWork(tx, { team, campaign: id, kind: 'flips' })
      if (before && (choice.inside === 'move' || leavesByTime(graph, before)))
        await addWork(tx, { team, campaign: id, kind: 'look' })
    }),
  )
}

async function write(
  tx: TransactionSql,
  team: string,
  id: string,
  { graph, version, by }: { graph: CampaignGraph; version: number; by: Author },
  { inside }: PublishChoice,
  ahead: number,
): Promise<void> {
  await tx`
    insert into campaign_versions (team_id, campaign_id, version, graph, published_at, published_by)
    values (${team}, ${id}, ${version}, ${tx.json(JSON.parse(JSON.stringify(graph)))}, clock_timestamp(),
      ${columnOf(by)})`
  await tx`
    update campaigns set name = ${graph.name}, version = ${version}, revision = revision + 1,
      activated_at = coalesce(activated_at, clock_timestamp() + ${ahead}::float8 * interval '1 millisecond'),
      status = case status when 'draft' then 'active' else status end,
      move_before = case when ${inside === 'move'} then ${version} else move_before end
    where team_id = ${team} and id = ${id}`
}

async function newestVersion(
  tx: TransactionSql,
  team: string,
  id: string,
  { version }: CampaignRow,
): Promise<CampaignGraph | undefined> {
  if (version === null) return undefined
  const [row] = await tx`
    select graph from campaign_versions where team_id = ${team} and campaign_id = ${id} and version = ${version}`
  return row && CampaignGraph.parse(row.graph)
}

/** Nobody enters by their state alone: by a message (C5) or a start only. */
export const entersByEvent = (graph: CampaignGraph): boolean =>
  graph.startable || compileGraph(graph, 0).startsByMessage

/** C4: on activation, and when the audience changes; while it is paused it is the resume that asks (C24). */
export function asksForExisting(
  campaign: Pick<CampaignRow, 'status'>,
  graph: CampaignGraph,
  before: CampaignGraph | undefined,
): boolean {
  if (campaign.status === 'paused' || entersByEvent(graph)) return false
  return !before || entersByEvent(before) || !isDeepStrictEqual(before.audience, graph.audience)
}

export function existingNeeded(): Problem {
  const message = 'choose "enroll" (everyone who is eligible now) or "skip" (only who becomes eligible from now on)'
  return new Problem('invalid', `existing: ${message}`, { fields: [{ path: 'existing', message }] })
}

/** Whom time alone makes eligible has to be found out for everybody (C1). */
function isNewByTime(graph: CampaignGraph, before: CampaignGraph | undefined): boolean {
  if (entersByEvent(graph)) return false
  const who = ({ audience, exits }: CampaignGraph) => [audience, ...exits.map(({ filter }) => filter)]
  if (!readsOf(...who(graph)).timely) return false
  return !before || entersByEvent(before) || !isDeepStrictEqual(who(before), who(graph))
}

/** When its exits take people out by time alone has to be found out for everybody inside (C18, C1). */
function leavesByTime({ exits }: CampaignGraph, before: CampaignGraph): boolean {
  return readsOf(...exits.map(({ filter }) => filter)).timely && !isDeepStrictEqual(before.exits, exits)
}
