import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { logAt } from '@pavior/server/log.ts'
import { deliver } from '@pavior/server/webhooks/deliver.ts'
import { isPublic, wrongTarget } from '@pavior/server/webhooks/target.ts'
import { createDeliveries } from '@pavior/server/webhooks/worker.ts'
import { Webhook } from 'svix'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks, refused } from '../house/api.ts'
import { openDatabase } from '../house/database.ts'
import { asking, email, graph, hears, sends } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { until } from '../house/until.ts'

type Received = { headers: Record<string, string>; body: string; event: { id: string; type: string; data: object } }

let house: House
let team: TestTeam
/** Whoever is told: what came, and what it answers. */
const received: Received[] = []
let answers: () => number = () => 204
const receiver = createServer(async (request: IncomingMessage, answer) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  received.push({ headers, body, event: JSON.parse(body) })
  answer.writeHead(answers(), { location: 'http://localhost/elsewhere' }).end('thank you')
})
const port = () => (receiver.address() as AddressInfo).port
const url = () => `http://127.0.0.1:${port()}/hooks`

beforeAll(async () => {
  await new Promise<void>(done => receiver.listen(0, '127.0.0.1', done))
  house = await openHouse({ WEBHOOK_TARGETS: 'any' })
})
beforeEach(async () => {
  team = await house.bareTeam()
  received.splice(0)
  answers = () => 204
})
afterAll(async () => {
  await house.stop()
  await new Promise(done => receiver.close(done))
})

const ask = (method: string, path: string, body?: unknown) => asks(team, method, path, body)
const make = async (events: string[] = []) => (await ask('POST', '/webhooks', { url: url(), events })).body
const types = () => received.map(({ event }) => event.type)

test('a webhook is made, listed without its secret, and deleted with what it was still to be told', async () => {
  const made = await make(['person.changed'])
  expect(made).toMatchObject({ url: url(), events: ['person.changed'], secret: expect.stringMatching(/^whsec_/) })
  const { secret: _secret, ...shown } = made
  expect((await ask('GET', '/webhooks')).body).toEqual({ data: [shown] })
  answers = () => 500
  await ask('PUT', '/people/u-1', {})
  await until(() => received.length > 0, 'it is told')
  expect((await ask('DELETE', `/webhooks/${made.id}`)).status).toBe(204)
  expect(refused(await ask('DELETE', `/webhooks/${made.id}`), 404)).toEqual([])
  expect(await team.sql`select from webhook_deliveries where team_id = ${team.id}`).toHaveLength(0)
})

test('what happens is told once, signed so that svix verifies it; a forged or old one it refuses', async () => {
  const { secret } = await make()
  await team.campaign(graph([hears('chat'), sends('ask', asking('Your email?', email))], ['chat > ask']))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const form = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(form.id, { email: 'ana@shop.example' })
  await ask('PATCH', `/conversations/${conversation}`, { state: 'closed' })
  const all = [
    'campaign.entered',
    'campaign.left',
    'conversation.changed',
    'conversation.created',
    'form.submitted',
    'message.created',
    'message.created',
    'person.changed',
  ]
  await until(() => received.length >= all.length, 'all is told')
  expect(types().sort()).toEqual(all)
  const verify = new Webhook(String(secret))
  for (const { body, headers, event } of received) {
    expect(headers['webhook-id']).toBe(event.id)
    verify.verify(body, headers)
    expect(event).toMatchObject({ at: expect.any(String), data: expect.any(Object) })
    expect(() => verify.verify(`${body} `, headers)).toThrow()
    expect(() => verify.verify(body, { ...headers, 'webhook-timestamp': '1700000000' })).toThrow()
  }
  const told = received.find(({ event }) => event.type === 'form.submitted')?.event.data
  expect(told).toEqual({ form: form.id, conversation, person: visitor.person, values: { email: 'ana@shop.example' } })
})

test('only what was asked for is told, and nothing of what was refused or of another team', async () => {
  await make(['form.submitted', 'person.changed'])
  const foreign = await house.bareTeam()
  await asks(foreign, 'PUT', '/people/theirs', {})
  await (await team.visitor()).writes('Hi')
  expect(refused(await ask('PUT', '/people/u-1', { email: 'nobody' }), 400)).toEqual(['email'])
  await ask('PUT', '/people/u-2', { name: 'Ana' })
  await until(() => received.length > 0, 'it is told')
  expect(received.map(({ event }) => event)).toMatchObject([
    { type: 'person.changed', data: { person: { externalId: 'u-2', name: 'Ana' } } },
  ])
})

