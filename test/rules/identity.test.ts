import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, ends, graph, hears, is, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { enrollments, statuses, talk } from '../house/talk.ts'
import { until } from '../house/until.ts'
import type { TestVisitor } from '../house/visitor.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterEach(() => holds(team))
afterAll(() => house.stop())

const person = async (id: string) => await (await team.api(`/people/${id}`)).json()
const signup = async (externalId: string, change: object = {}) =>
  (await (await team.api(`/people/${externalId}`, { method: 'PUT', body: JSON.stringify(change) })).json()).id

/** The same browser, now with an identity. */
const identified = async (visitor: TestVisitor, sub: string, claims = {}) =>
  await team.visitor({ token: visitor.token, identity: await team.identity(sub, claims) })

const greets = (campaign: object = {}) =>
  team.campaign(
    graph(
      [hears('chat', { which: 'any' }), sends('hello', 'Hello.'), hears('more'), sends('thanks', 'Thanks.')],
      ['chat > hello > more > thanks'],
      campaign,
    ),
  )

test('C25: a visitor becomes the signup if that does not exist yet, and keeps all they had', async () => {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const ana = await identified(visitor, 'u-1', { email: 'ana@shop.example', name: 'Ana' })
  expect(ana.person).toBe(visitor.person)
  expect(ana.ready).toMatchObject({ person: { type: 'signup' } })
  expect(ana.ready).not.toHaveProperty('token')
  expect([...ana.conversations.keys()]).toEqual([conversation])
  expect(await person(ana.person)).toMatchObject({
    type: 'signup',
    externalId: 'u-1',
    email: 'ana@shop.example',
    name: 'Ana',
  })
})

test('C25: otherwise the visitor merges into it: conversations move, and the old id leads to the new person', async () => {
  const id = await signup('u-1')
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const ana = await identified(visitor, 'u-1')
  expect(ana.person).toBe(id)
  expect(await talk(team, id)).toEqual([['person: Hi']])
  await ana.writes('More', conversation)
  expect(await ana.transcript(conversation)).toHaveLength(2)
  expect(await person(visitor.person)).toMatchObject({ id, externalId: 'u-1' })
  const { data } = await (await team.api(`/people/${visitor.person}/journal`)).json()
  expect(data).toContainEqual(expect.objectContaining({ kind: 'merged', stream: visitor.person }))
})

test('C25: the signup’s values win and the visitor’s fill gaps', async () => {
  const id = await signup('u-1', { name: 'Ana', attributes: { plan: 'pro' } })
  const visitor = await team.visitor({ context: { language: 'nb', timezone: 'Europe/Oslo' } })
  await visitor.updates({ name: 'Somebody', email: 'ana@home.example', plan: 'free', city: 'Oslo' })
  await identified(visitor, 'u-1')
  expect(await person(id)).toMatchObject({
    type: 'signup',
    name: 'Ana',
    email: 'ana@home.example',
    language: 'nb',
    timezone: 'Europe/Oslo',
    attributes: { plan: 'pro', city: 'Oslo' },
  })
})

test('C25: a lead merges like anybody; what they were asked can still be answered', async () => {
  await team.campaign(
    graph(
      [hears('chat'), sends('ask', asking('Your email?', email, { key: 'attributes.city' })), ends('end')],
      ['chat > ask > end'],
    ),
  )
  const id = await signup('u-1', { email: 'ana@shop.example' })
  const visitor = await team.visitor()
  await visitor.updates({ email: 'ana@home.example' })
  await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  const ana = await identified(visitor, 'u-1')
  expect(await ana.fills(asked.id, { email: 'ana@home.example', 'attributes.city': 'Oslo' })).toMatchObject({
    ok: true,
  })
  expect(await person(id)).toMatchObject({ email: 'ana@shop.example', attributes: { city: 'Oslo' } })
})

test('C25: of two active enrollments the one with more acts stays; the other is removed', async () => {
  await greets()
  const first = await team.visitor({ identity: await team.identity('u-1') })
  await first.writes('Hi')
  const visitor = await team.visitor()
  await visitor.writes('Hi from elsewhere')
  const ana = await identified(visitor, 'u-1')
  expect(await enrollments(team, ana.person)).toMatchObject([
    { status: 'active' },
    { status: 'removed', cause: 'merged' },
  ])
})

