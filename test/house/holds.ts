import { expect } from 'vitest'
import { z } from 'zod'
import type { TestTeam } from './house.ts'
import { plain, storedLife, toldLife } from './life.ts'

const Ids = z.array(z.object({ id: z.string() }))

/**
 * What holds at any moment nothing is in flight: the journal of each person tells what is stored (S6), messages are
 * numbered without gaps (S3), and the numbers equal a recount (T1, T2, T4). For the end of every test.
 */
export async function holds(team: TestTeam): Promise<void> {
  const { sql, id } = team
  const people = Ids.parse(await sql`select id from people where team_id = ${id} and merged_into is null`)
  for (const person of people)
    expect(plain(await toldLife(sql, id, person.id))).toEqual(plain(await storedLife(sql, id, person.id)))
  const gaps = await sql`
    select c.id from conversations c where c.team_id = ${id} and (
      c.number <> (select count(*) from messages m where m.team_id = c.team_id and m.conversation_id = c.id)
      or c.number <> (select coalesce(max(m.number), 0) from messages m where m.team_id = c.team_id and m.conversation_id = c.id))`
  expect(gaps).toEqual([])
  expect(await peopleCounted(team)).toEqual(await peopleRecounted(team))
  expect(await numbers(team)).toEqual(await numbersRecounted(team))
}

const Line = z.object({ line: z.string() })
const lines = (rows: readonly unknown[]): string[] => rows.map(row => Line.parse(row).line).sort()

async function peopleCounted({ sql, id }: TestTeam): Promise<string[]> {
  return lines(
    await sql`select concat_ws(' ', campaign_id, version, component, outcome, person_id) as line from component_people where team_id = ${id}`,
  )
}

/** Whom a component acted on, and who answered what it sent, once each. */
async function peopleRecounted({ sql, id }: TestTeam): Promise<string[]> {
  return lines(
    await sql`
    with done as (
      select e.campaign_id, e.version, a.component, a.outcome, e.person_id
      from acts a join enrollments e on e.team_id = a.team_id and e.id = a.enrollment_id where a.team_id = ${id}
      union all
      select e.campaign_id, e.version, m.campaign ->> 'component',
        case j.kind when 'form-submitted' then 'submitted' else 'clicked' end, e.person_id
      from journal j join messages m on m.team_id = j.team_id and m.id = (j.data ->> 'message')::uuid
      join enrollments e on e.team_id = m.team_id and e.id = (m.campaign ->> 'enrollment')::uuid
      where j.team_id = ${id} and j.kind in ('form-submitted', 'button-pressed'))
    select distinct concat_ws(' ', campaign_id, v.version, component, outcome, person_id) as line
    from done cross join lateral (values (0), (done.version)) as v(version)`,
  )
}

async function numbers({ sql, id }: TestTeam): Promise<string[]> {
  return lines(
    await sql`
    select concat_ws(' ', campaign_id, version, component, outcome, sum(n)) as line from (
      select campaign_id, version, component, outcome, count as n from totals where team_id = ${id}
      union all
      select campaign_id, version, component, outcome, delta from count_deltas where team_id = ${id}) as every_part
    group by campaign_id, version, component, outcome having sum(n) <> 0`,
  )
}

/** A campaign's own numbers go by each person's latest enrollment, not counting those a merge removed (T2). */
async function numbersRecounted({ sql, id }: TestTeam): Promise<string[]> {
  return lines(
    await sql`
    with latest as (
      select distinct on (campaign_id, person_id) campaign_id, status from enrollments
      where team_id = ${id} and not (status = 'removed' and coalesce(cause, '') = 'merged')
      order by campaign_id, person_id, entered_at desc, id desc),
    counted as (
      select campaign_id, version, component, outcome from component_people where team_id = ${id}
      union all
      select e.campaign_id, v.version, l ->> 'component', 'listening'
      from enrollments e cross join lateral jsonb_array_elements(e.listening) as l
      cross join lateral (values (0), (e.version)) as v(version) where e.team_id = ${id}
      union all
      select campaign_id, 0, '', o.outcome from latest cross join lateral (values ('entered'), (status)) as o(outcome))
    select concat_ws(' ', campaign_id, version, component, outcome, count(*)) as line
    from counted group by campaign_id, version, component, outcome`,
  )
}
