import { standingCounts } from '@pavior/shared/campaign/counts.ts'
import type { TimeLapse } from '@pavior/shared/protocol/statistics.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'
import { arriving, type Which, within } from '../arrivals.ts'
import { unknownCampaign } from '../drafts.ts'

/** Up to so many people, and so many arrivals (who goes round in circles makes many), are told to the millisecond. */
const MOST = { people: 2000, arrivals: 50_000 }
/** A time of more people is told in so many slices. */
const SLICES = 240

const Lapse = z.object({
  people: z.number(),
  moves: z.array(
    z.object({
      at: z.coerce.date(),
      from: z.string(),
      to: z.string(),
      port: z.enum(['matched', 'unmatched']).nullable(),
      people: z.number(),
    }),
  ),
  numbers: z.array(z.object({ at: z.coerce.date(), component: z.string(), count: z.string(), people: z.number() })),
})

/**
 * How a campaign filled in a period: how many went along each line, and by how much each number of a component changed,
 * so that at any moment, and at the end, they are the numbers of T1. Throws `not-found`.
 * @param most of more people or arrivals than these, slices are told
 */
export async function timeLapseOf(sql: Sql, which: Which, now: Instant, most = MOST): Promise<TimeLapse> {
  const { team, campaign, period } = which
  const [known] = await sql`select from campaigns where team_id = ${team} and id = ${campaign}`
  if (!known) throw unknownCampaign()
  const [first] = await sql`
    select coalesce(min(entered_at), to_timestamp(${now / 1000})) as began from enrollments where team_id = ${team} and campaign_id = ${campaign}`
  const { began } = z.object({ began: z.date() }).parse(first)
  const to = new Date(Math.min(period?.to?.getTime() ?? now, now))
  const from = new Date(Math.min(Math.max(period?.from?.getTime() ?? 0, began.getTime()), to.getTime() - 1))
  const slice = Math.max(1000, Math.ceil((to.getTime() - from.getTime()) / SLICES))
  const span: Which = { ...which, period: { from, to } }
  // A slice is told at its end: what is said of a moment has happened by then.
  const told = sql`
    case when slice = 0 then at
      else least(${to}::timestamptz, ${from}::timestamptz + (floor(extract(epoch from at - ${from}::timestamptz) * 1000 / slice) + 1) * slice * interval '1 millisecond') end`
  // Whoever acted, was skipped, failed, stands there, or left from there arrived.
  const reason = sql`count = any(${[...arriving, ...standingCounts, 'left']})`
  const [row] = await sql`
    with stays as materialized (${staysOf(sql, span)}),
    returned as (select person_id from enrolled_again where team_id = ${team} and campaign_id = ${campaign}),
    mine as (select * from stays where ${isMine(sql, which)}),
    size as (
      select people, case when people > ${most.people} or arrivals > ${most.arrivals} then ${slice}::float8 else 0 end as slice from (
        select count(*)::int as people, sum(arrivals)::int as arrivals from (
          select count(*) as arrivals from mine
          where (true ${within(sql, span, sql`since`)}) or (true ${within(sql, span, sql`until`)}) group by person_id) as each) as s),
    changes as not materialized (${changesOf(sql, span)}),
    moved as (
      select ${told} as at, "from", component as "to", port, count(*)::int as people from (
        select since as at, "from", component, port from mine where "from" is not null ${within(sql, span, sql`since`)}) as came, size
      group by 1, 2, 3, 4),
    plain as materialized (
      select ${told} as at, component, count, sum(change) as change from changes, size group by 1, 2, 3),
    numbers as (
      select at, component, count, sum(change)::int as people from (
        select * from plain
        union all select at, component, 'arrived', change from plain where ${reason}
        union all select ${told}, component, 'arrived', change from (${correctedOf(sql, reason)}) as corrected, size) as every
      group by 1, 2, 3 having sum(change) <> 0)
    select people,
      (select coalesce(jsonb_agg(moved order by at, "from", "to", port), '[]') from moved) as moves,
      (select coalesce(jsonb_agg(numbers order by at, component, count), '[]') from numbers) as numbers
    from size`
  const { people, moves, numbers } = Lapse.parse(row)
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    people,
    moves: moves.map(({ at, port, ...one }) => ({ at: at.toISOString(), ...one, ...(port !== null && { port }) })),
    numbers: numbers.map(one => ({ ...one, at: one.at.toISOString() })),
  }
}

