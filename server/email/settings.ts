import { isEmail } from '@pavior/shared/document/form.ts'
import { z } from 'zod'
import { CannotStart } from '../cannot-start.ts'

/** How emails leave, as the operator has set it. Nothing set: they stay in the database and are shown as the outbox. */
export type EmailSettings = {
  via:
    | { name: 'resend'; apiKey: string; baseUrl: string | undefined; webhookSecret: string | undefined }
    | { name: 'smtp'; url: string }
    | { name: 'outbox' }
  /** The address emails come from; the name before it is the agent's or the team's. */
  from: string
  /** Replies come to addresses of this domain; absent: to `from`. */
  replyDomain: string | undefined
}

const address = z
  .string()
  .transform(value => (/<([^<>]*)>\s*$/.exec(value)?.[1] ?? value).trim())
  .refine(isEmail, 'must be an address like hello@example.com')

/** The variables, for `environment.ts`. */
export const EmailVariables = {
  EMAIL_FROM: address.optional(),
  EMAIL_REPLY_DOMAIN: z
    .string()
    .toLowerCase()
    .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'must be a domain like reply.example.com')
    .optional(),
  RESEND_API_KEY: z.string().regex(/^\S+$/, 'must be a key, without spaces').optional(),
  RESEND_BASE_URL: z
    .string()
    .refine(
      value => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
      'must be an address like https://api.resend.com',
    )
    .transform(value => value.replace(/\/+$/, ''))
    .optional(),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/, 'must be the signing secret of the webhook, like whsec_…')
    .optional(),
  SMTP_URL: z
    .string()
    .refine(
      value => URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol) && new URL(value).hostname !== '',
      'must be an address like smtp://user:password@host:587',
    )
    .optional(),
}

type Read = { [name in keyof typeof EmailVariables]?: z.output<(typeof EmailVariables)[name]> }

/** Throws CannotStart with a sentence where the variables do not go together. */
export function emailSettings(read: Read): EmailSettings {
  const { EMAIL_FROM: from, EMAIL_REPLY_DOMAIN: replyDomain, RESEND_API_KEY: apiKey, SMTP_URL: url } = read
  if (apiKey !== undefined && url !== undefined)
    throw new CannotStart('RESEND_API_KEY and SMTP_URL are two ways for emails to leave: set one of them.')
  if ((apiKey !== undefined || url !== undefined) && from === undefined)
    throw new CannotStart(
      `EMAIL_FROM is required with ${apiKey === undefined ? 'SMTP_URL' : 'RESEND_API_KEY'}: set it to the address emails come from, like hello@example.com.`,
    )
  const common = { from: from ?? 'outbox@pavior.invalid', replyDomain }
  if (url !== undefined) return { ...common, via: { name: 'smtp', url } }
  if (apiKey === undefined) return { ...common, via: { name: 'outbox' } }
  const { RESEND_BASE_URL: baseUrl, RESEND_WEBHOOK_SECRET: webhookSecret } = read
  return { ...common, via: { name: 'resend', apiKey, baseUrl, webhookSecret } }
}
