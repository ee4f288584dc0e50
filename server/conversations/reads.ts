import type { Conversation, Message, Note } from '@pavior/shared/journal/life.ts'
import type { Person } from '@pavior/shared/people/person.ts'
import type { ListCounts } from '@pavior/shared/protocol/views.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { cursorOf, readCursor } from '../database/cursor.ts'
import { readConversation, readMessage, readNote, readPerson } from '../database/rows.ts'
import { missing } from '../people/erased.ts'

/**
 * Every query carries the team; an id from elsewhere gives the same answer as one that does not exist. One of an erased
 * person is `gone` (C26).
 */

export type Found = { conversation: Conversation; person: Person }

const withPerson = z.object({ conversation: z.unknown(), person: z.unknown() })
const found = (row: unknown): Found => {
  const { conversation, person } = withPerson.parse(row)
  return { conversation: readConversation(dated(conversation)).conversation, person: readPerson(dated(person)).person }
}

/** Moments inside a row that came as JSON are text. */
function dated(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      (key.endsWith('_at') || key === 'snoozed_until') && typeof value === 'string' ? new Date(value) : value,
    ]),
  )
}

export async function conversationOf(sql: Sql, team: string, id: string): Promise<Found> {
  const [row] = await sql`
    select to_jsonb(c) as conversation, to_jsonb(p) as person from conversations c
    join people p on p.team_id = c.team_id and p.id = c.person_id
    where c.team_id = ${team} and c.id = ${id}`
  if (!row) throw await missing(sql, team, 'conversation', id)
  return found(row)
}

/** The person's conversations, the one that moved last first; by conversations_person. */
export async function conversationsOfPerson(sql: Sql, team: string, person: string): Promise<Conversation[]> {
  const rows = await sql`
    select * from conversations where team_id = ${team} and person_id = ${person} order by last_at desc, id limit 200`
  return rows.map(row => readConversation(row).conversation)
}

export type List =
  | { list: 'mine'; agent: string }
  | { list: 'unassigned' | 'all' | 'snoozed' | 'closed' }
  | { list: 'inbox'; inbox: string }

/** A page of a list, newest activity first. `after` is the cursor that the page before gave. */
export async function conversationsIn(
  sql: Sql,
  team: string,
  list: List,
  limit: number,
  after?: string,
): Promise<{ data: Found[]; next: string | null }> {
  const state = list.list === 'closed' || list.list === 'snoozed' ? list.list : 'open'
  const mine = list.list === 'mine' ? sql`and c.assignee_id = ${list.agent}` : sql``
  const unassigned = list.list === 'unassigned' ? sql`and c.assignee_id is null` : sql``
  const inbox = list.list === 'inbox' ? sql`and c.inbox_id = ${list.inbox}` : sql``
  const cursor = after === undefined ? undefined : readCursor(after)
  const older = cursor ? sql`and (c.last_at, c.id) < (${cursor.at}, ${cursor.id})` : sql``
  const rows = await sql`
    select to_jsonb(c) as conversation, to_jsonb(p) as person from conversations c
    join people p on p.team_id = c.team_id and p.id = c.person_id
    where c.team_id = ${team} and c.listed and c.state = ${state} ${mine} ${unassigned} ${inbox} ${older}
    order by c.last_at desc, c.id desc limit ${limit + 1}`
  const data = rows.slice(0, limit).map(found)
  const last = data.at(-1)?.conversation
  const next = rows.length > limit && last ? cursorOf(last.last?.at ?? last.startedAt, last.id) : null
  return { data, next }
}

const Count = z.object({
  state: z.string(),
  inbox_id: z.string().nullable(),
  mine: z.boolean(),
  unassigned: z.boolean(),
  count: z.number(),
})

/** How many conversations each of the agent's lists holds. */
export async function countLists(sql: Sql, team: string, agent: string): Promise<ListCounts> {
  const rows = await sql`
    select state, inbox_id, coalesce(assignee_id = ${agent}, false) as mine, assignee_id is null as unassigned, count(*)::int as count
    from conversations where team_id = ${team} and listed group by 1, 2, 3, 4`
  const counts: ListCounts = { mine: 0, unassigned: 0, all: 0, snoozed: 0, closed: 0, inboxes: {} }
  for (const row of rows.map(one => Count.parse(one))) {
    if (row.state !== 'open') {
      counts[row.state === 'closed' ? 'closed' : 'snoozed'] += row.count
      continue
    }
    counts.all += row.count
    if (row.mine) counts.mine += row.count
    if (row.unassigned) counts.unassigned += row.count
    if (row.inbox_id !== null) counts.inboxes[row.inbox_id] = (counts.inboxes[row.inbox_id] ?? 0) + row.count
  }
  return counts
}

const PAGE = 100

/** Messages after a number, oldest first, a page at most. */
export async function messagesAfter(
  sql: Sql,
  team: string,
  conversation: string,
  after: number,
): Promise<{ messages: Message[]; more: boolean }> {
  const rows = await sql`
    select * from messages where team_id = ${team} and conversation_id = ${conversation} and number > ${after}
    order by number limit ${PAGE + 1}`
  return { messages: rows.slice(0, PAGE).map(row => readMessage(row).message), more: rows.length > PAGE }
}

/** The newest messages before a number (default: the very newest), oldest first, a page at most. */
export async function messagesBefore(
  sql: Sql,
  team: string,
  conversation: string,
  before = 2 ** 31 - 1,
): Promise<{ messages: Message[]; more: boolean }> {
  const rows = await sql`
    select * from messages where team_id = ${team} and conversation_id = ${conversation} and number < ${before}
    order by number desc limit ${PAGE + 1}`
  return {
    messages: rows
      .slice(0, PAGE)
      .reverse()
      .map(row => readMessage(row).message),
    more: rows.length > PAGE,
  }
}

/** Messages up to a number that changed since a revision; by messages_changed. */
export async function messagesChanged(
  sql: Sql,
  team: string,
  conversation: string,
  upTo: number,
  revision: number,
): Promise<Message[]> {
  const rows = await sql`
    select * from messages where team_id = ${team} and conversation_id = ${conversation}
      and (form is not null or button is not null or email is not null) and revision > ${revision} and number <= ${upTo} order by number limit 1000`
  return rows.map(row => readMessage(row).message)
}

export async function notesSince(sql: Sql, team: string, conversation: string, revision: number): Promise<Note[]> {
  const rows = await sql`
    select * from notes where team_id = ${team} and conversation_id = ${conversation} and revision > ${revision}
    order by revision limit 1000`
  return rows.map(row => readNote(row).note)
}

/** Whose conversation it is; for facts that agents cause. */
export async function personOfConversation(sql: Sql, team: string, conversation: string): Promise<string> {
  const [row] = await sql`select person_id as id from conversations where team_id = ${team} and id = ${conversation}`
  if (!row) throw await missing(sql, team, 'conversation', conversation)
  return z.object({ id: z.string() }).parse(row).id
}
