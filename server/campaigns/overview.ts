import type { Component } from '@pavior/shared/campaign/campaign.ts'
import { describe } from '@pavior/shared/filter/describe.ts'
import { Filter } from '@pavior/shared/filter/filter.ts'
import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { AuthorColumn } from './author.ts'
import type { LiveTeam } from './live.ts'
import { countedOf } from './statistics/counted.ts'

/** How many days the small chart shows. */
const DAYS = 30
/** For how long a failure is worth a word in the list. */
const FAILED_FOR = 7 * 86_400_000

const Row = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['draft', 'active', 'paused']),
  version: z.number().nullable(),
  changed: z.boolean(),
  changed_at: z.date(),
  changed_by: AuthorColumn,
  paused_at: z.date().nullable(),
  audience: z.unknown(),
  startable: z.boolean(),
  components: z.number(),
  first: z.string().nullable(),
})

/** The team's campaigns as their list shows them, those whose draft was changed last first; deleted ones are not among them. */
export async function overviewOf(sql: Sql, team: LiveTeam, now: Instant): Promise<CampaignRow[]> {
  const rows = z.array(Row).parse(
    await sql`
      select c.id, c.name, c.status, c.version, c.changed_at, c.changed_by, c.paused_at,
        (v.published_at is null or c.changed_at > v.published_at) as changed,
        c.draft -> 'audience' as audience, coalesce((c.draft ->> 'startable')::boolean, false) as startable,
        jsonb_array_length(coalesce(c.draft -> 'components', '[]')) as components, c.draft #>> '{components,0,type}' as first
      from campaigns c
      left join campaign_versions v on v.team_id = c.team_id and v.campaign_id = c.id and v.version = c.version
      where c.team_id = ${team.id} and c.status <> 'archived' order by c.changed_at desc, c.id`,
  )
  const ids = rows.map(({ id }) => id)
  const [numbers, days, enrolling, failed] = await Promise.all([
    ownNumbers(sql, team.id, ids),
    enteredByDay(sql, team, ids, now),
    enrollingNow(sql, team.id),
    failedLately(sql, team, ids, now),
  ])
  return rows.map(row => {
    const { id, name, status, version, changed, changed_at, changed_by, paused_at } = row
    const audience = audienceOf(team, row)
    const live = team.campaigns.byId.get(id)
    const [working, broken] = [enrolling.get(id), failed.get(id)]
    return {
      id,
      name,
      kind: row.components === 1 && row.first?.startsWith('send-') ? 'automessage' : 'campaign',
      status,
      ...(version !== null && { version }),
      changed,
      ...(audience !== undefined && { audience }),
      byEvent: live !== undefined && (live.startable || live.newest.startsByMessage),
      ...(numbers.get(id) ?? { entered: 0, active: 0, completed: 0 }),
      days: days.get(id) ?? Array.from({ length: DAYS }, () => 0),
      changedAt: changed_at.toISOString(),
      ...(changed_by && { changedBy: changed_by }),
      ...(paused_at && { pausedAt: paused_at.toISOString() }),
      ...(working && { enrolling: working }),
      ...(broken && { failed: broken }),
    }
  })
}

/** Of what is live, which may be another one than the draft's. */
function audienceOf(team: LiveTeam, { id, audience }: z.output<typeof Row>): string | undefined {
  const live = team.campaigns.byId.get(id)
  const filter = live ? live.audience : Filter.safeParse(audience).data
  return filter && describe(filter, { campaign: other => team.campaignNames.get(other) })
}

const Own = z.object({ campaign_id: z.string(), entered: z.number(), active: z.number(), completed: z.number() })