test('C25: with more acts the visitor’s enrollment stays', async () => {
  await team.campaign(
    graph(
      [hears('chat', { which: 'any' }), sends('one', 'One.'), hears('a'), sends('two', 'Two.'), hears('b')],
      ['chat > one > a > two > b'],
    ),
  )
  const first = await team.visitor({ identity: await team.identity('u-1') })
  await first.writes('Hi')
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi from elsewhere')
  await visitor.writes('More', conversation)
  const ana = await identified(visitor, 'u-1')
  expect(await enrollments(team, ana.person)).toMatchObject([
    { status: 'removed', cause: 'merged' },
    { status: 'active' },
  ])
})

test('C25: what was removed closes its form; the one that stays goes on', async () => {
  await team.campaign(
    graph([hears('chat'), sends('ask', asking('Your name?', { key: 'name' }))], ['chat > ask'], { reentry: 'each' }),
  )
  const first = await team.visitor({ identity: await team.identity('u-1') })
  await first.writes('Hi')
  const visitor = await team.visitor()
  await visitor.writes('Hi from elsewhere')
  const ana = await identified(visitor, 'u-1')
  expect(await talk(team, ana.person)).toEqual([
    ['person: Hi', 'team: Your name? [open]'],
    ['person: Hi from elsewhere', 'team: Your name? [closed]'],
  ])
})

test('C25: an active enrollment beside an ended one is removed', async () => {
  await team.campaign(
    graph(
      [hears('chat'), sends('hello', 'Hello.'), hears('stop', { contains: ['stop'] }), ends('end')],
      ['chat > hello > stop > end'],
      { reentry: 'each' },
    ),
  )
  const first = await team.visitor({ identity: await team.identity('u-1') })
  const conversation = await first.writes('Hi')
  await first.writes('stop', conversation)
  const visitor = await team.visitor()
  await visitor.writes('Hi from elsewhere')
  const ana = await identified(visitor, 'u-1')
  expect(await statuses(team, ana.person)).toEqual(['ended', 'removed'])
})

test('C25: where re-entry is "never", an active one beside any that left is removed', async () => {
  await team.campaign(graph([hears('chat'), sends('ask', asking('Your name?', { key: 'name' }))], ['chat > ask']))
  const first = await team.visitor({ identity: await team.identity('u-1') })
  await first.writes('Hi')
  const asked = await first.receives(({ form }) => form?.state === 'open')
  await first.fills(asked.id, { name: 'Ana' })
  const visitor = await team.visitor()
  await visitor.writes('Hi from elsewhere')
  const ana = await identified(visitor, 'u-1')
  expect(await statuses(team, ana.person)).toEqual(['completed', 'removed'])
})

test('C25: where re-entry is "each", an active one beside one that completed stays', async () => {
  await team.campaign(
    graph([hears('chat'), sends('ask', asking('Your name?', { key: 'name' }))], ['chat > ask'], { reentry: 'each' }),
  )
  const first = await team.visitor({ identity: await team.identity('u-1') })
  await first.writes('Hi')
  const asked = await first.receives(({ form }) => form?.state === 'open')
  await first.fills(asked.id, { name: 'Ana' })
  const visitor = await team.visitor()
  await visitor.writes('Hi from elsewhere')
  const ana = await identified(visitor, 'u-1')
  expect(await statuses(team, ana.person)).toEqual(['completed', 'active'])
})

test('C25: enrolled on one side only, the enrollment moves and goes on', async () => {
  await greets()
  const id = await signup('u-1')
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const ana = await identified(visitor, 'u-1')
  await ana.writes('More', conversation)
  expect(await statuses(team, id)).toEqual(['completed'])
  expect(await talk(team, id)).toEqual([['person: Hi', 'team: Hello.', 'person: More', 'team: Thanks.']])
})

test('C25: what has left on both sides stays as it is, and the person counts once', async () => {
  const { id: campaign } = await team.campaign(graph([hears('chat'), sends('hello', 'Hello.')], ['chat > hello']))
  const first = await team.visitor({ identity: await team.identity('u-1') })
  await first.writes('Hi')
  const visitor = await team.visitor()
  await visitor.writes('Hi from elsewhere')
  const ana = await identified(visitor, 'u-1')
  expect(await statuses(team, ana.person)).toEqual(['completed', 'completed'])
  const [{ people } = { people: -1 }] = await team.sql`
    select count(*)::int as people from component_people
    where team_id = ${team.id} and campaign_id = ${campaign} and component = 'hello' and outcome = 'sent' and version = 0`
  expect(people).toBe(1)
})

