import { standingCounts, wayOf } from '@pavior/shared/campaign/counts.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'
import { arriving, ofReturned, type Which } from '../arrivals.ts'
import { type Lapse, SLICES, type Span } from './lapse-told.ts'
import { backOf, changesOf, correctedOf, staysOf } from './stays.ts'

/** Totals are kept by quarters of an hour. */
const QUARTER = 900_000

const Told = z.object({
  moves: z.array(z.object({ at: z.coerce.date(), way: z.string(), to: z.string(), people: z.number() })),
  numbers: z.array(z.object({ at: z.coerce.date(), component: z.string(), count: z.string(), people: z.number() })),
})

/**
 * A time-lapse of all time and all versions by the totals, whoever many they count; only whoever came again is looked
 * at one by one (T1). By the key of totals. In slices of whole quarters of an hour, each told at its end.
 * @param people how many entered
 */
export async function lapseOfSums(sql: Sql, which: Which, { from, to }: Span, people: number): Promise<Lapse> {
  const slice = QUARTER * Math.max(1, Math.ceil((to.getTime() - from.getTime()) / SLICES / QUARTER))
  const first = new Date(Math.floor(from.getTime() / slice) * slice)
  const told = (at: Fragment) => sql`
    least(${to}::timestamptz, ${first}::timestamptz
      + (floor(extract(epoch from ${at} - ${first}::timestamptz) * 1000 / ${slice}::float8) + 1) * ${slice}::float8 * interval '1 millisecond')`
  const mine = sql`
    team_id = ${which.team} and campaign_id = ${which.campaign} and version = 0 and component <> ''`
  const reason = sql`count = any(${[...arriving, ...standingCounts, 'left']})`
  // Only what makes somebody arrive can count them twice. Looked up one by one: they are few among very many.
  const arrived = sql`
    select c.* from returned r cross join lateral (
      select person_id, component, outcome, at from component_people c where c.team_id = ${which.team} and c.person_id = r.person_id
        and c.campaign_id = ${which.campaign} and c.version = 0 and c.outcome = any(${[...arriving]}) offset 0) as c`
  const [row] = await sql`
    with theirs as materialized (select * from ${ofReturned(sql, which)} as every),
    returned as materialized (select distinct person_id from theirs),
    did as materialized (
      select a.* from theirs t cross join lateral (
        select * from acts a where a.team_id = t.team_id and a.enrollment_id = t.id offset 0) as a),
    stays as materialized (${staysOf(sql, which, { enrollments: sql`theirs`, acts: sql`did` })}),
    mine as (select * from stays where counts),
    changes as materialized (${changesOf(sql, which, arrived)}),
    moved as materialized (
      select ${told(sql`at`)} as at, component, count, sum(change)::int as change from (
        select bucket as at, component, outcome as count, count as change from totals where ${mine}
        union all select date_bin('15 minutes', at, 'epoch'), component, outcome, delta from count_deltas where ${mine}) as every
      group by 1, 2, 3),
    plain as materialized (
      select * from moved where count not like 'from %'
      union all select ${told(sql`at`)}, component, count, sum(change)::int from (${backOf(sql, which)}) as back group by 1, 2, 3),
    numbers as (
      select at, component, count, sum(change)::int as people from (
        select * from plain
        union all select at, component, 'arrived', change from plain where ${reason}
        union all select ${told(sql`at`)}, component, 'arrived', change from (${correctedOf(sql, reason)}) as corrected) as every
      group by 1, 2, 3 having sum(change) <> 0),
    moves as (select at, count as way, component as "to", change as people from moved where count like 'from %' and change > 0)
    select
      (select coalesce(jsonb_agg(moves order by at, way, "to"), '[]') from moves) as moves,
      (select coalesce(jsonb_agg(numbers order by at, component, count), '[]') from numbers) as numbers`
  const { moves, numbers } = Told.parse(row)
  return {
    people,
    numbers,
    moves: moves.map(({ way, ...move }) => {
      const { from: before, port } = wayOf(way)
      return { ...move, from: before, port: port === 'matched' || port === 'unmatched' ? port : null }
    }),
  }
}
