import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection, { type SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection'
import type { Rendered } from './render.ts'
import { type Handed, PATIENCE, quoted, type Transport } from './transport.ts'

/**
 * SMTP knows no keys, so what matters is to know when the words began to flow: until then an email was surely not
 * taken, from then on only the server's answer says (S5). A connection for each email: it is the step whose end is
 * known best.
 */
export function smtpTransport(url: string): Transport {
  const { auth, ...server } = parseConnectionUrl(url)
  const options = { ...server, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: PATIENCE - 5_000 }
  return {
    name: 'smtp',
    reports: false,
    keyFor: 0,
    send: async (email, key) => {
      const message = await compose(email, key)
      const connection = new SMTPConnection(options)
      try {
        return await converse(connection, credentials(auth), email, message)
      } finally {
        connection.close()
      }
    },
  }
}

/** The Message-ID is made of the act, too: the reader's program shows what came twice once. */
async function compose({ from, to, replyTo, subject, html, text, headers }: Rendered, key: string): Promise<Buffer> {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  const mail = new MailComposer({
    from,
    to,
    subject,
    html,
    text,
    headers,
    messageId: `<${key.replace(/[^\w.-]/g, '.')}@${domain}>`,
    ...(replyTo !== undefined && { replyTo }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return await mail.compile().build()
}

async function converse(
  connection: SMTPConnection,
  auth: SMTPConnectionAuth | undefined,
  { from, to }: Rendered,
  message: Buffer,
): Promise<Handed> {
  let flows = false
  /** Is pulled once the server has taken sender and reader and said that it listens. */
  const words = Readable.from(
    (function* () {
      flows = true
      yield message
    })(),
  )
  return await new Promise<Handed>(resolve => {
    const failed = (error: unknown) => resolve(outcomeOf(error, flows))
    connection.on('error', failed)
    connection.connect(error => {
      if (error) return failed(error)
      const send = () =>
        connection.send({ from: from.address, to: [to] }, words, (refused, info) => {
          if (refused) return failed(refused)
          connection.quit()
          resolve({ kind: 'taken', id: info?.serverMessageId })
        })
      if (!auth) return send()
      connection.login(auth, refused => (refused ? resolve(closedDoor(refused)) : send()))
    })
    setTimeout(() => failed(new Error('it took too long')), PATIENCE).unref()
  })
}

function outcomeOf(error: unknown, flows: boolean): Handed {
  const code = codeOf(error)
  const reason = `The mail server ${code === undefined ? 'could not be reached' : 'answered'}: ${words(error)}`
  if (code === undefined) return flows ? { kind: 'unclear', reason } : { kind: 'not-taken', reason, everybody: true }
  // 503: the talk went wrong, not the email.
  return code >= 500 && code !== 503
    ? { kind: 'refused', reason }
    : { kind: 'not-taken', reason, everybody: code === 421 || code === 503 }
}

/** The operator's account: nothing is wrong with the email. */
const closedDoor = (error: unknown): Handed => ({
  kind: 'not-taken',
  reason: `The mail server lets nobody in: ${words(error)}`,
  everybody: true,
})

const words = (error: unknown): string => quoted(error instanceof Error ? error.message : String(error))

/** What the server answered with, if it was an answer to the email. A greeting or a login that fails is none. */
function codeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('responseCode' in error)) return undefined
  const about = 'code' in error && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE')
  return about && typeof error.responseCode === 'number' ? error.responseCode : undefined
}

function credentials(auth: { user?: unknown; pass?: unknown } | undefined): SMTPConnectionAuth | undefined {
  if (typeof auth?.user !== 'string' || typeof auth.pass !== 'string') return undefined
  return { user: auth.user, pass: auth.pass }
}
