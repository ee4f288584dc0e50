import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql, TransactionSql } from 'postgres'
import { idempotent, type Said } from '../database/idempotent.ts'
import { releaseEmails } from '../email/claim.ts'
import { changeLive } from './change-live.ts'
import { lockCampaign, unknownCampaign } from './drafts.ts'
import type { LiveTeams } from './live.ts'
import { entersByEvent, existingNeeded } from './publish.ts'
import { addWork } from './work.ts'

/** Paused: nobody enters, nothing acts (C24). */
export async function pause(sql: Sql, teams: LiveTeams, team: string, id: string, said: Said): Promise<void> {
  await changeLive(sql, teams, team, tx =>
    idempotent(tx, team, said, async () => {
      const { status } = await lockCampaign(tx, team, id)
      if (status !== 'active')
        throw new Problem('conflict', `Only an active campaign can be paused; this is ${status}.`)
      await tx`update campaigns set status = 'paused', paused_at = clock_timestamp() where team_id = ${team} and id = ${id}`
    }),
  )
}

/**
 * Active again: whoever is inside is looked at once, and who was noted enters if still eligible (C24).
 * @param existing of those who are eligible and were not noted, everyone or nobody
 */
export async function resume(
  sql: Sql,
  teams: LiveTeams,
  team: string,
  id: string,
  existing: 'enroll' | 'skip' | undefined,
  said: Said,
): Promise<void> {
  await changeLive(sql, teams, team, tx =>
    idempotent(tx, team, said, async () => {
      const { status, version } = await lockCampaign(tx, team, id)
      if (status !== 'paused')
        throw new Problem('conflict', `Only a paused campaign can be resumed; this is ${status}.`)
      const asks = !entersByEvent(await publishedGraph(tx, team, id, version))
      if (asks && existing === undefined) throw existingNeeded()
      await tx`update campaigns set status = 'active', paused_at = null, looks = looks + 1
        where team_id = ${team} and id = ${id}`
      await releaseEmails(tx, team, id)
      await addWork(tx, { team, campaign: id, kind: 'look' })
      if (asks && existing === 'enroll') await addWork(tx, { team, campaign: id, kind: 'enroll' })
    }),
  )
}

async function publishedGraph(
  tx: TransactionSql,
  team: string,
  id: string,
  version: number | null,
): Promise<CampaignGraph> {
  const [row] = await tx`
    select graph from campaign_versions where team_id = ${team} and campaign_id = ${id} and version = ${version}`
  return CampaignGraph.parse(row?.graph)
}

/** Deleting is archiving: enrollments become `removed`, nothing acts, versions and numbers stay (C24). Again it does nothing. */
export async function archive(sql: Sql, teams: LiveTeams, team: string, id: string): Promise<void> {
  await changeLive(sql, teams, team, async tx => {
    const [row] = await tx`select status, version from campaigns where team_id = ${team} and id = ${id} for update`
    if (!row) throw unknownCampaign()
    if (row.status === 'archived') return
    await tx`update campaigns set status = 'archived', revision = revision + 1 where team_id = ${team} and id = ${id}`
    if (row.version !== null) await addWork(tx, { team, campaign: id, kind: 'look' })
  })
}
