import { readMessage } from '@pavior/server/database/rows.ts'
import { plainText } from '@pavior/shared/document/plain.ts'
import { z } from 'zod'
import type { TestTeam } from './house.ts'

/**
 * All that was written with a person, conversation by conversation, oldest first: `person: Hi`, `team: Who are you?
 * [open]` (its form's state), `team: Which? (red)` (the chosen button).
 */
export async function talk({ sql, id }: Pick<TestTeam, 'sql' | 'id'>, person: string): Promise<string[][]> {
  const rows = await sql`
    select m.* from messages m join conversations c on c.team_id = m.team_id and c.id = m.conversation_id
    where c.team_id = ${id} and c.person_id = ${person} order by c.started_at, c.id, m.number`
  const conversations = new Map<string, string[]>()
  for (const { conversation, message } of rows.map(row => readMessage(row))) {
    const { from, content, form, button } = message
    const state = form ? ` [${form.state}]` : ''
    const chosen = button === undefined ? '' : ` (${button})`
    const lines = conversations.get(conversation) ?? []
    conversations.set(conversation, [...lines, `${from.type}: ${plainText(content)}${state}${chosen}`])
  }
  return [...conversations.values()]
}

const Enrollment = z.object({
  campaign: z.string(),
  version: z.number(),
  status: z.string(),
  cause: z.string().nullable(),
})

/** A person's ways through campaigns, the oldest first. */
export async function enrollments(
  { sql, id }: Pick<TestTeam, 'sql' | 'id'>,
  person: string,
): Promise<z.output<typeof Enrollment>[]> {
  const rows = await sql`
    select campaign_id as campaign, version, status, cause from enrollments
    where team_id = ${id} and person_id = ${person} order by entered_at, id`
  return z.array(Enrollment).parse(rows)
}

/** How each of a person's ways through campaigns stands, the oldest first. */
export const statuses = async (team: Pick<TestTeam, 'sql' | 'id'>, person: string): Promise<string[]> =>
  (await enrollments(team, person)).map(({ status }) => status)

const Act = z.object({
  component: z.string(),
  outcome: z.string(),
  from: z.string().nullable(),
  reason: z.string().nullable(),
})

/** What each component did to a person. */
export async function acts(
  { sql, id }: Pick<TestTeam, 'sql' | 'id'>,
  person: string,
): Promise<Record<string, z.output<typeof Act>>> {
  const rows = await sql`
    select a.component, a.outcome, a."from", a.reason from acts a
    join enrollments e on e.team_id = a.team_id and e.id = a.enrollment_id
    where e.team_id = ${id} and e.person_id = ${person}`
  return Object.fromEntries(rows.map(row => Act.parse(row)).map(act => [act.component, act]))
}

/** Kinds of the entries in a person's own journal, in order. */
export async function journal({ sql, id }: Pick<TestTeam, 'sql' | 'id'>, person: string): Promise<string[]> {
  const rows = await sql`select kind from journal where team_id = ${id} and stream = ${person} order by number`
  return z
    .array(z.object({ kind: z.string() }))
    .parse(rows)
    .map(({ kind }) => kind)
}
