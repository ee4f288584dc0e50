import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks, refused } from '../house/api.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { talk } from '../house/talk.ts'

let house: House
let team: TestTeam
let person: string
let conversation: string
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
  const visitor = await team.visitor()
  conversation = await visitor.writes('Hi')
  person = visitor.person
})
afterAll(async () => {
  expect(await talk(team, person)).toEqual([['person: Hi']])
  await holds(team)
  await house.stop()
})

const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  asks(
    team,
    method,
    path.replace('PERSON', person).replace('CONVERSATION', conversation).replace('CAMPAIGN', none),
    body,
    headers,
  )

const none = '00000000-0000-4000-8000-000000000000'

test.each([
  ['GET', `/people/${none}`],
  ['GET', '/people/nope'],
  ['GET', '/people/%00'],
  ['GET', '/people/%E0%A4%A'],
  ['GET', '/people/../agents/x'],
  ['PATCH', `/people/${none}`, { name: 'Ana' }],
  ['PATCH', '/people/nope', { name: 'Ana' }],
  ['GET', `/people/${none}/journal`],
  ['GET', '/people/nope/journal'],
  ['GET', `/conversations/${none}`],
  ['GET', '/conversations/nope'],
  ['PATCH', `/conversations/${none}`, { state: 'closed' }],
  ['PATCH', '/conversations/CONVERSATION', { assignee: 'nobody' }],
  ['PATCH', '/conversations/CONVERSATION', { inbox: none }],
  ['GET', `/conversations/${none}/messages`],
  ['POST', `/conversations/${none}/messages`, { content: 'Hi' }],
  ['POST', '/conversations/nope/messages', { content: 'Hi' }],
  ['POST', '/conversations/CONVERSATION/messages', { content: 'Hi', from: 'nobody' }],
  ['GET', '/nothing'],
  ['DELETE', '/conversations/CONVERSATION'],
  ['DELETE', `/people/${none}`],
  ['POST', '/people', {}],
  ['PUT', '/conversations/CONVERSATION', {}],
])('%s %s: there is nothing', async (method, path, body?: unknown) => {
  expect(refused(await ask(method, path, body), 404)).toEqual([])
})

const put = ['PUT', '/people/u-1'] as const
const patch = ['PATCH', '/people/PERSON'] as const
const change = ['PATCH', '/conversations/CONVERSATION'] as const
const post = ['POST', '/conversations/CONVERSATION/messages'] as const

