import { AttributeValue } from '@pavior/shared/people/person.ts'
import type { SeenFields, SeenValues } from '@pavior/shared/protocol/people.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'

/**
 * What conditions can be made of: the attributes, events and values that were really seen. Of a large team those of the
 * newest people; what only others have can still be named by hand.
 */

/** The newest people who are looked at, and those of them whose events are. */
const PEOPLE = 20_000
const EVENTS_OF = 5_000
const EVENTS = 50_000
const NAMES = 500
const EXAMPLES = 8
/** What is longer is no example to choose. */
const LONGEST = 100

const Row = z.object({
  family: z.string(),
  key: z.string(),
  kinds: z.array(z.string()),
  examples: z.array(AttributeValue).nullable(),
})
const CampaignRow = z.object({ id: z.string(), name: z.string(), status: z.string() })

export async function seenFields(sql: Sql, team: string): Promise<SeenFields> {
  const people = await ofPeople(sql, team)
  const events = await ofEvents(sql, team)
  const campaigns = await sql`
    select id::text, name, status from campaigns where team_id = ${team}
    order by created_at desc, id desc limit ${NAMES}`
  return {
    attributes: people.filter(({ family }) => family === 'attributes').map(seen),
    events,
    values: Object.fromEntries(
      people.flatMap(row => (row.family === 'attributes' ? [] : [[`${row.family}${row.key}`, row.examples ?? []]])),
    ),
    campaigns: campaigns.map(row => CampaignRow.parse(row)),
  }
}

async function ofPeople(sql: Sql, team: string) {
  const rows = await sql`
    with newest as materialized (
      select attributes, context, coalesce(page, '{}') as page from people
      where team_id = ${team} and merged_into is null and erased_at is null
      order by first_seen_at desc, id desc limit ${PEOPLE}),
    named as (
      select 'attributes' as family, a.key, a.value from newest, jsonb_each(attributes) a
      union all select '', c.key, c.value from newest, jsonb_each(context) c
      union all select 'page.', u.key, u.value from newest, jsonb_each(page) u),
    counted as (
      select family, key, value, count(*) as people,
        row_number() over (partition by family, key order by count(*) desc, value::text) as place
      from named where length(value::text) <= ${LONGEST} group by family, key, value)
    select family, key, array_agg(distinct jsonb_typeof(value)) as kinds,
      jsonb_agg(value order by place) filter (where place <= ${EXAMPLES}) as examples
    from counted group by family, key order by sum(people) desc, key limit ${NAMES}`
  return rows.map(row => Row.parse(row))
}

async function ofEvents(sql: Sql, team: string): Promise<SeenFields['events']> {
  // By events_person.
  const rows = await sql`
    with tracked as materialized (
      select e.name, e.properties from (
        select id from people where team_id = ${team} and merged_into is null and erased_at is null
        order by first_seen_at desc, id desc limit ${EVENTS_OF}) p
      join events e on e.team_id = ${team} and e.person_id = p.id limit ${EVENTS}),
    names as (select name, count(*) as times from tracked group by name order by count(*) desc, name limit ${NAMES}),
    counted as (
      select s.name, v.key, v.value, count(*) as times,
        row_number() over (partition by s.name, v.key order by count(*) desc, v.value::text) as place
      from tracked s, jsonb_each(s.properties) v where length(v.value::text) <= ${LONGEST} group by s.name, v.key, v.value),
    properties as (
      select name, key, array_agg(distinct jsonb_typeof(value)) as kinds,
        jsonb_agg(value order by place) filter (where place <= ${EXAMPLES}) as examples
      from counted group by name, key)
    select n.name as family, coalesce(p.key, '') as key, coalesce(p.kinds, '{}') as kinds, p.examples
    from names n left join properties p using (name) order by n.times desc, n.name, p.key`
  const events = new Map<string, SeenValues[]>()
  for (const row of rows.map(one => Row.parse(one))) {
    const properties = events.get(row.family) ?? []
    events.set(row.family, properties)
    if (row.key !== '') properties.push(seen(row))
  }
  return [...events].map(([name, properties]) => ({ name, properties }))
}

const seen = ({ key, kinds, examples }: z.output<typeof Row>): SeenValues => ({
  key,
  kinds: kinds.flatMap(kind =>
    kind === 'string' ? ['text' as const] : kind === 'number' || kind === 'boolean' ? [kind] : [],
  ),
  examples: examples ?? [],
})
