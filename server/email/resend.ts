import { Resend } from 'resend'
import type { EmailSettings } from './settings.ts'
import { type Handed, PATIENCE, quoted, type Transport } from './transport.ts'

/** Resend keeps an idempotency key for a day. An hour less: its clock and ours are two. */
const KEY_FOR = 23 * 3600_000

/** Answers that mean the account, not the email: whoever sets it right wants his emails to go out then. */
const ACCOUNT = [401, 403]

export function resendTransport({
  apiKey,
  baseUrl,
  webhookSecret,
}: Extract<EmailSettings['via'], { name: 'resend' }>): Transport {
  const resend = new Resend(apiKey, baseUrl === undefined ? {} : { baseUrl })
  return {
    name: 'resend',
    reports: webhookSecret !== undefined,
    keyFor: KEY_FOR,
    send: async ({ from, to, replyTo, subject, html, text, headers }, key, tags) => {
      const email = { from: mailbox(from), to, subject, html, text, headers, ...(replyTo !== undefined && { replyTo }) }
      const named = Object.entries(tags).map(([name, value]) => ({ name, value }))
      try {
        const {
          data,
          error,
          headers: said,
        } = await resend.emails.send(
          { ...email, tags: named },
          { idempotencyKey: key, signal: AbortSignal.timeout(PATIENCE) },
        )
        if (error) return answered(error, said)
        return typeof data.id === 'string'
          ? { kind: 'taken', id: data.id }
          : { kind: 'unclear', reason: 'Resend answered without an id.' }
      } catch (error) {
        return { kind: 'unclear', reason: `Resend did not answer: ${error instanceof Error ? error.message : error}` }
      }
    },
  }
}

type Refusal = { message: string; statusCode: number | null; name: string }

function answered({ message, statusCode, name }: Refusal, headers: Record<string, string> | null): Handed {
  const reason = `Resend ${statusCode ?? 'did not answer'}: ${quoted(String(message))}`
  // The SDK says the same of a connection that was refused and of one that broke after the email had gone through.
  if (statusCode === null || statusCode >= 500) return { kind: 'unclear', reason }
  if (statusCode === 429) return { kind: 'not-taken', reason, everybody: true, retryAfter: retryAfter(headers) }
  if (ACCOUNT.includes(statusCode)) return { kind: 'not-taken', reason, everybody: true }
  // The same key is being worked on, or was used for other words: whether this email was taken is for the key to say.
  if (statusCode === 409) return { kind: 'unclear', reason: `${reason} (${name})` }
  return { kind: 'refused', reason }
}

/** Seconds, as the header has it; a moment at most an hour away. */
function retryAfter(headers: Record<string, string> | null): number {
  const seconds = Number(headers?.['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) * 1000 : 1000
}

/** `"Name" <address>`, with what would end the name taken out. */
const mailbox = ({ name, address }: { name: string; address: string }): string =>
  name === '' ? address : `"${name.replace(/["\\<>]/g, '')}" <${address}>`