test.each<[string, string, unknown, string[]]>([
  [...put, [], ['']],
  [...put, 'null', ['']],
  [...put, '7', ['']],
  [...put, { email: 'nobody' }, ['email']],
  [...put, { email: 7, name: {}, phone: [] }, ['email', 'name', 'phone']],
  [...put, { name: '' }, ['name']],
  [...put, { name: 'x'.repeat(201) }, ['name']],
  [...put, { name: 'a\0b' }, ['name']],
  [...put, { name: 'a\ud800b' }, ['name']],
  [...put, { attributes: [] }, ['attributes']],
  [...put, { attributes: { a: {} } }, ['attributes.a']],
  [...put, { attributes: { a: 'x'.repeat(2001) } }, ['attributes.a']],
  [...put, { attributes: { 'a\0': 1 } }, ['attributes.a\0']],
  [...put, '{"attributes":{"__proto__":"x"}}', ['attributes']],
  [...put, { attributes: { constructor: 'x' } }, ['attributes.constructor']],
  ['GET', '/campaigns/CAMPAIGN/components/%00/people?count=acted', undefined, ['component']],
  [...put, '{"attributes":{"a":1e999}}', ['attributes.a']],
  ['PUT', `/people/${'x'.repeat(201)}`, {}, ['externalId']],
  ['PUT', '/people/a%00b', {}, ['externalId']],
  [...patch, { email: 'a@b' }, ['email']],
  [...patch, { phone: 'x'.repeat(51) }, ['phone']],
  ['GET', '/people?limit=0', undefined, ['limit']],
  ['GET', '/people?limit=101', undefined, ['limit']],
  ['GET', '/people?limit=many', undefined, ['limit']],
  ['GET', '/people?limit=1.5', undefined, ['limit']],
  ['GET', '/people?after=nonsense', undefined, ['after']],
  ['GET', `/people?after=${cursor([1e300, none])}`, undefined, ['after']],
  ['GET', `/people?after=${cursor([8.64e15, none])}`, undefined, ['after']],
  ['GET', `/people?after=${cursor([-1, none])}`, undefined, ['after']],
  ['GET', `/people?after=${cursor([1, 'x'])}`, undefined, ['after']],
  ['GET', `/people?after=${'x'.repeat(201)}`, undefined, ['after']],
  ['GET', '/people/PERSON/journal?after=-1', undefined, ['after']],
  ['GET', '/people/PERSON/journal?after=99999999999', undefined, ['after']],
  ['GET', '/conversations?state=lost', undefined, ['state']],
  ['GET', '/conversations?inbox=x', undefined, ['inbox']],
  ['GET', `/conversations?inbox=${none}&assignee=none`, undefined, ['assignee']],
  ['GET', '/conversations?state=closed&assignee=none', undefined, ['state']],
  ['GET', `/conversations?after=${cursor([9e15, none])}`, undefined, ['after']],
  [...change, { state: 'lost' }, ['state']],
  [...change, { state: 'snoozed' }, ['until']],
  [...change, { state: 'snoozed', until: 'tomorrow' }, ['until']],
  [...change, { state: 'snoozed', until: '2001-01-01T00:00:00Z' }, ['until']],
  [...change, { state: 'snoozed', until: '9999-12-31T23:59:59-01:00' }, ['until']],
  [...change, { inbox: 'x' }, ['inbox']],
  [...change, { assignee: 7 }, ['assignee']],
  [...post, {}, ['content']],
  [...post, { content: '' }, ['content']],
  [...post, { content: 'x'.repeat(10_001) }, ['content']],
  [...post, { content: { type: 'doc', content: [] } }, ['content.content']],
  [...post, { content: '<b>Hi</b>', note: 'yes' }, ['note']],
  [...post, { content: 'Hi', note: true }, ['from']],
  ['GET', '/conversations/CONVERSATION/messages?after=x', undefined, ['after']],
  ['GET', '/conversations/CONVERSATION/messages?after=99999999999', undefined, ['after']],
  ['GET', '/conversations/CONVERSATION/messages?limit=-1', undefined, ['limit']],
])('%s %s %j: each wrong place is named', async (method, path, body, places) => {
  const named = refused(await ask(method, path, body), 400)
  for (const place of places) expect(named.some(one => one === place || one.startsWith(`${place}.`))).toBe(true)
})

test.each([
  ['POST', '/inboxes', { name: 'Sales', agents: Array(1001).fill('a') }],
  ['POST', '/events', { person: { externalId: 'u-1' }, name: 'paid', properties: { cart: { items: 1 } } }],
  ['GET', '/campaigns/CAMPAIGN/people?count=everybody'],
  ['POST', '/webhooks', { url: ['https://example.com'] }],
  ['POST', '/campaigns', { name: 'A', components: {} }],
  ['GET', `/people?filter=${JSON.stringify({ field: 'name', op: 'in', value: Array(501).fill('x') })}`],
])('%s %s: a reason is a sentence for people', async (method, path, body?: unknown) => {
  const answer = await ask(method, path, body)
  expect(refused(answer, 400)).not.toEqual([])
  expect(answer.body.detail).not.toMatch(/Invalid|expected|Too (big|small)|[<>]=/)
})

function cursor(of: unknown): string {
  return Buffer.from(JSON.stringify(of)).toString('base64url')
}

test.each<[string, unknown, number, RegExp]>([
  ['not JSON', '{"name":', 400, /not JSON/],
  ['nothing', '', 400, /empty/],
  ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, /not valid UTF-8/],
  [
    'an attribute that is an object of a megabyte',
    { attributes: { cart: { items: 'x'.repeat(1_100_000) } } },
    413,
    /at most 1024 kB/,
  ],
  ['nested ten thousand times', `{"attributes":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`, 400, /attributes\.a/],
])('a body that is %s gets a sentence, at every address that takes one', async (what, body, status, sentence) => {
  for (const [method, path] of what.startsWith('nested') ? [put, patch] : [put, patch, change, post]) {
    const answer = await ask(method, path, body)
    refused(answer, status)
    expect(answer.body.detail).toMatch(sentence)
  }
})

