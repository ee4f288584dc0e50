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
    ...(plain.length > 0
      ? [
          queryOn(connection)(NEWEST, [
            team,
            people,
            list(plain.map(({ place }) => place)),
            JSON.stringify(plain.map(({ name }) => name)),
            list(plain.map(({ newest }) => newest)),
          ]),
        ]
      : []),
    ...picky.map(
      ({ place, name, where, newest }) => connection`
        select p.id as person_id, ${place}::integer as place, e.happened_at from unnest(${people}::uuid[]) p(id)
        cross join lateral (select happened_at from events e where team_id = ${team} and person_id = p.id
          and name = ${name} and ${whereSql(connection, where)} order by happened_at desc limit ${newest}) e`,
    ),
  ]
}

const list = (numbers: readonly number[]): string => `{${numbers.join(',')}}`

/**
 * From each name that a person has events of to the next: they have few, whatever is asked for. Thousands of questions
 * more make it no slower.
 */
const NEWEST = `
  with recursive asked as materialized (
    select * from unnest($3::integer[], array(select json_array_elements_text($4::text::json)), $5::integer[]) a(place, name, newest)),
  theirs as (
    select p.id, n.name from unnest($2::uuid[]) p(id) cross join lateral (
      select name from events where team_id = $1 and person_id = p.id order by name limit 1) n
    union all
    select t.id, n.name from theirs t cross join lateral (
      select name from events where team_id = $1 and person_id = t.id and name > t.name order by name limit 1) n)
  select t.id as person_id, a.place, e.happened_at from theirs t join asked a on a.name = t.name
  cross join lateral (select happened_at from events
    where team_id = $1 and person_id = t.id and name = t.name order by happened_at desc limit a.newest) e`

const EventRow = z.object({ person_id: z.string(), place: z.number(), happened_at: z.date() })

/** What the rows tell of each person; somebody without a row has done nothing of it. */
export function readTallies(needs: readonly EventNeed[], rows: readonly unknown[]): (person: string) => Tallies {
  const everybody = new Map<string, Map<string, { need: EventNeed; times: number[] }>>()
  for (const { person_id, place, happened_at } of rows.map(row => EventRow.parse(row))) {
    const need = needs[place]
    if (!need) continue
    const own = everybody.get(person_id) ?? new Map<string, { need: EventNeed; times: number[] }>()
    everybody.set(person_id, own)
    const times = own.get(needKey(need))?.times ?? []
    own.set(needKey(need), { need, times })
    times.push(happened_at.getTime())
  }
  for (const own of everybody.values()) for (const { times } of own.values()) times.sort((a, b) => b - a)
  return person => everybody.get(person) ?? new Map()
}
