import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { asking, email, graph, hears, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { talk } from '../house/talk.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
})
afterAll(() => house.stop())

const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  asks(team, method, path, body, headers)
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : [])

test('people: PUT makes or updates a signup, GET reads, PATCH changes, null removes', async () => {
  const made = await ask('PUT', '/people/u%2F1%20%C3%A4', {
    email: 'Ana@Shop.Example',
    attributes: { plan: 'pro', seats: 4 },
  })
  expect(made).toMatchObject({ status: 200, body: { type: 'signup', externalId: 'u/1 ä', email: 'ana@shop.example' } })
  const path = `/people/${made.body.id}`
  await ask('PUT', '/people/u%2F1%20%C3%A4', { name: 'Ana', attributes: { seats: null } })
  const changed = await ask('PATCH', path, { email: null, phone: '+47 22 33 44', attributes: { city: 'Oslo' } })
  expect(changed.body).toMatchObject({
    id: made.body.id,
    name: 'Ana',
    phone: '+47 22 33 44',
    attributes: { plan: 'pro', city: 'Oslo' },
  })
  expect(changed.body).not.toHaveProperty('email')
  expect((await ask('GET', path)).body).toEqual(changed.body)
  expect(await ask('PATCH', path, {})).toMatchObject({ status: 200, body: changed.body })
  await holds(team)
})

test('people: a list is walked to its end, each person once, the newest first', async () => {
  const made: unknown[] = []
  for (let index = 0; index < 7; index++) made.push((await ask('PUT', `/people/listed-${index}`, {})).body.id)
  const found: unknown[] = []
  let after = ''
  do {
    const page = await ask('GET', `/people?limit=3${after}`)
    found.push(...list(page.body.data).map(({ id }) => id))
    after = page.body.next === null ? '' : `&after=${page.body.next}`
  } while (after !== '')
  expect(found.slice(0, 7)).toEqual(made.reverse())
  expect(new Set(found).size).toBe(found.length)
})

test('conversations: lists by state, inbox and agent; one is read, closed, snoozed, reopened, assigned', async () => {
  const mine = await house.bareTeam()
  const call = (method: string, path: string, body?: unknown) => asks(mine, method, path, body)
  const agent = await mine.agent()
  const [inbox] = list((await call('GET', '/inboxes')).body.data)
  const visitor = await mine.visitor()
  const conversation = await visitor.writes('Hi')
  const path = `/conversations/${conversation}`
  const lists = async (query: string) =>
    list((await call('GET', `/conversations?${query}`)).body.data).map(({ id }) => id)
  expect((await call('GET', path)).body).toMatchObject({
    id: conversation,
    state: 'open',
    number: 1,
    person: { id: visitor.person, online: true },
    inbox: { id: inbox?.id, name: inbox?.name },
    unread: true,
  })
  expect(await lists('assignee=none')).toEqual([conversation])
  expect((await call('PATCH', path, { assignee: agent.id })).body).toMatchObject({
    assignee: { id: agent.id, name: 'Mara Lindqvist' },
  })
  expect(await lists(`assignee=${agent.id}`)).toEqual([conversation])
  expect(await lists('assignee=none')).toEqual([])
  expect(await lists(`inbox=${inbox?.id}`)).toEqual([conversation])
  const until = '2999-01-01T00:00:00.000Z'
  expect((await call('PATCH', path, { state: 'snoozed', until: '2999-01-01T02:00:00+02:00' })).body).toMatchObject({
    state: 'snoozed',
    snoozedUntil: until,
  })
  expect([await lists('state=snoozed'), await lists('')]).toEqual([[conversation], []])
  expect((await call('PATCH', path, { state: 'closed', assignee: null, inbox: null })).body).not.toHaveProperty(
    'assignee',
  )
  expect(await lists('state=closed')).toEqual([conversation])
  expect((await call('PATCH', path, { state: 'open' })).body).toMatchObject({ state: 'open' })
  expect((await call('PATCH', path, {})).body).toMatchObject({ state: 'open' })
  await holds(mine)
})

test('conversations: a change that can not be done whole is not done at all', async () => {
  const agent = await team.agent('Kim Osei')
  const conversation = await (await team.visitor()).writes('Hi')
  const path = `/conversations/${conversation}`
  const refusedAll = [
    { assignee: agent.id, state: 'snoozed', until: '2001-01-01T00:00:00Z' },
    { assignee: agent.id, inbox: crypto.randomUUID() },
    { assignee: 'nobody', state: 'closed' },
  ]
  for (const change of refusedAll) expect((await ask('PATCH', path, change)).status).toBeGreaterThanOrEqual(400)
  const { body } = await ask('GET', path)
  expect(body).toMatchObject({ state: 'open' })
  expect(body).not.toHaveProperty('assignee')
})

