import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, cookieOf, type Pavior, pavior, signedIn } from './pavior.ts'

let house: Pavior
let agent: Record<string, string>

beforeAll(async () => {
  house = await pavior()
  agent = await signedIn(house.url, house.demo.agent)
})
afterAll(() => house.stop())

const call = (method: string, path: string, body?: unknown, headers = agent) =>
  ask(house.url, method, path, { body, headers })

test('a fresh install is owned by who makes the first team, and by nobody after', async () => {
  const fresh = await pavior({ DEMO: '0' })
  const headers = { origin: fresh.url }
  expect((await ask(fresh.url, 'GET', '/api/dashboard/start')).body).toEqual({ firstRun: true, needsToken: false })
  const body = { name: 'Ada', email: 'ada@x.test', password: 'correct horse', team: 'Engines', zone: 'Europe/Oslo' }
  expect(
    (await ask(fresh.url, 'POST', '/api/dashboard/start', { body: { ...body, password: 'short' }, headers })).status,
  ).toBe(400)
  const both = await Promise.all([1, 2].map(() => ask(fresh.url, 'POST', '/api/dashboard/start', { body, headers })))
  expect(both.map(({ status }) => status).sort()).toEqual([
    201,
    expect.toSatisfy(status => status === 409 || status === 410),
  ])
  const cookie = cookieOf(both.find(({ status }) => status === 201)?.headers ?? new Headers())
  expect((await ask(fresh.url, 'GET', '/api/dashboard/me', { headers: { cookie } })).body).toMatchObject({
    agent: { name: 'Ada', role: 'owner' },
    team: { name: 'Engines', zone: 'Europe/Oslo' },
  })
  expect((await ask(fresh.url, 'POST', '/api/dashboard/start', { body, headers })).status).toBe(410)
  await fresh.stop()
})

test('beyond localhost the first team needs the token from the log', async () => {
  const fresh = await pavior({ DEMO: '0', PUBLIC_URL: 'https://chat.example.com' })
  expect((await ask(fresh.url, 'GET', '/api/dashboard/start')).body).toEqual({ firstRun: true, needsToken: true })
  const body = { name: 'Eve', email: 'eve@x.test', password: 'correct horse', team: 'Mine', token: 'guessed' }
  const answer = await ask(fresh.url, 'POST', '/api/dashboard/start', {
    body,
    headers: { origin: 'https://chat.example.com' },
  })
  expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining('token') } })
  await fresh.stop()
})

test('the session’s cookie is for the server alone', async () => {
  const { headers } = await call('POST', '/api/auth/sign-in/email', house.demo.agent, { origin: house.url })
  expect(headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Lax/)
})

test('what a foreign page makes the browser write is refused', async () => {
  const { cookie = '' } = agent
  for (const origin of ['https://evil.example', 'null', `${house.url}.evil.example`])
    expect((await call('PATCH', '/api/dashboard/settings', { name: 'Pwned' }, { cookie, origin })).status).toBe(403)
  expect((await call('PATCH', '/api/dashboard/settings', { name: 'Pwned' }, { cookie })).status).toBe(403)
  expect((await call('GET', '/api/dashboard/settings', undefined, { cookie })).body).toMatchObject({
    team: { name: 'Tidewheel Cycles' },
  })
})

test('nobody signs up by themselves, and the library’s other doors are shut', async () => {
  for (const path of [
    '/sign-up/email',
    '/organization/create',
    '/organization/delete',
    '/organization/set-active',
    '/api-key/create',
    '/update-user',
    '/revoke-session',
  ])
    expect((await call('POST', `/api/auth${path}`, { email: 'a@b.co', password: '12345678', name: 'A' })).status).toBe(
      404,
    )
  expect(await call('POST', '/api/auth/sign-in/email', { ...house.demo.agent, password: 'wrong' })).toMatchObject({
    status: 401,
    body: { code: 'unauthorized', detail: expect.any(String) },
  })
})

test('what the library’s open doors are told is read as strictly as everything else', async () => {
  const broken: [string, unknown][] = [
    ['/sign-in/email', []],
    ['/sign-in/email', { email: 7, password: 'x' }],
    ['/sign-in/email', { ...house.demo.agent, password: 'a\0b' }],
    ['/sign-in/email', { ...house.demo.agent, email: 'a\ud800@x.test' }],
    ['/organization/accept-invitation', { invitationId: 'a\0b' }],
    ['/organization/accept-invitation', {}],
  ]
  for (const [path, body] of broken)
    expect(await call('POST', `/api/auth${path}`, body)).toMatchObject({
      status: 400,
      body: { code: 'invalid', detail: expect.any(String) },
    })
})

test('an agent’s name, which visitors see, is text of at most 100 characters', async () => {
  for (const name of ['a\0b', 'a\ud800', 'x'.repeat(101), '  ', 7, null])
    expect(await call('PATCH', '/api/dashboard/me', { name })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'name', message: expect.any(String) }] },
    })
  expect((await call('PATCH', '/api/dashboard/me', { name: 'Me' }, { cookie: agent.cookie ?? '' })).status).toBe(403)
  expect((await call('PATCH', '/api/dashboard/me', { name: ' Robin H. ' })).status).toBe(200)
  expect((await call('GET', '/api/dashboard/me')).body).toMatchObject({ agent: { name: 'Robin H.' } })
})

