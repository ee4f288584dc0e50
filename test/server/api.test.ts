import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, type Pavior, pavior, signedIn } from './pavior.ts'

let house: Pavior
let other: Pavior
let key: Record<string, string>

beforeAll(async () => {
  house = await pavior()
  other = await pavior()
  key = { authorization: `Bearer ${house.demo.apiKey}` }
})
afterAll(async () => {
  await house.stop()
  await other.stop()
})

const call = (method: string, path: string, body?: unknown, headers = key) =>
  ask(house.url, method, `/api/v1${path}`, { body, headers })

async function aPerson(): Promise<string> {
  const { body } = await call('PUT', `/people/${crypto.randomUUID()}`, { name: 'Ana' })
  return String(body.id)
}

test('a signup is made and changed by the site’s own id; null removes', async () => {
  const made = await call('PUT', '/people/u-1', {
    email: ' Ana@X.test',
    name: 'Ana',
    attributes: { plan: 'pro', seats: 3 },
  })
  expect(made).toMatchObject({
    status: 200,
    body: { type: 'signup', externalId: 'u-1', email: 'ana@x.test', name: 'Ana' },
  })
  const changed = await call('PUT', '/people/u-1', { name: null, attributes: { plan: null, vip: true } })
  expect(changed.body).toMatchObject({ id: made.body.id, email: 'ana@x.test', attributes: { seats: 3, vip: true } })
  expect(changed.body).not.toHaveProperty('name')
  expect((await call('GET', `/people/${made.body.id}`)).body).toEqual(changed.body)
})

test('a write sent again with its Idempotency-Key changes nothing; with other content it is refused', async () => {
  const headers = { ...key, 'idempotency-key': 'write-1' }
  const first = await call('PUT', '/people/u-2', { name: 'Bo' }, headers)
  await call('PUT', '/people/u-2', { name: 'Bob' })
  expect((await call('PUT', '/people/u-2', { name: 'Bo' }, headers)).status).toBe(200)
  expect((await call('GET', `/people/${first.body.id}`)).body.name).toBe('Bob')
  expect(await call('PUT', '/people/u-2', { name: 'Other' }, headers)).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  })
})

test.each([
  ['of a wrong type', { name: 3 }, 'name'],
  ['with an address that is none', { email: 'nobody' }, 'email'],
  ['with an attribute that is an object', { attributes: { a: { b: 1 } } }, 'attributes.a'],
  ['with NUL', { name: 'a\0b' }, 'name'],
  ['with a lone surrogate', { name: 'a\ud800b' }, 'name'],
  ['that is too long', { name: 'x'.repeat(201) }, 'name'],
  ['with a key that reaches into objects', { attributes: { constructor: 1 } }, 'attributes'],
])('a value %s is refused, and named', async (_what, body, path) => {
  const person = await aPerson()
  const answer = await call('PATCH', `/people/${person}`, body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', status: 400 } })
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(JSON.stringify(answer.body.errors)).toContain(path)
})

test.each([
  ['not JSON', '{"name":', 400, /not JSON/],
  ['nothing', '', 400, /empty/],
  ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400, /not valid UTF-8/],
  ['more than a megabyte', JSON.stringify({ attributes: { big: 'x'.repeat(1_100_000) } }), 413, /at most 1024 kB/],
])('a body that is %s gets a sentence', async (_what, body, status, sentence) => {
  const answer = await call('PATCH', `/people/${await aPerson()}`, body)
  expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(sentence) } })
})

test('fields nobody knows are ignored', async () => {
  expect((await call('PATCH', `/people/${await aPerson()}`, { name: 'Cy', shoe: 44 })).body.name).toBe('Cy')
})

test('lists come in pages', async () => {
  for (let index = 0; index < 3; index++) await aPerson()
  const first = await call('GET', '/people?limit=2')
  const second = await call('GET', `/people?limit=2&after=${first.body.next}`)
  expect(first.body.data).toHaveLength(2)
  expect(second.body.data).not.toContainEqual(Array.isArray(first.body.data) ? first.body.data[1] : undefined)
  expect(await call('GET', '/people?limit=0')).toMatchObject({ status: 400, body: { errors: [{ path: 'limit' }] } })
  expect(await call('GET', '/people?after=nonsense')).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'after' }] },
  })
})

test('the journal tells what happened, oldest first', async () => {
  const person = await aPerson()
  await call('PATCH', `/people/${person}`, { phone: '+49 30 1' })
  const { body } = await call('GET', `/people/${person}/journal`)
  expect(body.data).toMatchObject([
    { number: 1, kind: 'identified' },
    { number: 2, kind: 'attributes-set', set: { name: 'Ana' } },
    { number: 3, kind: 'attributes-set', set: { phone: '+49 30 1' }, source: 'api' },
  ])
})

test('an id from elsewhere gives the same answer as one that does not exist', async () => {
  const theirs = await ask(other.url, 'PUT', '/api/v1/people/x', {
    body: { name: 'Theirs' },
    headers: { authorization: `Bearer ${other.demo.apiKey}` },
  })
  const missing = await call('GET', `/people/${crypto.randomUUID()}`)
  expect(await call('GET', `/people/${theirs.body.id}`)).toMatchObject({ status: 404, body: missing.body })
  for (const path of ['/people/nope', '/conversations/nope', `/conversations/${crypto.randomUUID()}/messages`])
    expect((await call('GET', path)).status).toBe(404)
})

test('a key opens its own team only; a wrong, deleted or missing one opens nothing', async () => {
  const headers = await signedIn(house.url, house.demo.agent)
  const made = await ask(house.url, 'POST', '/api/dashboard/keys', { body: { name: 'Shop' }, headers })
  const fresh = { authorization: `Bearer ${made.body.key}` }
  expect((await call('GET', '/inboxes', undefined, fresh)).status).toBe(200)
  const listed = await ask(house.url, 'GET', '/api/dashboard/keys', { headers })
  expect(JSON.stringify(listed.body)).not.toContain(String(made.body.key))
  await ask(house.url, 'DELETE', `/api/dashboard/keys/${made.body.id}`, { headers })
  expect((await call('GET', '/inboxes', undefined, fresh)).status).toBe(401)
  expect((await call('GET', '/inboxes', undefined, { authorization: 'Bearer pav_wrong' })).status).toBe(401)
  expect((await call('GET', '/inboxes', undefined, {})).status).toBe(401)
  expect((await ask(other.url, 'GET', '/api/v1/inboxes', { headers: key })).status).toBe(401)
})

test('agents and inboxes are listed', async () => {
  expect((await call('GET', '/agents')).body.data).toMatchObject([
    { name: 'Robin Hale', role: 'owner', available: false },
  ])
  expect((await call('GET', '/inboxes')).body.data).toMatchObject([{ name: 'Support', agents: [expect.any(String)] }])
})

test('the description names every call, and the docs load nothing from elsewhere', async () => {
  const { body } = await call('GET', '/openapi.json', undefined, {})
  expect(Object.keys(Object(body.paths))).toEqual(
    expect.arrayContaining(['/api/v1/people/{externalId}', '/api/v1/conversations/{id}/messages', '/api/v1/agents']),
  )
  const docs = await call('GET', '/docs', undefined, {})
  expect(docs.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(String(docs.body.text)).not.toMatch(/https?:\/\//)
})