test('messages: an agent, the team or a note; pages by number; live on the visitor’s screen', async () => {
  const agent = await team.agent('Kim Osei')
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const path = `/conversations/${conversation}/messages`
  const sent = await ask('POST', path, { content: 'Hello\nthere', from: agent.id })
  expect(sent).toMatchObject({ status: 201, body: { conversation, number: 2 } })
  expect(await ask('POST', path, { content: 'From all of us' })).toMatchObject({ status: 201, body: { number: 3 } })
  const note = await ask('POST', path, { content: 'Nice', note: true, from: agent.id })
  expect(note.status).toBe(201)
  expect(note.body).not.toHaveProperty('number')
  expect((await visitor.receives(({ number }) => number === 2)).from).toMatchObject({
    type: 'agent',
    id: agent.id,
    name: 'Kim Osei',
  })
  const first = await ask('GET', `${path}?limit=2`)
  expect(first.body).toMatchObject({ data: [{ number: 1, from: { type: 'person' } }, { number: 2 }], next: '2' })
  expect((await ask('GET', `${path}?limit=2&after=${first.body.next}`)).body).toMatchObject({
    data: [{ number: 3, from: { type: 'team' } }],
    next: null,
  })
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'agent: Hello\nthere', 'team: From all of us']])
  await holds(team)
})

test('messages: with its Idempotency-Key a message is sent once; with other content the key is refused', async () => {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const path = `/conversations/${conversation}/messages`
  const key = { 'idempotency-key': 'order-42 ✓'.normalize('NFD').replace('✓', 'ok') }
  const [first, again] = await Promise.all([
    ask('POST', path, { content: 'Once' }, key),
    ask('POST', path, { content: 'Once' }, key),
  ])
  expect(again).toMatchObject({ status: 201, body: first.body })
  expect(await ask('POST', path, { content: 'Other' }, key)).toMatchObject({ status: 409, body: { code: 'conflict' } })
  expect(await ask('POST', path, { content: 'Once' })).toMatchObject({ status: 201, body: { number: 3 } })
  const foreign = await house.bareTeam()
  const theirs = await (await foreign.visitor()).writes('Hi')
  expect(await asks(foreign, 'POST', `/conversations/${theirs}/messages`, { content: 'Other' }, key)).toMatchObject({
    status: 201,
  })
})

test('idempotency keys count for people and conversations, too', async () => {
  const key = (name: string) => ({ 'idempotency-key': name })
  const { id } = (await ask('PUT', '/people/keyed', { name: 'Ana' }, key('a'))).body
  await ask('PATCH', `/people/${id}`, { name: 'Bo' }, key('b'))
  await ask('PATCH', `/people/${id}`, { name: 'Cy' })
  for (const [method, path, body, name] of [
    ['PUT', '/people/keyed', { name: 'Ana' }, 'a'],
    ['PATCH', `/people/${id}`, { name: 'Bo' }, 'b'],
  ] as const)
    expect((await ask(method, path, body, key(name))).body).toMatchObject({ name: 'Cy' })
  expect((await ask('PATCH', `/people/${id}`, { name: 'Di' }, key('b'))).status).toBe(409)
  const conversation = await (await team.visitor()).writes('Hi')
  const path = `/conversations/${conversation}`
  await ask('PATCH', path, { state: 'closed' }, key('c'))
  await ask('PATCH', path, { state: 'open' })
  expect((await ask('PATCH', path, { state: 'closed' }, key('c'))).body).toMatchObject({ state: 'open' })
  expect((await ask('PATCH', path, { state: 'snoozed', until: '2999-01-01T00:00:00Z' }, key('c'))).status).toBe(409)
})

test('messages: what the API writes with a form or a variable works like what a campaign sends', async () => {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const form = { type: 'form', attrs: { fields: [{ key: 'name', label: 'Name', kind: 'text' }] } }
  const hello = {
    type: 'paragraph',
    content: [
      { type: 'text', text: 'Hello ' },
      { type: 'variable', attrs: { key: 'email', fallback: 'you' } },
    ],
  }
  const sent = await ask('POST', `/conversations/${conversation}/messages`, {
    content: { type: 'doc', content: [hello, form] },
  })
  expect(sent.status).toBe(201)
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  expect(await visitor.fills(asked.id, { name: 'Ana' })).toMatchObject({ ok: true })
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Hello you [submitted]']])
  await holds(team)
})

test('the journal of a person is complete, in order, and comes in pages', async () => {
  const other = await house.bareTeam()
  await other.campaign(graph([hears('chat'), sends('ask', asking('Your email?', email))], ['chat > ask']))
  const visitor = await other.visitor()
  await visitor.writes('Hi')
  const all = list((await asks(other, 'GET', `/people/${visitor.person}/journal`)).body.data)
  expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1))
  expect(all.map(({ kind }) => kind)).toEqual([
    'arrived',
    'conversation-started',
    'message-sent',
    'entered',
    'acted',
    'message-sent',
    'acted',
  ])
  const first = await asks(other, 'GET', `/people/${visitor.person}/journal?limit=4`)
  const rest = await asks(other, 'GET', `/people/${visitor.person}/journal?after=${first.body.next}`)
  expect([...list(first.body.data), ...list(rest.body.data)]).toEqual(all)
  expect(rest.body.next).toBeNull()
})

test('agents are available while their dashboard is open and not set to away', async () => {
  const fresh = await house.bareTeam()
  const available = async () => list((await asks(fresh, 'GET', '/agents')).body.data).map(agent => agent.available)
  expect(await available()).toEqual([false])
  const agent = await fresh.agent()
  expect(await available()).toEqual([true])
  await agent.sends('available', { available: false })
  expect(await available()).toEqual([false])
})

test('the docs can be read, without a key', async () => {
  const page = await fetch(`${team.url}/api/v1/docs`)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('/api/v1/openapi.json')
  const script = await fetch(`${team.url}/api/v1/docs/reference.js`)
  expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
})