/** By the key of sums (T4). */
async function ownNumbers(sql: Sql, team: string, campaigns: string[]) {
  const which = sql`team_id = ${team} and campaign_id = any(${campaigns}) and version = 0 and component = ''
    and outcome in ('entered', 'active', 'completed')`
  const rows = z.array(Own).parse(
    await sql`
      select campaign_id, coalesce(sum(count) filter (where outcome = 'entered'), 0)::int as entered,
        coalesce(sum(count) filter (where outcome = 'active'), 0)::int as active,
        coalesce(sum(count) filter (where outcome = 'completed'), 0)::int as completed
      from (${countedOf(sql, which)}) as every group by 1`,
  )
  return new Map(rows.map(({ campaign_id, ...numbers }) => [campaign_id, numbers]))
}

const Day = z.object({ campaign_id: z.string(), ago: z.number(), people: z.number() })

/** Who entered, by the days of the team's zone. */
async function enteredByDay(
  sql: Sql,
  team: LiveTeam,
  campaigns: string[],
  now: Instant,
): Promise<Map<string, number[]>> {
  const since = new Date(now - (DAYS + 1) * 86_400_000)
  const which = sql`team_id = ${team.id} and campaign_id = any(${campaigns}) and version = 0 and component = '' and outcome = 'entered'`
  const rows = z.array(Day).parse(
    await sql`
      select campaign_id, (${new Date(now)}::timestamptz at time zone ${team.zone})::date - (at at time zone ${team.zone})::date as ago,
        sum(count)::int as people
      from (
        select campaign_id, bucket as at, count from totals where ${which} and bucket >= ${since}
        union all select campaign_id, at, delta from count_deltas where ${which} and at >= ${since}) as every
      group by 1, 2`,
  )
  const days = new Map<string, number[]>()
  for (const { campaign_id, ago, people } of rows) {
    const all = days.get(campaign_id) ?? Array.from({ length: DAYS }, () => 0)
    // A merge takes one away (C25), perhaps on a day on which nobody entered.
    if (ago >= 0 && ago < DAYS) all[DAYS - 1 - ago] = Math.max(0, people)
    days.set(campaign_id, all)
  }
  return days
}

const Enrolling = z.object({ campaign_id: z.string(), done: z.number(), total: z.number().nullable() })

/** By campaign_work_open. */
async function enrollingNow(sql: Sql, team: string): Promise<Map<string, { done: number; total?: number }>> {
  const rows = z.array(Enrolling).parse(
    await sql`
      select campaign_id, done, total from campaign_work
      where team_id = ${team} and kind = 'enroll' and ended_at is null order by created_at`,
  )
  return new Map(
    rows.map(({ campaign_id, done, total }) => [campaign_id, { done, ...(total !== null && { total }) }] as const),
  )
}

const Failed = z.object({ campaign_id: z.string(), component: z.string(), people: z.number() })

/** The component with the most failures of each campaign; by the key of totals. */
async function failedLately(sql: Sql, team: LiveTeam, campaigns: string[], now: Instant) {
  const since = new Date(now - FAILED_FOR)
  const which = sql`team_id = ${team.id} and campaign_id = any(${campaigns}) and version = 0 and outcome = 'failed'`
  const rows = z.array(Failed).parse(
    await sql`
      select distinct on (campaign_id) campaign_id, component, sum(count)::int as people from (
        select campaign_id, component, count from totals where ${which} and bucket >= ${since}
        union all select campaign_id, component, delta from count_deltas where ${which} and at >= ${since}) as every
      where component <> '' group by 1, 2 having sum(count) > 0 order by 1, 3 desc, 2`,
  )
  return new Map(
    rows.map(({ campaign_id, component, people }) => [
      campaign_id,
      { people, type: typeOf(team, campaign_id, component) },
    ]),
  )
}

/** Null: it is in no version that anybody is inside of. */
function typeOf(team: LiveTeam, campaign: string, component: string): Component['type'] | null {
  const versions = [...(team.campaigns.byId.get(campaign)?.versions.values() ?? [])]
  return versions.map(({ components }) => components.get(component)?.type).find(type => type !== undefined) ?? null
}