test('a second agent comes in by a link that works once', async () => {
  const made = await call('POST', '/api/dashboard/invitations', { email: 'Kim@x.test', role: 'agent' })
  expect(made).toMatchObject({ status: 201, body: { link: `${house.url}/invite/${made.body.id}` } })
  const path = `/api/dashboard/invitations/${made.body.id}`
  expect((await call('GET', path, undefined, {})).body).toEqual({ team: 'Tidewheel Cycles', email: 'kim@x.test' })
  const joined = await call('POST', path, { name: 'Kim', password: 'long enough' }, { origin: house.url })
  const kim = { cookie: cookieOf(joined.headers), origin: house.url }
  expect((await call('GET', '/api/dashboard/me', undefined, kim)).body).toMatchObject({
    agent: { name: 'Kim', role: 'agent' },
  })
  expect((await call('GET', path, undefined, {})).status).toBe(404)
  // An agent reads the settings without secrets, and changes nothing.
  expect((await call('GET', '/api/dashboard/settings', undefined, kim)).body).not.toHaveProperty('identitySecrets')
  for (const [method, what] of [
    ['PATCH', 'settings'],
    ['POST', 'settings/identity-secrets'],
    ['POST', 'invitations'],
    ['POST', 'keys'],
  ] as const)
    expect((await call(method, `/api/dashboard/${what}`, { name: 'x', email: 'x@y.test' }, kim)).status).toBe(403)
})

test('signing out ends the session', async () => {
  const headers = await signedIn(house.url, house.demo.agent)
  expect((await call('GET', '/api/dashboard/me', undefined, headers)).status).toBe(200)
  await call('POST', '/api/auth/sign-out', {}, headers)
  expect((await call('GET', '/api/dashboard/me', undefined, headers)).status).toBe(401)
})

test('two identity secrets may live at once, one always does', async () => {
  const second = await call('POST', '/api/dashboard/settings/identity-secrets')
  expect((await call('POST', '/api/dashboard/settings/identity-secrets')).status).toBe(409)
  const { body } = await call('GET', '/api/dashboard/settings')
  const ids = Array.isArray(body.identitySecrets) ? body.identitySecrets.map(({ id }) => id) : []
  expect(ids).toContain(second.body.id)
  expect((await call('DELETE', `/api/dashboard/settings/identity-secrets/${ids[0]}`)).status).toBe(204)
  expect((await call('DELETE', `/api/dashboard/settings/identity-secrets/${ids[1]}`)).status).toBe(409)
})

test('nobody frames the dashboard; the chat stands on the team’s sites only, once they are set', async () => {
  const dashboard = await call('GET', '/inbox/mine')
  expect(dashboard.headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'/)
  const frame = () => call('GET', `/widget/frame?team=${house.demo.team}`)
  expect((await frame()).headers.get('content-security-policy')).not.toContain('frame-ancestors')
  await call('PATCH', '/api/dashboard/settings', { sites: ['https://shop.example/page'] })
  const { headers } = await frame()
  expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'self' https:\/\/shop\.example$/)
  expect(headers.get('x-frame-options')).toBeNull()
  expect((await call('GET', '/widget/frame?team=nobody')).status).toBe(404)
})

test('the page’s own request works from any site, and says what is wrong with it', async () => {
  const facts = [{ id: crypto.randomUUID(), kind: 'page', url: 'https://shop.example/', title: 'Shop' }]
  const send = (body: unknown) =>
    call('POST', '/visitor/facts', JSON.stringify(body), {
      origin: 'https://shop.example',
      'content-type': 'text/plain',
    })
  const answer = await send({ team: house.demo.team, facts })
  expect(answer).toMatchObject({ status: 200, body: { connect: false } })
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(await send({ team: 'nobody', facts })).toMatchObject({
    status: 404,
    body: { detail: 'There is no such team.' },
  })
  expect((await send({ team: 'a\0b', facts })).status).toBe(400)
  expect((await send({ team: house.demo.team, facts, identity: 'forged' })).status).toBe(400)
  expect((await send({ team: house.demo.team, facts, junk: 'x'.repeat(70_000) })).status).toBe(413)
  expect((await send({ team: house.demo.team, facts: [] })).body.errors).toMatchObject([{ path: 'facts' }])
})

test('who sends too much is told when to go on', async () => {
  const limited = await pavior({ RATE_LIMITS: 'on' })
  const asked = await Promise.all(
    Array.from({ length: 40 }, () => ask(limited.url, 'GET', `/api/dashboard/invitations/${crypto.randomUUID()}`)),
  )
  const refused = asked.find(({ status }) => status === 429)
  expect(refused?.body).toMatchObject({ code: 'rate-limited', retryAfter: expect.any(Number) })
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  await limited.stop()
})

test('the demo shop carries the snippet under a strict policy, and signs its customers', async () => {
  const shop = await call('GET', '/demo/bikes/barge', undefined, {})
  expect(String(shop.body.text)).toContain(`pavior('boot', { team: '${house.demo.team}' })`)
  expect(shop.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-[^']+';/)
  const body = { id: 'maya', name: 'Maya', email: 'maya@example.com' }
  expect((await call('POST', '/demo/identity', body)).body.identity).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  expect((await call('POST', '/demo/identity', body, { origin: 'https://evil.example' })).status).toBe(403)
})

test('an address that is none leads nowhere', async () => {
  for (const path of [
    '/api/nothing',
    '/demo/assets/..%2froutes.ts',
    '/widget/assets/..%2f..%2fbuild.ts',
    '/assets/none.js',
  ])
    expect((await call('GET', path)).status).toBe(404)
})
