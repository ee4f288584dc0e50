import { standingCounts } from '@pavior/shared/campaign/counts.ts'
import type { Sql } from 'postgres'
import { arriving, type Which, within } from '../arrivals.ts'
import { type Lapse, type Most, readLapse, SLICES, type Span } from './lapse-told.ts'
import { changesOf, correctedOf, isMine, outcomesWithin, staysOf } from './stays.ts'

/** A time-lapse by looking at everybody who moved: to the millisecond, or in slices of more than so many. */
export async function lapseOfEach(sql: Sql, which: Which, { from, to }: Span, most: Most): Promise<Lapse> {
  const { team, campaign } = which
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
    changes as not materialized (${changesOf(sql, span, outcomesWithin(sql, span))}),
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
    select
      (select coalesce(jsonb_agg(moved order by at, "from", "to", port), '[]') from moved) as moves,
      (select coalesce(jsonb_agg(numbers order by at, component, count), '[]') from numbers) as numbers
    from size`
  return readLapse(row)
}
