import type { Filter } from '@pavior/shared/filter/filter.ts'
import type { Person } from '@pavior/shared/people/person.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { readPerson } from '../database/rows.ts'
import { filterSql } from './filter-sql.ts'

type Asked = {
  filter: Filter
  /** Only among these. */
  of?: Filter | undefined
  now: Instant
}

export type Matching = { count: number; of?: number; sample: Person[] }

const SAMPLE = 5

const Counted = z.object({ matching: z.number(), among: z.number(), ids: z.array(z.string()) })

/** How many people match at this moment, and the newest of them. People are gone through once. */
export async function countMatching(sql: Sql, team: string, { filter, of, now }: Asked): Promise<Matching> {
  const asked = { team, now }
  const fits = filterSql(sql, filter, asked)
  // Among whom: those are counted, too; otherwise only who matches is kept.
  const [kept, isMatch] = of ? [filterSql(sql, of, asked), sql`${fits} is true`] : [fits, sql`true`]
  const [row] = await sql`
    with kept as materialized (
      select p.id, p.first_seen_at, ${isMatch} as matches from people p
      where p.team_id = ${team} and p.merged_into is null and p.erased_at is null and ${kept})
    select count(*) filter (where matches)::int as matching, count(*)::int as among,
      array(select id::text from kept where matches order by first_seen_at desc, id desc limit ${SAMPLE}) as ids
    from kept`
  const { matching, among, ids } = Counted.parse(row)
  const people = await sql`
    select * from people where team_id = ${team} and id = any(${ids}::uuid[]) order by first_seen_at desc, id desc`
  return { count: matching, ...(of && { of: among }), sample: people.map(one => readPerson(one).person) }
}
