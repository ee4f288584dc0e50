import type { Sql } from 'postgres'

/** A team without agents, on whose people time and bulk work act. */
export async function benchTeam(sql: Sql, id: string): Promise<void> {
  await sql`insert into teams (id, name) values (${id}, ${id}) on conflict do nothing`
}

/** People as identified visitors are stored, first seen over the last 30 days; gives their ids, which are as good as chance. */
export async function people(sql: Sql, team: string, howMany: number): Promise<string[]> {
  const rows = await sql`
    insert into people (team_id, id, type, external_id, email, name, attributes, sources, context, first_seen_at, last_seen_at, fact_at, entries)
    select ${team}, gen_random_uuid(), 'signup', 'user-' || gen_random_uuid(), 'user-' || n || '@people.example', 'Person ' || n,
      jsonb_build_object('plan', case n % 3 when 0 then 'pro' else 'free' end), '{}', '{"language": "en", "browser": "Firefox"}',
      seen, seen, seen, 2
    from (select n, now() - random() * interval '30 days' as seen from generate_series(1, ${howMany}::int) n) as made
    returning id`
  return rows.map(({ id }) => String(id))
}

/** Five events of everybody of a team, over 60 days. */
export async function manyEvents(sql: Sql, team: string): Promise<void> {
  await sql`
    insert into events (team_id, person_id, stream, number, name, properties, happened_at)
    select ${team}, p.id, p.id, n, (array['order', 'viewed', 'invited'])[1 + floor(random() * 3)::int],
      jsonb_build_object('amount', floor(random() * 100)), now() - random() * interval '60 days'
    from people p, generate_series(1, 5) n where p.team_id = ${team}`
  await sql`vacuum analyze people`
  await sql`vacuum analyze events`
}

/** Everybody of the team stands in the component `wait` of the campaign since they were first seen, until some time within 30 days. */
export async function allWait(sql: Sql, team: string, campaign: string): Promise<void> {
  await sql`
    with made as (
      select gen_random_uuid() as id, p.id as person_id, p.first_seen_at as since,
        date_trunc('milliseconds', now() + interval '10 minutes' + random() * interval '30 days') as until
      from people p where p.team_id = ${team}),
    inside as (
      insert into enrollments (team_id, id, person_id, campaign_id, version, status, entered_at, standing, open_forms)
      select ${team}, id, person_id, ${campaign}, 1, 'active', since, jsonb_build_array(jsonb_build_object(
        'component', 'wait', 'kind', 'waiting', 'since', floor(extract(epoch from since) * 1000)::bigint,
        'until', floor(extract(epoch from until) * 1000)::bigint)), '[]' from made)
    insert into timers (team_id, enrollment_id, person_id, due_at) select ${team}, id, person_id, until from made`
  await sql`vacuum analyze people`
  await sql`vacuum analyze enrollments`
  await sql`vacuum analyze timers`
}

/**
 * So many of those who wait fall due from a moment on, spread evenly over so many milliseconds; noted in a table of the
 * bench, to be compared with what becomes of them.
 */
export async function fallDue(
  sql: Sql,
  { team, set, howMany, from, over }: { team: string; set: string; howMany: number; from: number; over: number },
): Promise<void> {
  await sql`create table if not exists bench_due (name text, enrollment_id uuid, due_at timestamptz)`
  await sql`
    with taken as (
      select enrollment_id, row_number() over () as n from (
        select enrollment_id from timers t
        where team_id = ${team} and not exists (select from bench_due b where b.enrollment_id = t.enrollment_id)
        order by random() limit ${howMany}) as chosen),
    due as (
      select enrollment_id, to_timestamp(floor(${from}::float8 + n * ${over}::float8 / ${howMany}) / 1000) as due_at from taken),
    noted as (insert into bench_due select ${set}, * from due),
    standing as (
      update enrollments e set standing = jsonb_set(standing, '{0,until}', to_jsonb(floor(extract(epoch from due_at) * 1000)::bigint))
      from due where e.team_id = ${team} and e.id = due.enrollment_id)
    update timers t set due_at = due.due_at from due where t.team_id = ${team} and t.enrollment_id = due.enrollment_id`
}

export const waiting = {
  name: 'A month later',
  components: [
    { id: 'wait', type: 'wait', position: { x: 0, y: 0 }, settings: { for: 'P30D' } },
    { id: 'end', type: 'end', position: { x: 0, y: 100 }, settings: {} },
  ],
  dependencies: [{ from: 'wait', to: 'end' }],
  audience: { field: 'attributes.plan', op: 'equals', value: 'nobody has this' },
}

/** One of many live campaigns. The first three ask for orders, and hardly let anybody in; the others for other things, each its own. */
export const careful = (number: number): object => ({
  name: `Campaign ${number}`,
  components: [{ id: 'thanks', type: 'send-message', position: { x: 0, y: 0 }, settings: { content: 'Thank you!' } }],
  audience: asks(number),
})

function asks(number: number): object {
  if (number === 0) return { field: 'event.order', op: 'count-at-least', value: 200, within: 'P7D' }
  if (number === 1)
    return { field: 'event.order', op: 'happened', where: { field: 'amount', op: 'greater', value: 1000 } }
  if (number === 2)
    return { all: [is('attributes.plan', 'enterprise'), { field: 'event.order', op: 'happened', within: 'P1D' }] }
  if (number % 2 === 0) return is(`attributes.step${number}`, 'done')
  return { field: `event.step${number}`, op: 'count-at-least', value: 2, within: 'P7D' }
}

const is = (field: string, value: string) => ({ field, op: 'equals', value })
