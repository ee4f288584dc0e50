import type { Period } from '@pavior/shared/protocol/period.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'

/** Outcomes of whoever arrived and does not stand there any more. */
const arriving = ['acted', 'skipped', 'failed']

/** Which of a campaign's numbers are meant; version 0 stands for all. */
export type Which = { team: string; campaign: string; version: number; period?: Period | undefined }

/** Whether a moment lies within the period, as a condition that follows others. */
export const within = (sql: Sql, { period }: Which, at: Fragment): Fragment => sql`
  ${period?.from === undefined ? sql`` : sql`and ${at} >= ${period.from}`}
  ${period?.to === undefined ? sql`` : sql`and ${at} < ${period.to}`}`

/** Each person's latest enrollment, not counting those a merge removed (T2); of the period in which they entered. */
export const latestOf = (sql: Sql, which: Which): Fragment => sql`
  select * from (
    select distinct on (person_id) person_id, id as enrollment_id, status, version, cause, entered_at, left_at
    from enrollments where team_id = ${which.team} and campaign_id = ${which.campaign}
      and not (status = 'removed' and cause = 'merged')
    order by person_id, entered_at desc, id desc) as latest
  where true ${which.version === 0 ? sql`` : sql`and version = ${which.version}`} ${within(sql, which, sql`entered_at`)}`

/**
 * Who was still at a component when their enrollment left, and has not arrived there again since (T1, *left*): rows
 * of `component, person_id, enrollment_id, at`. An enrollment that left keeps what stood in it; in one that is completed
 * nothing does (C17), unless they entered again and only listened until then. By enrollments_campaign and enrollments_again.
 */
export const leftAt = (sql: Sql, { team, campaign, version }: Which, component?: string): Fragment => sql`
  select distinct on (s.component, e.person_id) s.component, e.person_id, e.id as enrollment_id, e.left_at as at
  from enrollments e cross join lateral jsonb_to_recordset(e.standing) as s(component text)
  where e.team_id = ${team} and e.campaign_id = ${campaign} and (e.status in ('ended', 'exited', 'removed') or e.cause = 'entered-again')
    and e.standing <> '[]'
    and not (e.status = 'removed' and e.cause = 'merged')
    ${version === 0 ? sql`` : sql`and e.version = ${version}`}
    ${component === undefined ? sql`` : sql`and s.component = ${component}`}
    and not exists (
      select from enrollments f where f.team_id = e.team_id and f.person_id = e.person_id and f.campaign_id = e.campaign_id
        and f.entered_at > e.entered_at and (
          f.standing @> jsonb_build_array(jsonb_build_object('component', s.component))
          or exists (select from acts a where a.team_id = f.team_id and a.enrollment_id = f.id and a.component = s.component)))
  order by s.component, e.person_id, e.entered_at desc`

/** Who stands at a component now: rows of `component, person_id, enrollment_id, at`. */
export const standingAt = (sql: Sql, { team, campaign, version }: Which, component?: string): Fragment => sql`
  select s.component, e.person_id, e.id as enrollment_id, to_timestamp(s.since / 1000.0) as at, s.kind
  from enrollments e cross join lateral jsonb_to_recordset(e.standing) as s(component text, kind text, since float8)
  where e.team_id = ${team} and e.campaign_id = ${campaign} and e.status = 'active'
    ${version === 0 ? sql`` : sql`and e.version = ${version}`}
    ${component === undefined ? sql`` : sql`and s.component = ${component}`}`

/** By component: `left`, and `arrived` where it is not the plain sum. */
export type Arrivals = Map<string, { left: number; arrived?: number | undefined }>

const Row = z.object({ component: z.string(), left: z.number(), arrived: z.number().nullable() })

/** While everybody entered once, who arrived is the sum of all that became of them. Otherwise they are counted one by one. */
export async function arrivalsOf(sql: Sql, which: Which): Promise<Arrivals> {
  const { team, campaign } = which
  const [again] = await sql`
    select from enrollments where team_id = ${team} and campaign_id = ${campaign}
    group by person_id having count(*) > 1 limit 1`
  const left = sql`left_now as (${leftAt(sql, which)}), left_then as (select * from left_now where true ${within(sql, which, sql`at`)})`
  const rows =
    again === undefined
      ? await sql`
          with ${left} select component, count(*)::int as left, null::int as arrived from left_then group by 1`
      : await sql`
          with ${left}, everybody as (${everybodyAt(sql, which, sql`select * from left_now`)})
          select e.component, count(*)::int as arrived, (select count(*)::int from left_then l where l.component = e.component) as left
          from everybody e where true ${within(sql, which, sql`e.at`)} group by e.component`
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map(({ component, arrived, ...row }) => [component, { ...row, arrived: arrived ?? undefined }]),
  )
}

/** Who arrived at a component, each by their latest arrival: rows of `component, person_id, at`. */
export const everybodyAt = (sql: Sql, which: Which, left: Fragment, component?: string): Fragment => sql`
  select component, person_id, max(at) as at from (
    select component, person_id, at from component_people
    where team_id = ${which.team} and campaign_id = ${which.campaign} and version = ${which.version}
      and outcome = any(${[...arriving]}) ${component === undefined ? sql`` : sql`and component = ${component}`}
    union all select component, person_id, at from (${standingAt(sql, which, component)}) as stands
    union all select component, person_id, at from (${left}) as gone) as every
  group by component, person_id`
