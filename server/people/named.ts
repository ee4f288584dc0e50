import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'

/** A person as a back end names them: by our id, or by the site's own. */
export type Named = { id: string } | { externalId: string }

const Row = z.object({ asked: z.string(), id: z.string(), erased: z.boolean() })

/**
 * The ids of people, by how they were named (`keyOf`); an old id leads to whom they turned out to be (C25). Who does
 * not exist is missing; who was erased is `gone` (C26).
 */
export async function idsOfPeople(
  sql: Sql,
  team: string,
  named: readonly Named[],
): Promise<Map<string, string | 'gone'>> {
  const ids = named.flatMap(one => ('id' in one ? [one.id] : []))
  const externals = named.flatMap(one => ('id' in one ? [] : [one.externalId]))
  const rows = await sql`
    select ${'id '} || p.id as asked, q.id, q.erased_at is not null as erased from people p
    join people q on q.team_id = p.team_id and q.id = coalesce(p.merged_into, p.id)
    where p.team_id = ${team} and p.id = any(${ids}::uuid[])
    union all select ${'external '} || external_id, id, erased_at is not null from people
    where team_id = ${team} and external_id = any(${externals}::text[]) and merged_into is null`
  return new Map(rows.map(row => Row.parse(row)).map(({ asked, id, erased }) => [asked, erased ? 'gone' : id]))
}

export const keyOf = (named: Named): string => ('id' in named ? `id ${named.id}` : `external ${named.externalId}`)

/** One person's id. Throws `not-found`, and `gone` for an erased one. */
export async function idOfPerson(sql: Sql, team: string, named: Named): Promise<string> {
  const found = (await idsOfPeople(sql, team, [named])).get(keyOf(named))
  if (found === undefined) throw new Problem('not-found', 'There is no such person.')
  if (found === 'gone') throw erasedPerson()
  return found
}

/** C26: what is left of an erased person is nameless. */
export const erasedPerson = () => new Problem('gone', 'This person was erased.')