test('what is not taken is tried again, the same with the same id, and given up after about a day', async () => {
  await make(['person.changed'])
  answers = () => (received.length < 3 ? 503 : 200)
  await ask('PUT', '/people/u-3', {})
  const again = () =>
    team.sql`update webhook_deliveries set due_at = now() where team_id = ${team.id} and due_at > now() and reason is not null`
  await until(async () => {
    await again()
    return received.length === 3
  }, 'it is taken at the third try')
  expect(new Set(received.map(({ body, headers }) => `${headers['webhook-id']} ${body}`)).size).toBe(1)
  await until(
    async () => (await team.sql`select from webhook_deliveries where team_id = ${team.id}`).length === 0,
    'nothing is left to tell',
  )
  answers = () => 302
  await ask('PUT', '/people/u-4', {})
  const open = () => team.sql`select tries, due_at, reason from webhook_deliveries where team_id = ${team.id}`
  await until(async () => {
    await again()
    return (await open()).every(({ due_at }) => due_at === null)
  }, 'it is given up')
  expect(await open()).toEqual([{ tries: 8, due_at: null, reason: 'answered 302' }])
})

test('C26: nothing that names an erased person is delivered any more', async () => {
  await make(['person.changed', 'person.erased'])
  answers = () => 500
  const { id } = (await ask('PUT', '/people/u-5', { name: 'Ana' })).body
  await until(() => received.length > 0, 'it was tried')
  await ask('DELETE', `/people/${id}`)
  const left = await team.sql`select type from webhook_deliveries where team_id = ${team.id}`
  expect(left).toEqual([{ type: 'person.erased' }])
})

test.each([
  ['no address', 'url'],
  ['ftp://example.com', 'url'],
  ['https://name:word@example.com', 'url'],
])('a webhook to %s is refused', async (address, path) => {
  expect(refused(await ask('POST', '/webhooks', { url: address }), 400)).toEqual([path])
})

test('an event that does not exist is refused', async () => {
  expect(refused(await ask('POST', '/webhooks', { url: url(), events: ['everything'] }), 400)).toEqual(['events.0'])
})

test.each([
  'http://localhost/hooks',
  'http://127.0.0.1/hooks',
  'http://2130706433/hooks',
  'http://0x7f.1/hooks',
  'http://10.1.2.3/',
  'http://169.254.169.254/latest/meta-data',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[64:ff9b::a00:1]/',
  'http://[fd00::1]/',
  'http://db.internal/',
])('%s leads inside: refused when it is made, and when it is delivered', async address => {
  expect(wrongTarget(address, 'public')).toMatch(/public internet/)
  expect(wrongTarget(address, 'any')).toBeUndefined()
  const delivery = { id: 'e', url: address, secret: `whsec_${btoa('secret')}`, body: '{}' }
  expect(await deliver(delivery, 'public')).toMatch(/public internet|ENOTFOUND|EAI_AGAIN/)
})

test('a name that leads inside is found out when it is connected to', async () => {
  const delivery = {
    id: 'e',
    url: `http://localhost:${port()}/`,
    secret: `whsec_${btoa('secret')}`,
    body: '{"id":"e"}',
  }
  expect(await deliver(delivery, 'public')).toMatch(/public internet/)
  expect(received).toEqual([])
  expect(await deliver({ ...delivery, url: url() }, 'any')).toBeUndefined()
})

test.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['192.168.1.1', false],
  ['100.64.0.1', false],
  ['2002:a00:1::', false],
  ['fe80::1', false],
  ['nothing', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected)
})

test('a receiver that is through with what it was handed is handed the next, without waiting for the next look', async () => {
  const { sql, drop } = await openDatabase()
  const id = crypto.randomUUID()
  await sql`insert into webhooks (team_id, id, url, secret) values ('t', ${id}, ${url()}, 'whsec_c2VjcmV0')`
  await sql`
    insert into webhook_deliveries (team_id, webhook_id, id, person_id, type, body, due_at, at)
    select 't', ${id}, gen_random_uuid(), gen_random_uuid(), 'message.created', '{}', now(), now() from generate_series(1, 100)`
  const deliveries = createDeliveries(sql, 'any', logAt('fatal'))
  await deliveries.start()
  await deliveries.rest()
  expect(received).toHaveLength(100)
  expect(await sql`select from webhook_deliveries`).toHaveLength(0)
  await deliveries.stop()
  await drop()
})
