import type { Period } from '@pavior/shared/protocol/period.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'

/** Outcomes of whoever arrived and does not stand there any more. */
export const arriving = ['acted', 'skipped', 'failed'] as const

/** Which of a campaign's numbers are meant; version 0 stands for all. */
export type Which = { team: string; campaign: string; version: number; period?: Period | undefined }

export const isAlways = ({ period }: Which): boolean => period?.from === undefined && period?.to === undefined

/** Whether a moment lies within the period, as a condition that follows others. */
export const within = (sql: Sql, { period }: Which, at: Fragment): Fragment => sql`
  ${period?.from === undefined ? sql`` : sql`and ${at} >= ${period.from}`}
  ${period?.to === undefined ? sql`` : sql`and ${at} < ${period.to}`}`

/** Whether somebody entered the campaign more than once, or a merge made one of two who did; by its key. */
export const cameAgain = (sql: Sql, { team, campaign }: Which, person: Fragment): Fragment => sql`
  exists (select from enrolled_again g where g.team_id = ${team} and g.campaign_id = ${campaign} and g.person_id = ${person})`

/** Whether an enrollment `e` is its person's latest, not counting those a merge removed (T2): others are looked at only of who came again. */
export const isLatest = (sql: Sql, which: Which): Fragment => sql`
  not (e.status = 'removed' and e.cause = 'merged')
  and (not ${cameAgain(sql, which, sql`e.person_id`)} or not exists (
    select from enrollments f where f.team_id = e.team_id and f.person_id = e.person_id and f.campaign_id = e.campaign_id
      and not (f.status = 'removed' and f.cause = 'merged') and (f.entered_at, f.id) > (e.entered_at, e.id)))`

/** Each person's latest enrollment, of the period in which they entered. */
export const latestOf = (sql: Sql, which: Which): Fragment => sql`
  select e.person_id, e.id as enrollment_id, e.status, e.version, e.cause, e.entered_at, e.left_at from enrollments e
  where e.team_id = ${which.team} and e.campaign_id = ${which.campaign}
    ${which.version === 0 ? sql`` : sql`and e.version = ${which.version}`} ${within(sql, which, sql`e.entered_at`)}
    and ${isLatest(sql, which)}`

/** All enrollments of those who did; by enrollments_person. */
export const ofReturned = (sql: Sql, { team, campaign }: Which): Fragment => sql`
  (select e.* from enrolled_again g
    join enrollments e on e.team_id = g.team_id and e.person_id = g.person_id and e.campaign_id = g.campaign_id
    where g.team_id = ${team} and g.campaign_id = ${campaign})`

/** Every place at which an enrollment left, as a condition on it. In one that is completed nothing stands (C17), unless they entered again and only listened until then. */
const hasLeft = (sql: Sql): Fragment => sql`
  (e.status in ('ended', 'exited', 'removed') or e.cause = 'entered-again') and e.standing <> '[]'
  and not (e.status = 'removed' and e.cause = 'merged')`

/**
 * Who was still at a component when their enrollment left, and has not arrived there again since (T1, *left*): rows
 * of `component, person_id, enrollment_id, at`. An enrollment that left keeps what stood in it. By enrollments_campaign
 * and enrollments_again.
 * @param of the enrollments among which to look
 */
export const leftAt = (
  sql: Sql,
  { team, campaign, version }: Which,
  component?: string,
  of: Fragment = sql`enrollments`,
): Fragment => sql`
  select distinct on (s.component, e.person_id) s.component, e.person_id, e.id as enrollment_id, e.left_at as at
  from ${of} e cross join lateral jsonb_to_recordset(e.standing) as s(component text)
  where e.team_id = ${team} and e.campaign_id = ${campaign} and ${hasLeft(sql)}
    ${version === 0 ? sql`` : sql`and e.version = ${version}`}
    ${component === undefined ? sql`` : sql`and s.component = ${component}`}
    and not exists (
      select from enrollments f where f.team_id = e.team_id and f.person_id = e.person_id and f.campaign_id = e.campaign_id
        and f.entered_at > e.entered_at and (
          f.standing @> jsonb_build_array(jsonb_build_object('component', s.component))
          or exists (select from acts a where a.team_id = f.team_id and a.enrollment_id = f.id and a.component = s.component)))
  order by s.component, e.person_id, e.entered_at desc`

