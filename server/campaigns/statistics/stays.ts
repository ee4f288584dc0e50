import type { Fragment, Sql } from 'postgres'
import { type Which, within } from '../arrivals.ts'

/** Who stayed at which component for how long, and how that moved its numbers: what a time-lapse is made of. */

/** Of the version that is meant, and not of one who turned out to be another (T2). */
export const isMine = (sql: Sql, { version }: Which): Fragment =>
  version === 0 ? sql`counts` : sql`counts and version = ${version}`

/**
 * Each person's stay at each component: since when, and until when unless they are still there. Somebody arrives in the
 * moment in which the component before acts. By enrollments_campaign and the key of acts.
 * @param among the enrollments and acts to look at, and the acts before those
 */
export function staysOf(
  sql: Sql,
  { team, campaign, period }: Which,
  { enrollments, acts, before } = { enrollments: sql`enrollments`, acts: sql`acts`, before: sql`acts` },
): Fragment {
  const of = sql`e.person_id, e.version, e.entered_at, not (e.status = 'removed' and e.cause = 'merged') as counts`
  const port = sql`case when f.outcome in ('matched', 'unmatched') then f.outcome end as port`
  const there = sql`
    e.team_id = ${team} and e.campaign_id = ${campaign} ${period?.to === undefined ? sql`` : sql`and e.entered_at < ${period.to}`}
    ${period?.from === undefined ? sql`` : sql`and (e.left_at is null or e.left_at >= ${period.from})`}`
  return sql`
    select ${of}, a.component, a."from", ${port}, coalesce(f.at, e.entered_at) as since, a.at as until, false as "left",
      case when a.outcome in ('matched', 'unmatched') then 'watching' when a.outcome = 'passed' then 'waiting'
        when a.outcome = 'triggered' then 'listening' end as kind
    from ${enrollments} e join ${acts} a on a.team_id = e.team_id and a.enrollment_id = e.id
    left join ${before} f on f.team_id = e.team_id and f.enrollment_id = e.id and f.component = a."from" where ${there}
    union all
    select ${of}, s.component, s."from", ${port}, to_timestamp(s.since / 1000.0), e.left_at, e.status <> 'active', s.kind
    from ${enrollments} e cross join lateral jsonb_to_recordset(e.standing) as s(component text, "from" text, kind text, since float8)
    left join ${before} f on f.team_id = e.team_id and f.enrollment_id = e.id and f.component = s."from" where ${there}`
}

/**
 * Rows of `person_id, component, count, at, change`: outcomes as the numbers count them, and who stands at a component or
 * was still there when they left, until they arrive there again (T1). Of the stays in `stays` and `mine`.
 * @param outcomes rows of `person_id, component, outcome, at`
 */
export function changesOf(sql: Sql, span: Which, outcomes: Fragment): Fragment {
  return sql`
    select person_id, component, outcome as count, at, 1 as change from (${outcomes}) as outcomes
    union all ${standsOf(sql, span, sql`mine`)}
    union all ${backOf(sql, span)}`
}

/** Who came to stand somewhere, and until when; who was still there when they left. Of these stays, as the same rows. */
export function standsOf(sql: Sql, span: Which, stays: Fragment): Fragment {
  const then = (at: Fragment) => within(sql, span, at)
  return sql`
    select person_id, component, kind as count, since as at, 1 as change from ${stays}
    where kind is not null and until is distinct from since ${then(sql`since`)}
    union all
    select person_id, component, kind, until, -1 from ${stays}
    where kind is not null and until > since ${then(sql`since`)} ${then(sql`until`)}
    union all
    select person_id, component, 'left', until, 1 from ${stays} where "left" ${then(sql`until`)}`
}

/**
 * Who first came to which outcome within the period: rows of `person_id, component, outcome, at`. Of each that there is only
 * the time that is meant is read: by the key of sums, and component_people_newest.
 * @param only of these outcomes, as a condition that follows others
 */
export function outcomesWithin(sql: Sql, span: Which, only: Fragment = sql``): Fragment {
  const { team, campaign, version } = span
  const mine = sql`team_id = ${team} and campaign_id = ${campaign} and version = ${version} and component <> '' ${only}`
  return sql`
    select c.person_id, c.component, c.outcome, c.at from (
      select component, outcome from sums where ${mine}
      union select component, outcome from count_deltas where ${mine}) as o
    join component_people c on c.team_id = ${team} and c.campaign_id = ${campaign} and c.version = ${version}
      and c.component = o.component and c.outcome = o.outcome
    where true ${within(sql, span, sql`c.at`)}`
}

/** Who left at a component and arrived there again is no longer counted as who left; of the same rows. */
export function backOf(sql: Sql, span: Which): Fragment {
  const then = (at: Fragment) => within(sql, span, at)
  return sql`
    select person_id, component, 'left' as count, again as at, -1 as change from (
      select *, lead(since) over (partition by person_id, component order by entered_at) as again
      from stays where person_id in (select person_id from returned)) as stays
    where "left" and again is not null and ${isMine(sql, span)} ${then(sql`until`)} ${then(sql`again`)}`
}

/**
 * Who entered once does one of these at a time, so that arrivals are the plain sum; of whoever came again one counts for
 * as long as any of it is so. What that takes off the sum: rows of `at, component, change`.
 */
export const correctedOf = (sql: Sql, reason: Fragment): Fragment => sql`
  select at, component,
    case when change > 0 and reasons = change then 1 when change < 0 and reasons = 0 then -1 else 0 end - change as change
  from (
    select *, sum(change) over (partition by person_id, component order by at, change desc rows unbounded preceding) as reasons
    from changes where ${reason} and person_id in (select person_id from returned)) as again`
