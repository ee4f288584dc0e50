import { journalAfter } from '@pavior/server/people/reads.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { differences } from './differences.ts'
import { brokenLaws } from './laws.ts'
import { plain, storedLife, toldLife } from './life.ts'
import { recount } from './recount.ts'

/**
 * What is wrong with what the database holds of a team, by the rules that hold at any moment at which nothing is in
 * flight; empty: nothing. S3 (numbers), S6 (replay = state), C3, C6, C15, C18, C21, T4.
 */
export async function wrongAtRest(sql: Sql, team: string): Promise<string[]> {
  return [
    ...(await gaps(sql, team)),
    ...(await doubles(sql, team)),
    ...(await untold(sql, team)),
    ...(await miscounted(sql, team)),
  ]
}

const Found = z.array(z.object({ what: z.string() }))
const named = (rows: unknown): string[] => Found.parse(rows).map(({ what }) => what)

/** S3: messages of a conversation and entries of a stream count 1, 2, 3 … */
async function gaps(sql: Sql, team: string): Promise<string[]> {
  return named(
    await sql`
      select format('conversation %s says %s messages and has %s up to %s', c.id, c.number, count(m.number), max(m.number)) as what
      from conversations c left join messages m on m.team_id = c.team_id and m.conversation_id = c.id
      where c.team_id = ${team} group by c.team_id, c.id
      having count(m.number) <> c.number or coalesce(max(m.number), 0) <> c.number
      union all
      select format('message %s is of revision %s in a conversation of revision %s', m.id, m.revision, c.revision)
      from messages m join conversations c on c.team_id = m.team_id and c.id = m.conversation_id
      where m.team_id = ${team} and (m.revision > c.revision or m.revision < 1)
      union all
      select format('person %s says %s entries and has %s up to %s', p.id, p.entries, count(j.number), max(j.number))
      from people p left join journal j on j.team_id = p.team_id and j.stream = p.id
      where p.team_id = ${team} and p.erased_at is null group by p.team_id, p.id, p.entries
      having count(j.number) <> p.entries or coalesce(max(j.number), 0) <> p.entries
      union all
      select format('%s of nobody: %s', kind, id) from (
        select 'a conversation' as kind, id, person_id from conversations where team_id = ${team}
        union all select 'an enrollment', id, person_id from enrollments where team_id = ${team}) as owned
      where not exists (select from people p where p.team_id = ${team} and p.id = owned.person_id and p.merged_into is null)`,
  )
}

/** C3, C6: nobody is inside a campaign twice, and a component acted once. */
async function doubles(sql: Sql, team: string): Promise<string[]> {
  return named(
    await sql`
      select format('person %s is inside campaign %s %s times', person_id, campaign_id, count(*)) as what from enrollments
      where team_id = ${team} and status = 'active' group by person_id, campaign_id having count(*) > 1
      union all
      select format('component %s acted %s times in enrollment %s', data ->> 'component', count(*), data ->> 'enrollment')
      from journal where team_id = ${team} and kind = 'acted' group by data ->> 'component', data ->> 'enrollment' having count(*) > 1
      union all
      select format('form %s was answered %s times', data ->> 'message', count(*))
      from journal where team_id = ${team} and kind = 'form-submitted' group by data ->> 'message' having count(*) > 1
      union all
      select format('message %s was sent %s times', data ->> 'id', count(*))
      from journal where team_id = ${team} and kind = 'message-sent' group by data ->> 'id' having count(*) > 1`,
  )
}

/** S6, for everybody who is still somebody of their own; and the laws of every journal. */
async function untold(sql: Sql, team: string): Promise<string[]> {
  const wrong: string[] = []
  const people = z
    .array(z.object({ id: z.string(), merged_into: z.string().nullable() }))
    .parse(await sql`select id, merged_into from people where team_id = ${team} and erased_at is null order by id`)
  const streams = new Map<string, Entry[]>()
  for (const { id } of people) streams.set(id, await journalAfter(sql, team, id, 0, 1_000_000))
  for (const { id, merged_into } of people) {
    wrong.push(...brokenLaws(stream => streams.get(stream) ?? [], id))
    if (merged_into !== null) continue
    wrong.push(
      ...differences(
        plain(await toldLife(sql, team, id)),
        plain(await storedLife(sql, team, id)),
        `replayed ≠ stored: ${id}`,
      ),
    )
  }
  return wrong
}

/** T4. */
async function miscounted(sql: Sql, team: string): Promise<string[]> {
  return Object.entries(await recount(sql, team)).flatMap(([what, difference]) =>
    Object.entries(difference).map(([key, { must, is }]) => `${what}: ${key} must be ${must} and is ${is}`),
  )
}
