import type { Document } from '@pavior/shared/document/document.ts'
import { render } from '@react-email/render'
import { createElement as h, type ReactElement } from 'react'
import { z } from 'zod'
import { documentBlocks, openingOf } from './blocks.ts'
import { Layout } from './layout.ts'
import { plainPart } from './plain-part.ts'
import { replyAddress, unsubscribeToken } from './tokens.ts'

/** An email as it leaves; kept before it first does, so that every try hands over the same (S5). */
export const Rendered = z.object({
  from: z.object({ name: z.string(), address: z.string() }),
  to: z.string(),
  replyTo: z.string().optional(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
})
export type Rendered = z.output<typeof Rendered>

export type Written = {
  team: { id: string; name: string }
  /** The message's id, which is the email's. */
  email: string
  /** The agent's or the team's name. */
  fromName: string
  to: string
  subject: string
  preview?: string | undefined
  content: Document
}

export type Sender = { secret: string; publicUrl: string; from: string; replyDomain: string | undefined }

/** Headers are lines of their own. */
const oneLine = (said: string): string =>
  said
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

export async function renderEmail(written: Written, sender: Sender): Promise<Rendered> {
  const { team, email, to, content } = written
  const { secret, publicUrl, replyDomain } = sender
  const unsubscribe = `${publicUrl}/unsubscribe/${unsubscribeToken(secret, { team: team.id, email, address: to })}`
  const replyTo = replyDomain === undefined ? undefined : replyAddress(secret, replyDomain, email)
  const subject = oneLine(written.subject)
  const answering = (label: string) =>
    replyTo === undefined
      ? undefined
      : `mailto:${replyTo}?subject=${encodeURIComponent(`Re: ${subject}`)}&body=${encodeURIComponent(label)}`
  const preview = oneLine(written.preview ?? '') || openingOf(content)
  const footer = `${oneLine(team.name)} wrote to ${to}.`
  return {
    from: { name: oneLine(written.fromName), address: sender.from },
    to,
    replyTo,
    subject,
    html: await drawn(h(Layout, { subject, preview, footer, unsubscribe }, documentBlocks(content, answering))),
    text: `${plainPart(content)}\n\n-- \n${footer}\nUnsubscribe: ${unsubscribe}\n`,
    // RFC 8058: one click in the mail program itself.
    headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  }
}

/** Without the comments by which React would find its places again. Nobody's words are among them: they are escaped. */
const drawn = async (page: ReactElement): Promise<string> => (await render(page)).replace(/<!--[^>]*-->/g, '')
