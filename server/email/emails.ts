import { StoredDocument } from '@pavior/shared/document/schema.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { Rendered } from './render.ts'

/** Rows of `emails`, as the worker and the screen read them. */

export const states = ['due', 'handing', 'handed', 'unknown', 'revoked'] as const

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform(value => value ?? undefined)

export const EmailRow = z.object({
  team_id: z.string(),
  id: z.string(),
  person_id: z.string(),
  campaign_id: z.string(),
  enrollment_id: z.string(),
  component: z.string(),
  to: z.string(),
  state: z.enum(states),
  tries: z.number(),
  rendered: optional(Rendered),
})
export type EmailRow = z.output<typeof EmailRow>

/** What the email says, from its message. */
export const Message = z.object({
  content: StoredDocument,
  from: z.object({ type: z.string(), id: z.string().optional() }),
  email: z.object({ subject: z.string(), preview: z.string().optional() }),
})
export type Message = z.output<typeof Message>

export async function messageOf(sql: Sql, team: string, id: string): Promise<Message | undefined> {
  const [row] = await sql`select content, "from", email from messages where team_id = ${team} and id = ${id}`
  return row && Message.parse(row)
}
