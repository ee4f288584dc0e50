import type { Tallies } from '@pavior/shared/campaign/tallies.ts'
import { matchesWhere } from '@pavior/shared/filter/evaluate.ts'
import { type EventNeed, needKey } from '@pavior/shared/filter/subject.ts'
import { AttributeValue } from '@pavior/shared/people/person.ts'
import { z } from 'zod'
import type { Value } from './tables.ts'

/** Most events that are looked through for those that fit a condition on their properties. */
const LOOKED_THROUGH = 10_000

/**
 * The newest events of some people that live filters count, all needs in one statement; by events_person. Where a need
 * asks for properties, they are asked in memory, by the one definition of what matches.
 * @param people as an array of Postgres
 */
export function tallyStatement(
  needs: readonly EventNeed[],
  team: string,
  people: string,
): { text: string; values: Value[] } {
  return {
    text: `
      select p.id as person_id, n.place::integer, e.happened_at, case when n.asks then e.properties end as properties
      from unnest($2::uuid[]) p(id)
      cross join jsonb_to_recordset($3::text::jsonb) n(place integer, name text, newest integer, asks boolean)
      cross join lateral (select happened_at, properties from events
        where team_id = $1 and person_id = p.id and name = n.name order by happened_at desc limit n.newest) e`,
    values: [
      team,
      people,
      JSON.stringify(
        needs.map(({ name, where, newest }, place) => ({
          place,
          name,
          newest: where ? LOOKED_THROUGH : newest,
          asks: where !== undefined,
        })),
      ),
    ],
  }
}

const EventRow = z.object({
  person_id: z.string(),
  place: z.number(),
  happened_at: z.date(),
  properties: z.record(z.string(), AttributeValue).nullable(),
})

/** What the rows tell of each person; somebody without a row has done nothing of it. */
export function readTallies(needs: readonly EventNeed[], rows: readonly unknown[]): (person: string) => Tallies {
  const read = rows.map(row => EventRow.parse(row))
  return person => {
    const own = read.filter(row => row.person_id === person)
    return new Map(
      needs.map((need, place) => {
        const times = own
          .filter(row => row.place === place && matchesWhere(need.where, row.properties ?? {}))
          .map(row => row.happened_at.getTime())
          .sort((a, b) => b - a)
          .slice(0, need.newest)
        return [needKey(need), { need, times }]
      }),
    )
  }
}
