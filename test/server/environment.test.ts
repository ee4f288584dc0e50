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
  [{ NODE_ENV: 'production', DATABASE_URL: 'postgres://x/y' }, /^AUTH_SECRET is required in production/],
])('%o stops the start with a sentence that names the variable', (variables, sentence) => {
  expect(() => readEnvironment(variables)).toThrow(CannotStart)
  expect(() => readEnvironment(variables)).toThrow(sentence)
})

test('secrets are not repeated to the terminal', () => {
  expect(() => readEnvironment({ AUTH_SECRET: 'hunter2', DATABASE_URL: 'mysql://me:hunter2@x' })).not.toThrow(/hunter2/)
})

test('on a laptop the dashboard opens under each name of the loopback, elsewhere under its own only', () => {
  expect(ownOrigins({ publicUrl: 'http://localhost:3000' })).toEqual([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ])
  expect(ownOrigins({ publicUrl: 'https://chat.example.com' })).toEqual(['https://chat.example.com'])
})
