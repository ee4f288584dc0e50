import { resendTransport } from './resend.ts'
import type { EmailSettings } from './settings.ts'
import { smtpTransport } from './smtp.ts'
import { outbox, type Transport } from './transport.ts'

/** The way out that the operator has set. */
export function transportOf({ via }: EmailSettings): Transport {
  switch (via.name) {
    case 'resend':
      return resendTransport(via)
    case 'smtp':
      return smtpTransport(via.url)
    case 'outbox':
      return outbox
    default:
      return via satisfies never
  }
}
