import type { Tallies } from '@pavior/shared/campaign/tallies.ts'
import { type EventNeed, needKey } from '@pavior/shared/filter/subject.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { whereSql } from '../people/filter-sql.ts'
import { queryOn } from './query.ts'

type Rows = readonly Record<string, unknown>[]

/**
 * The newest events of some people that live filters count; by events_person. All needs that ask for no properties in
 * one statement, each other in one of its own.
 * @param people as an array of Postgres
 */
export function tallyQueries(
  connection: Sql,
  needs: readonly EventNeed[],
  team: string,
  people: string,
): PromiseLike<Rows>[] {
  const asked = needs.map((need, place) => ({ ...need, place }))
  const plain = asked.filter(({ where }) => where === undefined)
  const picky = asked.filter(({ where }) => where !== undefined)
  return [
    ...(plain.length > 0 ? [queryOn(connection)(NEWEST, [team, people, JSON.stringify(plain)])] : []),
    ...picky.map(
      ({ place, name, where, newest }) => connection`
        select p.id as person_id, ${place}::integer as place, e.happened_at from unnest(${people}::uuid[]) p(id)
        cross join lateral (select happened_at from events e where team_id = ${team} and person_id = p.id
          and name = ${name} and ${whereSql(connection, where)} order by happened_at desc limit ${newest}) e`,
    ),
  ]
}

const NEWEST = `
  select p.id as person_id, n.place, e.happened_at from unnest($2::uuid[]) p(id)
  cross join jsonb_to_recordset($3::text::jsonb) n(place integer, name text, newest integer)
  cross join lateral (select happened_at from events
    where team_id = $1 and person_id = p.id and name = n.name order by happened_at desc limit n.newest) e`

const EventRow = z.object({ person_id: z.string(), place: z.number(), happened_at: z.date() })

/** What the rows tell of each person; somebody without a row has done nothing of it. */
export function readTallies(needs: readonly EventNeed[], rows: readonly unknown[]): (person: string) => Tallies {
  const read = rows.map(row => EventRow.parse(row))
  return person => {
    const own = read.filter(row => row.person_id === person)
    return new Map(
      needs.map((need, place) => {
        const times = own
          .filter(row => row.place === place)
          .map(row => row.happened_at.getTime())
          .sort((a, b) => b - a)
        return [needKey(need), { need, times }]
      }),
    )
  }
}