test('C25: becoming a signup is a fact: it moves exits and audiences', async () => {
  await team.campaign(graph([sends('hello', 'Welcome aboard.')], [], { audience: is('type', 'signup') }))
  await greets({ exits: [{ id: 'up', name: 'Signed up', filter: is('externalId', 'u-1') }] })
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const ana = await identified(visitor, 'u-1')
  expect(await statuses(team, ana.person)).toEqual(['exited', 'completed'])
  expect(await talk(team, ana.person)).toContainEqual(['team: Welcome aboard.'])
})

test('C25: the visitor’s old token opens nothing without the signup’s identity', async () => {
  for (const existing of [false, true]) {
    const sub = randomUUID()
    if (existing) await signup(sub)
    const visitor = await team.visitor()
    await visitor.writes('My secret')
    const token = visitor.token
    const ana = await identified(visitor, sub)
    await until(() => visitor.revoked, 'the old socket is told that its token is over')
    const again = await team.visitor({ token })
    expect(again.person).not.toBe(ana.person)
    expect(again.person).not.toBe(visitor.person === ana.person ? ana.person : visitor.person)
    expect(again.token).not.toBe(token)
    expect(again.conversations.size).toBe(0)
    // The same over HTTP.
    const facts = [{ id: randomUUID(), kind: 'update', attributes: { city: 'Oslo' } }]
    const answer = await fetch(`${team.url}/visitor/facts`, {
      method: 'POST',
      body: JSON.stringify({ team: team.id, token, facts }),
    })
    expect((await answer.json()).person).not.toBe(ana.person)
    expect((await person(ana.person)).attributes).toEqual({})
  }
})

test('C25: a signup sees the same conversations everywhere, and another user of the browser none of them', async () => {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await identified(visitor, 'u-1')
  const phone = await team.visitor({ identity: await team.identity('u-1') })
  expect([...phone.conversations.keys()]).toEqual([conversation])
  const bo = await team.visitor({ token: visitor.token, identity: await team.identity('u-2') })
  expect(bo.person).not.toBe(phone.person)
  expect(bo.conversations.size).toBe(0)
  expect(await person(phone.person)).toMatchObject({ externalId: 'u-1' })
  expect(await person(bo.person)).toMatchObject({ externalId: 'u-2' })
})

test('C25: a visitor who merged into one signup is no part of another', async () => {
  await signup('u-1')
  await signup('u-2')
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const ana = await identified(visitor, 'u-1')
  const bo = await identified(visitor, 'u-2')
  expect([...bo.conversations.keys()]).toEqual([])
  expect(await talk(team, ana.person)).toHaveLength(1)
  expect(await bo.says('Hi', { conversation })).toMatchObject({ ok: false, error: { code: 'not-found' } })
})

test('C25: several devices become the same signup at once', async () => {
  const visitors = await Promise.all(Array.from({ length: 6 }, () => team.visitor()))
  await Promise.all(visitors.map((visitor, index) => visitor.writes(`Hi from ${index}`)))
  const all = await Promise.all(visitors.map(visitor => identified(visitor, 'u-1')))
  const ids = new Set(all.map(one => one.person))
  expect(ids.size).toBe(1)
  const [id = ''] = ids
  expect((await talk(team, id)).flat().sort()).toEqual(visitors.map((_, index) => `person: Hi from ${index}`))
})

test('C25: an agent who looks on goes on with the new person', async () => {
  await signup('u-1', { name: 'Ana' })
  const agent = await team.agent()
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await agent.watches(conversation)
  const ana = await identified(visitor, 'u-1')
  await agent.sees(row => row.id === conversation && row.person.id === ana.person, 'the row shows the signup')
  expect(await agent.socket.emitWithAck('typing', { conversation, on: true })).toMatchObject({ ok: true })
  await until(() => ana.typing.length > 0, 'the signup sees the agent type')
  const heard: string[] = []
  agent.socket.on('person', ({ id }) => heard.push(id))
  await ana.updates({ city: 'Oslo' })
  await until(() => heard.includes(ana.person), 'the agent hears that the person changed')
  expect(await agent.replies(conversation, 'Hello Ana')).toMatchObject({ ok: true, number: 2 })
  await ana.receives(({ number }) => number === 2)
})
