import type { EmailState } from '../journal/life.ts'

/** An email as the log shows it. */
export type EmailView = {
  id: string
  person: { id: string; name?: string; email: string }
  campaign: { id: string; name: string }
  conversation: string
  to: string
  subject: string
  state: EmailState
  /** How it left, or is leaving. */
  transport?: string
  /** Why it waits, or never left, in words. */
  reason?: string
  tries: number
  at: string
  handedAt?: string
}

/** `via`: how emails leave this server. */
export type EmailPage = { data: EmailView[]; next: string | null; via: 'resend' | 'smtp' | 'outbox' }

/** `from`, `replyTo` and `text` as they left, or would leave now. */
export type EmailDetail = { email: EmailView; from: string; replyTo?: string; text: string }
