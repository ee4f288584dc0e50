import { readConversation, readEnrollment, readMessage, readNote, readPerson } from '@pavior/server/database/rows.ts'
import { replayPerson } from '@pavior/server/people/reads.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import type { Sql } from 'postgres'

/** The life of a person as the tables hold it. */
export async function storedLife(sql: Sql, team: string, id: string): Promise<Life> {
  const [row] = await sql`select * from people where team_id = ${team} and id = ${id}`
  const { person, noted } = readPerson(row)
  const conversations: Life['conversations'] = new Map()
  for (const one of await sql`select * from conversations where team_id = ${team} and person_id = ${id}`) {
    const { conversation } = readConversation(one)
    const messages =
      await sql`select * from messages where team_id = ${team} and conversation_id = ${conversation.id} order by number`
    const notes =
      await sql`select * from notes where team_id = ${team} and conversation_id = ${conversation.id} order by revision`
    conversation.messages = messages.map(message => readMessage(message).message)
    conversation.notes = notes.map(note => readNote(note).note)
    conversations.set(conversation.id, conversation)
  }
  const enrollments: Life['enrollments'] = new Map()
  const rows = await sql`
    select e.*, coalesce((select jsonb_agg(jsonb_build_object('component', a.component, 'at', floor(extract(epoch from a.at) * 1000),
      'outcome', a.outcome, 'from', a."from", 'conversation', a.conversation_id, 'message', a.message_id, 'reason', a.reason,
      'engaged', a.engaged))
      from acts a where a.team_id = e.team_id and a.enrollment_id = e.id), '[]') as acts
    from enrollments e where e.team_id = ${team} and e.person_id = ${id}`
  for (const one of rows) {
    const { enrollment } = readEnrollment(one)
    enrollments.set(enrollment.id, enrollment)
  }
  return { person, conversations, enrollments, noted: new Set(noted) }
}

/** S6: the life as the journal tells it. */
export const toldLife = (sql: Sql, team: string, person: string): Promise<Life> => replayPerson(sql, team, person)

/** A life to compare: plain data, in an order of its own, without what is not there. */
export function plain(life: Life): unknown {
  const byKey = (map: Map<string, unknown>) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
  const enrollments = new Map(
    [...life.enrollments].map(([id, one]) => [
      id,
      {
        ...one,
        acts: [...one.acts].sort((a, b) => (a.component < b.component ? -1 : 1)),
        standing: [...one.standing].sort((a, b) => (a.component < b.component ? -1 : 1)),
      },
    ]),
  )
  return JSON.parse(
    JSON.stringify(
      sorted({
        person: life.person,
        conversations: byKey(life.conversations),
        enrollments: byKey(enrollments),
        noted: [...life.noted].sort(),
      }),
    ),
  )
}

/** Keys in one order: jsonb has an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}