/** Of the version that is meant, and not of one who turned out to be another (T2). */
const isMine = (sql: Sql, { version }: Which): Fragment =>
  version === 0 ? sql`counts` : sql`counts and version = ${version}`

/**
 * Each person's stay at each component: since when, and until when unless they are still there. Somebody arrives in the
 * moment in which the component before acts. By enrollments_campaign and the key of acts.
 */
function staysOf(sql: Sql, { team, campaign, period }: Which): Fragment {
  const of = sql`e.person_id, e.version, e.entered_at, not (e.status = 'removed' and e.cause = 'merged') as counts`
  const port = sql`case when f.outcome in ('matched', 'unmatched') then f.outcome end as port`
  const there = sql`
    e.team_id = ${team} and e.campaign_id = ${campaign} ${period?.to === undefined ? sql`` : sql`and e.entered_at < ${period.to}`}
    ${period?.from === undefined ? sql`` : sql`and (e.left_at is null or e.left_at >= ${period.from})`}`
  return sql`
    select ${of}, a.component, a."from", ${port}, coalesce(f.at, e.entered_at) as since, a.at as until, false as "left",
      case when a.outcome in ('matched', 'unmatched') then 'watching' when a.outcome = 'passed' then 'waiting'
        when a.outcome = 'triggered' then 'listening' end as kind
    from enrollments e join acts a on a.team_id = e.team_id and a.enrollment_id = e.id
    left join acts f on f.team_id = e.team_id and f.enrollment_id = e.id and f.component = a."from" where ${there}
    union all
    select ${of}, s.component, s."from", ${port}, to_timestamp(s.since / 1000.0), e.left_at, e.status <> 'active', s.kind
    from enrollments e cross join lateral jsonb_to_recordset(e.standing) as s(component text, "from" text, kind text, since float8)
    left join acts f on f.team_id = e.team_id and f.enrollment_id = e.id and f.component = s."from" where ${there}`
}

/**
 * Rows of `person_id, component, count, at, change`: outcomes as the numbers count them, and who stands at a component or
 * was still there when they left, until they arrive there again (T1).
 */
function changesOf(sql: Sql, span: Which): Fragment {
  const { team, campaign, version } = span
  const then = (at: Fragment) => within(sql, span, at)
  return sql`
    select person_id, component, outcome as count, at, 1 as change from component_people
    where team_id = ${team} and campaign_id = ${campaign} and version = ${version} ${then(sql`at`)}
    union all
    select person_id, component, kind, since, 1 from mine
    where kind is not null and until is distinct from since ${then(sql`since`)}
    union all
    select person_id, component, kind, until, -1 from mine
    where kind is not null and until > since ${then(sql`since`)} ${then(sql`until`)}
    union all
    select person_id, component, 'left', until, 1 from mine where "left" ${then(sql`until`)}
    union all
    select person_id, component, 'left', again, -1 from (
      select *, lead(since) over (partition by person_id, component order by entered_at) as again
      from stays where person_id in (select person_id from returned)) as stays
    where "left" and ${isMine(sql, span)} ${then(sql`until`)} ${then(sql`again`)}`
}

/**
 * Who entered once does one of these at a time, so that arrivals are the plain sum; of whoever came again one counts for
 * as long as any of it is so. What that takes off the sum: rows of `at, component, change`.
 */
const correctedOf = (sql: Sql, reason: Fragment): Fragment => sql`
  select at, component,
    case when change > 0 and reasons = change then 1 when change < 0 and reasons = 0 then -1 else 0 end - change as change
  from (
    select *, sum(change) over (partition by person_id, component order by at, change desc rows unbounded preceding) as reasons
    from changes where ${reason} and person_id in (select person_id from returned)) as again`
