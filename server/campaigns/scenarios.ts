import { Scenario } from '@pavior/shared/dry-run/scenario.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql, TransactionSql } from 'postgres'
import { z } from 'zod'
import { lockCampaign, unknownCampaign } from './drafts.ts'

/** More would not be looked at any more. */
const MOST = 50

const Row = z.object({ id: z.string(), scenario: z.unknown() })

/** The scenarios of a campaign, the oldest first. One that this version can't read any more is left out. */
export async function scenariosOf(sql: Sql, team: string, campaign: string): Promise<(Scenario & { id: string })[]> {
  const [known] = await sql`select 1 from campaigns where team_id = ${team} and id = ${campaign}`
  if (!known) throw unknownCampaign()
  const rows = await sql`
    select id, scenario from scenarios where team_id = ${team} and campaign_id = ${campaign} order by created_at, id`
  return rows.flatMap(row => {
    const { id, scenario } = Row.parse(row)
    const read = Scenario.safeParse(scenario)
    return read.success ? [{ id, ...read.data }] : []
  })
}

/** Keeps a scenario, in place of what it was before. Throws `not-found` and `gone` for the campaign. */
export async function saveScenario(
  sql: Sql,
  team: string,
  campaign: string,
  id: string,
  scenario: Scenario,
): Promise<void> {
  await sql.begin(async tx => {
    await lockCampaign(tx, team, campaign)
    const others = await countOthers(tx, team, campaign, id)
    if (others >= MOST) throw new Problem('conflict', `A campaign has at most ${MOST} scenarios. Delete one first.`)
    const kept = tx.json(JSON.parse(JSON.stringify(scenario)))
    await tx`
      insert into scenarios (team_id, campaign_id, id, scenario) values (${team}, ${campaign}, ${id}, ${kept})
      on conflict (team_id, campaign_id, id) do update set scenario = excluded.scenario`
  })
}

async function countOthers(tx: TransactionSql, team: string, campaign: string, id: string): Promise<number> {
  const [row] = await tx`
    select count(*)::int as count from scenarios where team_id = ${team} and campaign_id = ${campaign} and id <> ${id}`
  return z.object({ count: z.number() }).parse(row).count
}

/** Deleting what is gone already changes nothing. */
export async function deleteScenario(sql: Sql, team: string, campaign: string, id: string): Promise<void> {
  await sql`delete from scenarios where team_id = ${team} and campaign_id = ${campaign} and id = ${id}`
}
