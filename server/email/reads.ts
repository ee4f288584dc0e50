import type { EmailView } from '@pavior/shared/protocol/emails.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { LiveTeam } from '../campaigns/live.ts'
import { cursorOf, readCursor } from '../database/cursor.ts'
import { missing } from '../people/erased.ts'
import { states } from './emails.ts'
import { Rendered } from './render.ts'

/** The log of emails, for the screen: those that left, and those that would have. */

const Row = z.object({
  id: z.string(),
  person_id: z.string(),
  person_name: z.string().nullable(),
  campaign_id: z.string(),
  conversation_id: z.string(),
  component: z.string(),
  to: z.string(),
  subject: z.string().nullable(),
  state: z.enum(states),
  transport: z.string().nullable(),
  tries: z.number(),
  reason: z.string().nullable(),
  created_at: z.date(),
  handed_at: z.date().nullable(),
})

const columns = (sql: Sql) => sql`
  e.id, e.person_id, p.name as person_name, e.campaign_id, e.conversation_id, e.component, e."to", m.email ->> 'subject' as subject,
  e.state, e.transport, e.tries, e.reason, e.created_at, e.handed_at`

const joined = (sql: Sql) => sql`
  emails e left join messages m on m.team_id = e.team_id and m.id = e.id
  left join people p on p.team_id = e.team_id and p.id = e.person_id`

/** Newest first; by emails_created. */
export async function emailsOf(
  sql: Sql,
  team: LiveTeam,
  limit: number,
  after?: string,
): Promise<{ data: EmailView[]; next: string | null }> {
  const cursor = after === undefined ? undefined : readCursor(after)
  const older = cursor ? sql`and (e.created_at, e.id) < (${cursor.at}, ${cursor.id})` : sql``
  const found = await sql`
    select ${columns(sql)} from ${joined(sql)} where e.team_id = ${team.id} ${older}
    order by e.created_at desc, e.id desc limit ${limit + 1}`
  const rows = found.slice(0, limit).map(row => Row.parse(row))
  const last = rows.at(-1)
  return {
    data: rows.map(row => emailView(row, team)),
    next: found.length > limit && last ? cursorOf(last.created_at.getTime(), last.id) : null,
  }
}

/** One, with what is kept of how it left. Throws `not-found`. */
export async function emailOf(
  sql: Sql,
  team: LiveTeam,
  id: string,
): Promise<{ email: EmailView; rendered: Rendered | undefined }> {
  const [row] = await sql`
    select ${columns(sql)}, e.rendered from ${joined(sql)} where e.team_id = ${team.id} and e.id = ${id}`
  if (!row) throw await missing(sql, team.id, 'email', id)
  const { rendered } = z.object({ rendered: Rendered.nullable() }).parse(row)
  return { email: emailView(Row.parse(row), team), rendered: rendered ?? undefined }
}

function emailView(row: z.output<typeof Row>, team: LiveTeam): EmailView {
  const { id, person_id, person_name, campaign_id, conversation_id, to, subject, state, transport, tries, reason } = row
  return {
    id,
    person: { id: person_id, ...(person_name !== null && { name: person_name }), email: to },
    campaign: { id: campaign_id, name: team.campaignNames.get(campaign_id) ?? 'A campaign that is gone' },
    conversation: conversation_id,
    to,
    subject: subject ?? '',
    state,
    ...(transport !== null && { transport }),
    ...(reason !== null && { reason }),
    tries,
    at: toIso(row.created_at.getTime()),
    ...(row.handed_at !== null && { handedAt: toIso(row.handed_at.getTime()) }),
  }
}