test('a body of a megabyte without a length is cut off, too', async () => {
  const pieces = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(' '.repeat(100_000)))
    },
  })
  const sent = fetch(`${team.url}/api/v1/people/u-1`, {
    method: 'PUT',
    body: pieces,
    headers: { authorization: `Bearer ${team.key}` },
    duplex: 'half',
  } as RequestInit)
  // Some clients see the answer, others only that nobody listens any more.
  const status = await sent.then(
    answer => answer.status,
    () => 413,
  )
  expect(status).toBe(413)
})

test('an Idempotency-Key that is too long is refused', async () => {
  refused(await ask('PUT', '/people/u-1', {}, { 'idempotency-key': 'x'.repeat(256) }), 400)
})

test('the page’s own request is read as strictly, and never our fault', async () => {
  const send = async (body: string | Uint8Array) => {
    const response = await fetch(`${team.url}/visitor/facts`, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
    })
    return { status: response.status, body: await response.json(), headers: response.headers }
  }
  const with_ = (more: object) => JSON.stringify({ team: team.id, facts: [], ...more })
  const page = { id: none, kind: 'page', url: 'https://shop.example/' }
  expect(refused(await send(with_({})), 400)).toEqual(['facts'])
  expect(refused(await send(with_({ facts: [{ ...page, url: 7 }] })), 400)).toEqual(['facts.0.url'])
  expect(refused(await send(with_({ facts: [{ ...page, url: 'a\0' }] })), 400)).toEqual(['facts.0.url'])
  expect(refused(await send(with_({ facts: [{ ...page, id: 'x' }] })), 400)).toEqual(['facts.0.id'])
  expect(refused(await send(with_({ facts: [page], team: 7 })), 400)).toEqual(['team'])
  expect(refused(await send(with_({ facts: [page], token: 7 })), 400)).toEqual(['token'])
  refused(await send(with_({ facts: [page], team: 'nobody' })), 404)
  refused(await send(with_({ facts: [page], identity: 'forged' })), 400)
  // No campaign can be started so: that is said for itself, and what else the page tells counts.
  expect(await send(with_({ facts: [{ id: none, kind: 'start', campaign: none }] }))).toMatchObject({
    status: 200,
    body: { connect: false, refused: [{ id: none, message: expect.stringMatching(/no campaign/) }] },
  })
  refused(await send(with_({ facts: [page], junk: 'x'.repeat(70_000) })), 413)
  refused(await send('{'), 400)
  refused(await send(''), 400)
  refused(await send(new Uint8Array([0xff])), 400)
  // Nothing of it is kept.
  expect(await team.sql`select from people where team_id = ${team.id}`).toHaveLength(1)
})

test('the dashboard’s own addresses name what is wrong, too', async () => {
  const agent = await team.agent()
  for (const [path, place] of [
    ['/conversations?list=lost', 'list'],
    ['/conversations?list=inbox', 'inbox'],
    ['/conversations?list=inbox&inbox=x', 'inbox'],
    ['/conversations?limit=0', 'limit'],
    ['/conversations?after=x', 'after'],
    [`/conversations/${conversation}/sync?after=x`, 'after'],
    [`/conversations/${conversation}/sync?after=99999999999`, 'after'],
    [`/conversations/${conversation}/sync?revision=-1`, 'revision'],
  ] as const) {
    const response = await agent.asks(`/api/dashboard${path}`)
    const body = await response.json()
    expect([path, response.status, JSON.stringify(body)]).toEqual([path, 400, expect.stringContaining(place)])
  }
  for (const path of [`/conversations/${none}`, '/conversations/nope', `/people/${none}`, '/people/nope', '/nothing'])
    expect([path, (await agent.asks(`/api/dashboard${path}`)).status]).toEqual([path, 404])
})
