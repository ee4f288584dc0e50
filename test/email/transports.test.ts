import type { Rendered } from '@pavior/server/email/render.ts'
import { resendTransport } from '@pavior/server/email/resend.ts'
import { smtpTransport } from '@pavior/server/email/smtp.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type MailProvider, openMailProvider } from '../house/mail-provider.ts'
import { type MailServer, openMailServer } from '../house/mail-server.ts'

const email: Rendered = {
  from: { name: 'Mara "the boss" Lindqvist, Tidewheel', address: 'hello@tidewheel.example' },
  to: 'okan@example.com',
  replyTo: 'reply+abc@reply.tidewheel.example',
  subject: 'Grüße – your bike',
  html: '<p>Bon été</p>',
  text: 'Bon été',
  headers: {
    'List-Unsubscribe': '<https://chat.example.com/unsubscribe/abc>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
}
const tags = { team: 'team1', email: 'b4c6d1de-5f0e-4c8e-9f64-0a1b2c3d4e5f' }

describe('Resend', () => {
  let provider: MailProvider
  beforeAll(async () => {
    provider = await openMailProvider()
  })
  beforeEach(() => provider.feels(undefined))
  afterAll(() => provider.stop())

  const transport = (webhookSecret?: string) =>
    resendTransport({ name: 'resend', apiKey: 're_test', baseUrl: provider.url, webhookSecret })

  test('S5: takes an email with its key, once however often it is handed over', async () => {
    const first = await transport().send(email, 'a-key', tags)
    expect(first).toMatchObject({ kind: 'taken' })
    expect(await transport().send(email, 'a-key', tags)).toEqual(first)
    expect(provider.asked.get('a-key')).toBe(2)
    const [taken, ...more] = provider.taken
    expect(more).toEqual([])
    expect(taken).toMatchObject({
      from: '"Mara the boss Lindqvist, Tidewheel" <hello@tidewheel.example>',
      to: 'okan@example.com',
      reply_to: 'reply+abc@reply.tidewheel.example',
      subject: 'Grüße – your bike',
      html: '<p>Bon été</p>',
      text: 'Bon été',
      headers: email.headers,
      tags: [
        { name: 'team', value: 'team1' },
        { name: 'email', value: tags.email },
      ],
    })
  })

  test('knows its keys for less than a day, and reports only where it is heard', () => {
    expect(transport().keyFor).toBeLessThan(24 * 3600_000)
    expect(transport().reports).toBe(false)
    expect(transport('whsec_abc').reports).toBe(true)
  })

  test.each([
    [{ status: 422 }, { kind: 'refused' }],
    [
      { status: 400, body: { message: 'Invalid `to` field.' } },
      { kind: 'refused', reason: 'Resend 400: Invalid `to` field.' },
    ],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'not-taken', everybody: true, retryAfter: 7000 },
    ],
    [{ status: 429 }, { kind: 'not-taken', everybody: true, retryAfter: 1000 }],
    [{ status: 401 }, { kind: 'not-taken', everybody: true }],
    [{ status: 403 }, { kind: 'not-taken', everybody: true }],
    [{ status: 409 }, { kind: 'unclear' }],
    [{ status: 500 }, { kind: 'unclear' }],
    [{ status: 503 }, { kind: 'unclear' }],
    ['hang-up' as const, { kind: 'unclear' }],
    ['hang' as const, { kind: 'unclear' }],
  ])('an answer of %j is told apart: %j', async (mood, handed) => {
    provider.feels(mood)
    expect(await transport().send(email, crypto.randomUUID(), tags)).toMatchObject(handed)
  })

  test('nobody there at all is unclear: the SDK does not say which', async () => {
    const nobody = resendTransport({
      name: 'resend',
      apiKey: 're',
      baseUrl: 'http://127.0.0.1:9',
      webhookSecret: undefined,
    })
    expect(await nobody.send(email, 'k', tags)).toMatchObject({ kind: 'unclear' })
  })
})

describe('SMTP', () => {
  let server: MailServer
  beforeAll(async () => {
    server = await openMailServer()
  })
  beforeEach(() => server.feels(undefined))
  afterAll(() => server.stop())

  test('takes an email with both parts and its headers', async () => {
    expect(await smtpTransport(server.url).send(email, 'a-key', tags)).toMatchObject({ kind: 'taken' })
    const taken = server.taken.at(-1)
    expect(taken).toMatchObject({ from: 'hello@tidewheel.example', to: ['okan@example.com'] })
    const message = taken?.message ?? ''
    expect(message).toMatch(/^Message-ID: <a-key@tidewheel\.example>\r$/m)
    expect(message).toMatch(/^List-Unsubscribe: <https:\/\/chat\.example\.com\/unsubscribe\/abc>\r$/m)
    expect(message).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    expect(message).toMatch(/^Reply-To: reply\+abc@reply\.tidewheel\.example\r$/m)
    expect(message).toMatch(/^Content-Type: text\/plain; charset=utf-8/m)
    expect(message).toMatch(/^Content-Type: text\/html; charset=utf-8/m)
    expect(message).toContain('Bon =C3=A9t=C3=A9')
  })

  test.each([
    [{ step: 'rcpt' as const, code: 550 }, { kind: 'refused' }],
    [{ step: 'data' as const, code: 554 }, { kind: 'refused' }],
    [
      { step: 'rcpt' as const, code: 450 },
      { kind: 'not-taken', everybody: false },
    ],
    [
      { step: 'data' as const, code: 452 },
      { kind: 'not-taken', everybody: false },
    ],
    [
      { step: 'rcpt' as const, code: 421 },
      { kind: 'not-taken', everybody: true },
    ],
  ])('a refusal of %j is told apart: %j', async (mood, handed) => {
    server.feels(mood)
    const before = server.taken.length
    expect(await smtpTransport(server.url).send(email, 'k', tags)).toMatchObject(handed)
    expect(server.taken.length).toBe(before)
  })

  test('S5: gone after the words have flowed, it is unclear; before, it surely has not taken it', async () => {
    server.feels('vanishes')
    expect(await smtpTransport(server.url).send(email, 'k', tags)).toMatchObject({ kind: 'unclear' })
    expect(await smtpTransport('smtp://127.0.0.1:9').send(email, 'k', tags)).toMatchObject({
      kind: 'not-taken',
      everybody: true,
    })
  })

  test('a wrong password is the operator’s, not the email’s', async () => {
    const locked = await openMailServer({ password: 'sesame' })
    expect(await smtpTransport(locked.url).send(email, 'k', tags)).toMatchObject({ kind: 'taken' })
    const wrong = locked.url.replace('sesame', 'open')
    expect(await smtpTransport(wrong).send(email, 'k', tags)).toMatchObject({ kind: 'not-taken', everybody: true })
    await locked.stop()
  })
})
