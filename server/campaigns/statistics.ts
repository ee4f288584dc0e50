import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { type CampaignCount, campaignCounts, countsOf } from '@pavior/shared/campaign/counts.ts'
import type { ComponentNumbers, Statistics } from '@pavior/shared/protocol/statistics.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { arrivalsWithin, countedTwice, isAlways, latestOf, standingAt, type Which, within } from './arrivals.ts'
import { unknownCampaign, unknownVersion } from './drafts.ts'
import { isKnown } from './outcomes.ts'
import { countedOf } from './statistics/counted.ts'

const Number_ = z.object({ campaign_id: z.string(), component: z.string(), outcome: z.string(), count: z.number() })

/**
 * In one statement: exact at any moment (T4).
 * @param version 0 for all
 */
async function numbers(
  sql: Sql,
  team: string,
  campaigns: readonly string[],
  version: number,
  components: 'all' | 'own',
): Promise<z.output<typeof Number_>[]> {
  const which = sql`team_id = ${team} and campaign_id = any(${[...campaigns]}) and version = ${version}
    ${components === 'own' ? sql`and component = ''` : sql``}`
  return z.array(Number_).parse(await countedOf(sql, which))
}

/** How many entered and are inside, by campaign: what a list of campaigns shows. */
export async function numbersOf(
  sql: Sql,
  team: string,
  campaigns: readonly string[],
): Promise<Map<string, { entered: number; active: number }>> {
  const found = await numbers(sql, team, campaigns, 0, 'own')
  const count = (id: string, outcome: string) =>
    found.find(one => one.campaign_id === id && one.outcome === outcome)?.count ?? 0
  return new Map(campaigns.map(id => [id, { entered: count(id, 'entered'), active: count(id, 'active') }]))
}

/**
 * The numbers of a period: a component's by who first got the outcome within it, the campaign's by who entered within
 * it, so that they remain a sum (T1, T2). Counted from the very rows that the lists show (T3); by component_people_newest.
 */
async function numbersWithin(sql: Sql, which: Which): Promise<z.output<typeof Number_>[]> {
  const { team, campaign, version } = which
  return z.array(Number_).parse(
    await sql`
      with latest as (${latestOf(sql, which)})
      select ${campaign} as campaign_id, component, outcome, count from (
        select component, outcome, count(*)::int as count from component_people
        where team_id = ${team} and campaign_id = ${campaign} and version = ${version} ${within(sql, which, sql`at`)} group by 1, 2
        union all select component, kind, count(*)::int from (${standingAt(sql, which)}) as stands
        where true ${within(sql, which, sql`at`)} group by 1, 2
        union all select '', 'entered', count(*)::int from latest
        union all select '', status, count(*)::int from latest group by 2
        union all select '', 'exited ' || cause, count(*)::int from latest where status = 'exited' group by 2) as every`,
  )
}

const Twice = z.object({ component: z.string(), twice: z.number(), left: z.number() })

const twiceOf = async (sql: Sql, which: Which) =>
  new Map(
    z
      .array(Twice)
      .parse(await countedTwice(sql, which))
      .map(row => [row.component, row]),
  )

/**
 * T1 and T2 of a campaign.
 * @param which version 0: all, with the components of every version (a component is the same when id and type are)
 * @param transport whether it reports what becomes of an email
 */
export async function statisticsOf(sql: Sql, which: Which, transport: boolean): Promise<Statistics> {
  const { team, campaign, version } = which
  const graphs = await graphsOf(sql, which)
  const [counted, arrivals, twice] = await (isAlways(which)
    ? Promise.all([numbers(sql, team, [campaign], version, 'all'), undefined, twiceOf(sql, which)])
    : Promise.all([numbersWithin(sql, which), arrivalsWithin(sql, which), undefined]))
  const recording = await isRecording(sql, team)
  const by = new Map(counted.map(({ component, outcome, count }) => [`${component}\n${outcome}`, count]))
  const count = (component: string, outcome: string) => by.get(`${component}\n${outcome}`) ?? 0
  const components = new Map<string, ComponentNumbers>()
  const drawn = graphs.flatMap(graph => graph.components)
  const before = Map.groupBy(drawn, ({ id }) => id)
  for (const { id, type } of drawn) {
    if (components.has(id)) continue
    // What it did while it was of another type, in an older version, is told where it did something.
    const then = (before.get(id) ?? []).flatMap(one => countsOf(one.type)).filter(outcome => count(id, outcome) > 0)
    const behind = [...new Set([...countsOf(type), ...then])].map(outcome => {
      const number = count(id, outcome)
      // What was told before another transport was set up, or the recording switched off, still counts.
      return [outcome, number === 0 && !isKnown(type, outcome, { transport, recording }) ? null : number] as const
    })
    const again = twice?.get(id)
    const left = arrivals ? (arrivals.get(id)?.left ?? 0) : count(id, 'left') - (again?.left ?? 0)
    const acted = count(id, 'acted')
    const standing = ['waiting', 'watching', 'listening'].reduce((sum, outcome) => sum + count(id, outcome), 0)
    const sum = acted + count(id, 'skipped') + count(id, 'failed') + standing + left
    components.set(id, {
      type,
      acted,
      ...Object.fromEntries(behind),
      left,
      arrived: arrivals ? (arrivals.get(id)?.arrived ?? 0) : sum - (again?.twice ?? 0),
    })
  }
  const exits = graphs.flatMap(graph => graph.exits).map(({ id }) => [id, count('', `exited ${id}`)] as const)
  const own: Record<CampaignCount, number> = { entered: 0, active: 0, completed: 0, ended: 0, exited: 0, removed: 0 }
  for (const name of campaignCounts) own[name] = count('', name)
  return {
    version: version === 0 ? null : version,
    ...own,
    recording,
    exits: Object.fromEntries(exits),
    components: Object.fromEntries(components),
  }
}

/** Whether what visitors do with the widget is recorded now. */
async function isRecording(sql: Sql, team: string): Promise<boolean> {
  const [row] = await sql`select recording from teams where id = ${team}`
  return row?.recording === true
}

/** The published graphs of a version or of all, the newest first. Throws `not-found`. */
export async function graphsOf(sql: Sql, { team, campaign, version }: Which): Promise<CampaignGraph[]> {
  const one = version === 0 ? sql`` : sql`and v.version = ${version}`
  const rows = await sql`
    select v.graph from campaigns c
    left join campaign_versions v on v.team_id = c.team_id and v.campaign_id = c.id ${one}
    where c.team_id = ${team} and c.id = ${campaign} order by v.version desc`
  if (rows.length === 0) throw unknownCampaign()
  const graphs = rows.flatMap(({ graph }) => (graph === null ? [] : [CampaignGraph.parse(graph)]))
  if (version !== 0 && graphs.length === 0) throw unknownVersion()
  return graphs
}
