import { standingCounts, wayOf } from '@pavior/shared/campaign/counts.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'
import { arriving, isAlways, ofReturned, type Which } from '../arrivals.ts'
import { type Lapse, SLICES, type Span } from './lapse-told.ts'
import { backOf, changesOf, correctedOf, outcomesWithin, standsOf, staysOf } from './stays.ts'
import { QUARTER, totalsOf } from './totals.ts'

/** About how many people moved: as many as at the component where the most acted. */
export async function movedAbout(sql: Sql, which: Which): Promise<number> {
  const [row] = await sql`
    select coalesce(max(people), 0)::int as people from (
      select component, sum(change) as people
      from (${totalsOf(sql, which, sql`component <> '' and outcome = any(${[...arriving]})`)}) as acted group by 1) as each`
  return z.object({ people: z.number() }).parse(row).people
}

const Told = z.object({
  moves: z.array(z.object({ at: z.coerce.date(), way: z.string(), to: z.string(), people: z.number() })),
  numbers: z.array(z.object({ at: z.coerce.date(), component: z.string(), count: z.string(), people: z.number() })),
})

/**
 * A time-lapse of very many people: in slices of whole quarters of an hour, each told at its end. Who went along which line
 * is told by the totals; of all time, so are all numbers. In a period who stood somewhere is looked at, since totals do not
 * tell whose standing ended; and one by one only whoever came again (T1).
 */
export async function lapseOfMany(sql: Sql, which: Which, { from, to }: Span): Promise<Lapse> {
  const { team } = which
  const slice = QUARTER * Math.max(1, Math.ceil((to.getTime() - from.getTime()) / SLICES / QUARTER))
  const first = new Date(Math.floor(from.getTime() / slice) * slice)
  const told = (at: Fragment) => sql`
    least(${to}::timestamptz, ${first}::timestamptz
      + (floor(extract(epoch from ${at} - ${first}::timestamptz) * 1000 / ${slice}::float8) + 1) * ${slice}::float8 * interval '1 millisecond')`
  const reason = sql`count = any(${[...arriving, ...standingCounts, 'left']})`
  // Only what makes somebody arrive can count them twice.
  const arrived = sql`
    select * from (${outcomesWithin(sql, which, sql`and outcome = any(${[...arriving]})`)}) as came
    where person_id in (select person_id from returned)`
  const always = isAlways(which)
  const waits = sql`(select * from acts where team_id = ${team} and outcome in ('matched', 'unmatched', 'passed', 'triggered'))`
  const stood = always
    ? sql``
    : sql`stood as materialized (
        select * from (${staysOf(sql, which, { enrollments: sql`enrollments`, acts: waits, before: sql`acts` })}) as s where counts),`
  const plain = always
    ? sql`select at, component, count, change from moved where count not like 'from %'`
    : sql`
      select ${told(sql`at`)} as at, component, count, sum(change)::int as change from (
        select component, outcome as count, at, 1 as change from (${outcomesWithin(sql, which)}) as came
        union all select component, count, at, change from (${standsOf(sql, which, sql`stood`)}) as stands) as every
      group by 1, 2, 3`
  const [row] = await sql`
    with theirs as materialized (select * from ${ofReturned(sql, which)} as every),
    returned as materialized (select distinct person_id from theirs),
    did as materialized (
      select a.* from theirs t cross join lateral (
        select * from acts a where a.team_id = t.team_id and a.enrollment_id = t.id offset 0) as a),
    stays as materialized (${staysOf(sql, which, { enrollments: sql`theirs`, acts: sql`did`, before: sql`did` })}),
    mine as (select * from stays where counts),
    changes as materialized (${changesOf(sql, which, arrived)}),
    ${stood}
    moved as materialized (
      select ${told(sql`at`)} as at, component, count, sum(change)::int as change
      from (${totalsOf(sql, which, always ? sql`component <> ''` : sql`component <> '' and outcome like 'from %'`)}) as every group by 1, 2, 3),
    plain as materialized (
      ${plain}
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
    numbers,
    moves: moves.map(({ way, ...move }) => {
      const { from: before, port } = wayOf(way)
      return { ...move, from: before, port: port === 'matched' || port === 'unmatched' ? port : null }
    }),
  }
}
