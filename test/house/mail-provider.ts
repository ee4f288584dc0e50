import { createServer, type IncomingMessage } from 'node:http'
import { Webhook } from 'svix'
import { z } from 'zod'

const Request = z.object({
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  reply_to: z.string().optional(),
  headers: z.record(z.string(), z.string()),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
})
export type Taken = z.output<typeof Request> & { id: string; key: string }

/** What the provider does with a request in place of taking it. `hang`: it takes the email, and hangs up; `silence`: it says nothing. */
type Mood = { status: number; headers?: Record<string, string>; body?: object } | 'hang' | 'hang-up' | 'silence'

/** A provider of the kind of Resend, over real HTTP: what it takes counts by the idempotency key. */
export type MailProvider = {
  url: string
  /** Emails that would have gone out: one for each key. */
  taken: Taken[]
  /** Requests, by key: how often each came. */
  asked: Map<string, number>
  /** Answers like this from now on, for all or for some addresses; without a mood it works again. */
  feels: (mood: Mood | undefined, to?: string) => void
  /** Tells of an email as its webhooks do; gives the answer. */
  tells: (pavior: string, type: string, email: Taken, more?: Telling) => Promise<Response>
  stop: () => Promise<void>
}

type Telling = { id?: string; data?: object; secret?: string; tags?: boolean; at?: Date }

export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret of the tests').toString('base64')}`

export async function openMailProvider(): Promise<MailProvider> {
  const taken: Taken[] = []
  const asked = new Map<string, number>()
  const moods = new Map<string, Mood>()
  let events = 0
  const server = createServer(async (request, response) => {
    const key = String(request.headers['idempotency-key'])
    const email = Request.parse(JSON.parse(await bodyOf(request)))
    asked.set(key, (asked.get(key) ?? 0) + 1)
    const mood = moods.get(email.to) ?? moods.get('all')
    if (mood === 'hang-up') return request.socket.destroy()
    if (mood === 'silence') return
    if (mood !== undefined && mood !== 'hang') {
      response.writeHead(mood.status, { 'content-type': 'application/json', ...mood.headers })
      return response.end(
        JSON.stringify({ statusCode: mood.status, name: 'application_error', message: 'No.', ...mood.body }),
      )
    }
    const known = taken.find(one => one.key === key)
    const id = known?.id ?? `re-${taken.length + 1}`
    if (!known) taken.push({ ...email, id, key })
    if (mood === 'hang') return request.socket.destroy()
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ id }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    taken,
    asked,
    feels: (mood, to = 'all') => {
      if (mood === undefined) moods.delete(to)
      else moods.set(to, mood)
    },
    tells: async (pavior, type, email, { id = `evt-${++events}`, data, secret, tags = true, at = new Date() } = {}) => {
      const named = Object.fromEntries(email.tags.map(({ name, value }) => [name, value]))
      const body = JSON.stringify({
        type,
        created_at: at.toISOString(),
        data: { email_id: email.id, to: [email.to], ...(tags && { tags: named }), ...data },
      })
      return await fetch(`${pavior}/webhooks/resend`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'svix-id': id,
          'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
          'svix-signature': new Webhook(secret ?? WEBHOOK_SECRET).sign(id, at, body),
        },
        body,
      })
    },
    stop: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
