import { CannotStart } from '@pavior/server/cannot-start.ts'
import { ownOrigins, readEnvironment } from '@pavior/server/environment.ts'
import { expect, test } from 'vitest'

test('nothing is required: a laptop gets defaults, and the demo', () => {
  expect(readEnvironment({})).toMatchObject({
    port: 3000,
    publicUrl: 'http://localhost:3000',
    databaseUrl: undefined,
    demo: true,
    rateLimits: true,
    trustProxy: 0,
    metricsPort: undefined,
  })
  expect(readEnvironment({ PORT: '', DATABASE_URL: '' }).port).toBe(3000)
})

test('a database of one’s own comes without the demo, unless it is asked for', () => {
  const DATABASE_URL = 'postgres://pavior@db/pavior'
  expect(readEnvironment({ DATABASE_URL }).demo).toBe(false)
  expect(readEnvironment({ DATABASE_URL, DEMO: '1' }).demo).toBe(true)
})

test.each([
  [{ PORT: 'abc' }, /^PORT must be a port, 1 to 65535 \(it is "abc"\)\.$/],
  [{ PORT: '70000' }, /^PORT must be a port/],
  [{ PUBLIC_URL: 'chat.example.com' }, /^PUBLIC_URL must be an address like https:\/\/chat\.example\.com/],
  [{ PUBLIC_URL: 'https://example.com/chat' }, /^PUBLIC_URL must be an address .* without a path/],
  [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must be an address like postgres/],
  [{ AUTH_SECRET: 'short' }, /^AUTH_SECRET must have at least 32 characters\.$/],
  [{ TRUST_PROXY: 'yes' }, /^TRUST_PROXY must be the number of proxies/],
  [{ RATE_LIMITS: 'no' }, /^RATE_LIMITS must be on or off/],
  [{ DEMO: 'true' }, /^DEMO must be 0 or 1/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of/],
  [{ EMAIL_FROM: 'nobody' }, /^EMAIL_FROM must be an address like hello@example\.com \(it is "nobody"\)\.$/],
  [{ EMAIL_REPLY_DOMAIN: 'https://x' }, /^EMAIL_REPLY_DOMAIN must be a domain like reply\.example\.com/],
  [{ RESEND_API_KEY: 're_1' }, /^EMAIL_FROM is required with RESEND_API_KEY/],
  [{ SMTP_URL: 'smtp://localhost' }, /^EMAIL_FROM is required with SMTP_URL/],
  [{ RESEND_API_KEY: 're_1', SMTP_URL: 'smtp://x', EMAIL_FROM: 'a@b.example' }, /^RESEND_API_KEY and SMTP_URL are two/],
  [{ RESEND_BASE_URL: 'api.resend.com' }, /^RESEND_BASE_URL must be an address like https:\/\/api\.resend\.com/],
  [{ RESEND_WEBHOOK_SECRET: 'secret' }, /^RESEND_WEBHOOK_SECRET must be the signing secret/],
  [{ SMTP_URL: 'https://mail' }, /^SMTP_URL must be an address like smtp:\/\/user:password@host:587\.$/],
  [{ NODE_ENV: 'production', DATABASE_URL: 'postgres://x/y' }, /^AUTH_SECRET is required in production/],
])('%o stops the start with a sentence that names the variable', (variables, sentence) => {
  expect(() => readEnvironment(variables)).toThrow(CannotStart)
  expect(() => readEnvironment(variables)).toThrow(sentence)
})

test('emails stay in the outbox until a way out is set', () => {
  expect(readEnvironment({}).email).toMatchObject({ via: { name: 'outbox' }, replyDomain: undefined })
  const EMAIL_FROM = 'Tidewheel <hello@tidewheel.example>'
  expect(readEnvironment({ EMAIL_FROM, SMTP_URL: 'smtps://me:secret@mail.example' }).email).toEqual({
    via: { name: 'smtp', url: 'smtps://me:secret@mail.example' },
    from: 'hello@tidewheel.example',
    replyDomain: undefined,
  })
  const RESEND_API_KEY = 're_123'
  expect(
    readEnvironment({
      EMAIL_FROM,
      RESEND_API_KEY,
      RESEND_BASE_URL: 'http://localhost:1/',
      EMAIL_REPLY_DOMAIN: 'R.example',
    }).email,
  ).toEqual({
    via: { name: 'resend', apiKey: 're_123', baseUrl: 'http://localhost:1', webhookSecret: undefined },
    from: 'hello@tidewheel.example',
    replyDomain: 'r.example',
  })
})

test('a role that is none is named', () => {
  expect(readEnvironment({}).role).toBe('all')
  expect(readEnvironment({ PAVIOR_ROLE: 'worker' }).role).toBe('worker')
  expect(() => readEnvironment({ PAVIOR_ROLE: 'both' })).toThrow(
    'PAVIOR_ROLE must be all, web or worker (it is "both").',
  )
})

test('secrets are not repeated to the terminal', () => {
  expect(() => readEnvironment({ AUTH_SECRET: 'hunter2', DATABASE_URL: 'mysql://me:hunter2@x' })).not.toThrow(/hunter2/)
  for (const name of ['SMTP_URL', 'RESEND_API_KEY', 'RESEND_WEBHOOK_SECRET'])
    expect(() => readEnvironment({ [name]: 'hunter2 with a space' })).not.toThrow(/hunter2/)
})

test('on a laptop the dashboard opens under each name of the loopback, elsewhere under its own only', () => {
  expect(ownOrigins({ publicUrl: 'http://localhost:3000' })).toEqual([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ])
  expect(ownOrigins({ publicUrl: 'https://chat.example.com' })).toEqual(['https://chat.example.com'])
})
