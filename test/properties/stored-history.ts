import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import type { AnyHistory } from './any-subject.ts'

/** Writes people as the engine keeps them, with what happened to them; gives their ids. */
export async function storeHistories(sql: Sql, team: string, histories: readonly AnyHistory[]): Promise<string[]> {
  const ids = histories.map(() => randomUUID())
  const of = <T>(rows: (history: AnyHistory, id: string) => T[]): T[] =>
    histories.flatMap((history, index) => rows(history, ids[index] ?? ''))
  const people = of(({ person }, id) => {
    const { language, timezone, country, browser, os, device } = person
    return [
      {
        id,
        type: person.type,
        external_id: person.externalId,
        email: person.email,
        email_status: person.emailStatus,
        name: person.name,
        phone: person.phone,
        attributes: person.attributes,
        context: { language, timezone, country, browser, os, device },
        page: person.page,
        first_seen_at: date(person.firstSeenAt),
        last_seen_at: date(person.lastSeenAt),
        signed_up_at: date(person.signedUpAt),
        fact_at: date(person.factAt),
        open_conversations: person.openConversations,
        last_message_at: date(person.lastMessageAt),
      },
    ]
  })
  const events = of(({ events }, id) =>
    events.map((event, number) => ({ person: id, number, ...event, at: date(event.at) })),
  )
  const enrollments = of(({ enrollments }, id) => enrollments.map(one => ({ person: id, id: randomUUID(), ...one })))
  await sql`
    insert into people (team_id, id, type, external_id, email, email_status, name, phone, attributes, sources, context, page,
      first_seen_at, last_seen_at, signed_up_at, fact_at, entries, open_conversations, last_message_at)
    select ${team}, id, type, external_id, email, email_status, name, phone, attributes, '{}', context, page,
      first_seen_at, last_seen_at, signed_up_at, fact_at, 1, open_conversations, last_message_at
    from jsonb_to_recordset(${JSON.stringify(people)}::text::jsonb) as x (id uuid, type text, external_id text, email text,
      email_status text, name text, phone text, attributes jsonb, context jsonb, page jsonb, first_seen_at timestamptz,
      last_seen_at timestamptz, signed_up_at timestamptz, fact_at timestamptz, open_conversations integer, last_message_at timestamptz)`
  await sql`
    insert into events (team_id, person_id, stream, number, name, properties, happened_at)
    select ${team}, person, person, number, name, properties, at
    from jsonb_to_recordset(${JSON.stringify(events)}::text::jsonb) as x (person uuid, number integer, name text, properties jsonb, at timestamptz)`
  await sql`
    insert into enrollments (team_id, id, person_id, campaign_id, version, status, entered_at, standing, open_forms)
    select ${team}, id, person, campaign, 1, status, now(), '[]', '[]'
    from jsonb_to_recordset(${JSON.stringify(enrollments)}::text::jsonb) as x (id uuid, person uuid, campaign text, status text)`
  return ids
}

const date = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString())