/** Who stands at a component now: rows of `component, person_id, enrollment_id, at, kind`. */
export const standingAt = (
  sql: Sql,
  { team, campaign, version }: Which,
  component?: string,
  of: Fragment = sql`enrollments`,
): Fragment => sql`
  select s.component, e.person_id, e.id as enrollment_id, to_timestamp(s.since / 1000.0) as at, s.kind
  from ${of} e cross join lateral jsonb_to_recordset(e.standing) as s(component text, kind text, since float8)
  where e.team_id = ${team} and e.campaign_id = ${campaign} and e.status = 'active'
    ${version === 0 ? sql`` : sql`and e.version = ${version}`}
    ${component === undefined ? sql`` : sql`and s.component = ${component}`}`

/** By component: `left`, and `arrived` where it is not the plain sum. */
export type Arrivals = Map<string, { left: number; arrived?: number | undefined }>

const Row = z.object({ component: z.string(), left: z.number(), arrived: z.number() })

/**
 * Who left and who arrived, counted one by one: for a period. Who came once stands in one list alone, and left once; who
 * came again is looked at in all of them.
 */
export async function arrivalsWithin(sql: Sql, which: Which): Promise<Arrivals> {
  const { team, campaign, version } = which
  const ofVersion = sql`join enrollments e on e.team_id = p.team_id and e.id = p.enrollment_id and e.version = ${version}`
  const rows = z.array(Row).parse(
    await sql`
      with returned as materialized (select * from ${ofReturned(sql, which)} as every),
        left_again as materialized (${leftAt(sql, which, undefined, sql`returned`)}),
        again as (${everybodyAt(sql, which, sql`select * from left_again`, undefined, sql`returned`)})
      select component, sum(arrived)::int as arrived, sum("left")::int as left from (
        select component, count(*) as arrived, 0 as "left" from component_people c
        where team_id = ${team} and campaign_id = ${campaign} and version = ${version} and outcome = any(${[...arriving]})
          ${within(sql, which, sql`c.at`)} and not ${cameAgain(sql, which, sql`c.person_id`)} group by 1
        union all
        select p.component, count(*), count(*) filter (where p.kind = 'left') from places p ${version === 0 ? sql`` : ofVersion}
        where p.team_id = ${team} and p.campaign_id = ${campaign}
          ${within(sql, which, sql`p.at`)} and not ${cameAgain(sql, which, sql`p.person_id`)} group by 1
        union all select component, count(*), 0 from again where true ${within(sql, which, sql`at`)} group by 1
        union all select component, 0, count(*) from left_again where true ${within(sql, which, sql`at`)} group by 1) as every
      group by component`,
  )
  return new Map(rows.map(({ component, ...row }) => [component, row]))
}

/**
 * What has to be taken off the plain sums for those who came again, by component: rows of `component, twice` (how often a
 * person stands in the sum beyond the first time) and `left` (who left and came back there).
 */
export const countedTwice = (sql: Sql, which: Which, component?: string): Fragment => {
  const { team, campaign, version } = which
  const only = component === undefined ? sql`` : sql`and component = ${component}`
  return sql`
    with returned as materialized (select * from ${ofReturned(sql, which)} as every),
      left_now as (${leftAt(sql, which, component, sql`returned`)}),
      left_ever as (
        select s.component, count(*)::int as times from returned e cross join lateral jsonb_to_recordset(e.standing) as s(component text)
        where ${hasLeft(sql)} ${version === 0 ? sql`` : sql`and e.version = ${version}`} group by 1),
      every as (
        select component, person_id from component_people c
        where team_id = ${team} and campaign_id = ${campaign} and version = ${version}
          and outcome = any(${[...arriving]}) and person_id in (select person_id from returned) ${only}
        union all select component, person_id from (${standingAt(sql, which, component, sql`returned`)}) as stands
        union all select component, person_id from left_now)
    select component, coalesce(t.twice, 0) as twice, (coalesce(e.times, 0) - coalesce(n.people, 0))::int as left
    from left_ever e
    full join (select component, count(*)::int as people from left_now group by 1) as n using (component)
    full join (select component, (count(*) - count(distinct person_id))::int as twice from every group by 1) as t using (component)
    ${component === undefined ? sql`` : sql`where component = ${component}`}`
}

/** Who arrived at a component, each by their latest arrival: rows of `component, person_id, at`. */
export const everybodyAt = (sql: Sql, which: Which, left: Fragment, component?: string, of?: Fragment): Fragment => sql`
  select component, person_id, max(at) as at from (
    select component, person_id, at from component_people
    where team_id = ${which.team} and campaign_id = ${which.campaign} and version = ${which.version}
      and outcome = any(${[...arriving]}) ${component === undefined ? sql`` : sql`and component = ${component}`}
      ${of === undefined ? sql`` : sql`and person_id in (select person_id from ${of} as those)`}
    union all select component, person_id, at from (${standingAt(sql, which, component, of)}) as stands
    union all select component, person_id, at from (${left}) as gone) as every
  group by component, person_id`
