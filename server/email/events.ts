import type { EmailEvent } from '@pavior/shared/campaign/fact.ts'
import type { ButtonAttributes } from '@pavior/shared/document/document.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { derivedId } from '../derived-id.ts'
import type { Engine } from '../engine/engine.ts'
import { changeAddress } from './addresses.ts'
import { messageOf, states } from './emails.ts'
import { tell } from './hand-over.ts'

/** What Resend tells, as far as we listen. */
export const ResendEvent = z.object({
  type: z.string(),
  data: z
    .object({
      email_id: z.string().optional(),
      tags: z.record(z.string(), z.string()).optional().catch(undefined),
      bounce: z.object({ type: z.string().optional() }).optional(),
      click: z.object({ link: z.string().optional() }).optional(),
    })
    .optional(),
})
export type ResendEvent = z.output<typeof ResendEvent>

type Needs = { sql: Sql; engine: Pick<Engine, 'react'>; secret: string; publicUrl: string }

/**
 * Takes what a provider told of an email, each telling once (its id is the provider's). It may come before our own
 * commit that the email was handed over, twice, and in any order. What is about no email of ours is let pass.
 */
export async function hearEvent(needs: Needs, told: string, event: ResendEvent): Promise<void> {
  const { sql, engine } = needs
  const heard = eventOf(event)
  const email = heard && (await emailOf(sql, event))
  if (!heard || !email) return
  const [known] = await sql`select true as known from email_events where team_id = ${email.team_id} and id = ${told}`
  if (known) return
  try {
    // Whoever tells of it has it, whatever we know.
    if (email.state === 'handing' || email.state === 'unknown') await tell({ engine }, email, 'handed')
    await hear(needs, told, email, heard, event.data?.click?.link)
  } catch (error) {
    // Erased meanwhile (C26).
    if (!(error instanceof Problem) || (error.code !== 'not-found' && error.code !== 'gone')) throw error
  }
  // Last, and the facts' ids are made of its id: what dies in between is told again by the provider.
  await sql`insert into email_events (team_id, id) values (${email.team_id}, ${told}) on conflict do nothing`
}

function eventOf({ type, data }: ResendEvent): EmailEvent | undefined {
  switch (type) {
    case 'email.delivered':
      return 'delivered'
    case 'email.opened':
      return 'opened'
    case 'email.clicked':
      return 'clicked'
    case 'email.complained':
      return 'complained'
    // A full mailbox or a server that is away says nothing against the address.
    case 'email.bounced':
      return data?.bounce?.type === 'Permanent' ? 'bounced' : undefined
    default:
      return undefined
  }
}

const Known = z.object({
  team_id: z.string(),
  id: z.string(),
  person_id: z.string(),
  to: z.string(),
  state: z.enum(states),
  tries: z.number(),
})
type Known = z.output<typeof Known>

const Tags = z.object({ team: z.string().max(64), email: z.uuid() })

/** By the tags that went with it, since it may be told of before we know the provider's id; by emails_provider otherwise. */
async function emailOf(sql: Sql, { data }: ResendEvent): Promise<Known | undefined> {
  const tags = Tags.safeParse(data?.tags)
  const columns = sql`team_id, id, person_id, "to", state, tries`
  if (tags.success) {
    const [row] = await sql`select ${columns} from emails where team_id = ${tags.data.team} and id = ${tags.data.email}`
    if (row) return Known.parse(row)
  }
  const provider = data?.email_id
  if (provider === undefined || provider.includes('\0')) return undefined
  const [row] = await sql`select ${columns} from emails where provider_id = ${provider}`
  return row && Known.parse(row)
}

async function hear(
  { sql, engine, secret, publicUrl }: Needs,
  told: string,
  { team_id: team, id: message, person_id: person, to }: Known,
  event: EmailEvent,
  link: string | undefined,
): Promise<void> {
  // The link to unsubscribe is ours, not the author's.
  if (event === 'clicked' && link?.startsWith(`${publicUrl}/unsubscribe/`)) return
  const button = event === 'clicked' ? await buttonOf(sql, team, message, link) : undefined
  const id = derivedId('email-event', team, told)
  await engine.react({ id, team, person, kind: 'email-event', message, event, button })
  if (event === 'bounced') await changeAddress({ sql, engine, secret }, team, to, 'bounced')
  if (event === 'complained') await changeAddress({ sql, engine, secret }, team, to, 'unsubscribed')
}

/** Which button leads where the click went (C8); none, for a link in the text. */
async function buttonOf(sql: Sql, team: string, id: string, link: string | undefined): Promise<string | undefined> {
  const message = link === undefined ? undefined : await messageOf(sql, team, id)
  const buttons = message?.content.content.flatMap((block): ButtonAttributes[] =>
    block.type === 'button' ? [block.attrs] : [],
  )
  return buttons?.find(({ action }) => 'url' in action && sameAddress(action.url, link))?.id
}

const sameAddress = (one: string, other: string | undefined): boolean =>
  other !== undefined && URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href
