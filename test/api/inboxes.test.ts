import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestAgent } from '../house/agent.ts'
import { asks, refused } from '../house/api.ts'
import { assigns, graph, hears, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
})
afterAll(async () => {
  await holds(team)
  await house.stop()
})

const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  asks(team, method, path, body, headers)
const inboxes = async () => {
  const { data } = (await ask('GET', '/inboxes')).body
  return Array.isArray(data) ? data : []
}

test('inboxes are made, renamed, given members and listed, and count at once', async () => {
  const agent = await team.agent()
  const made = await ask('POST', '/inboxes', { name: ' Sales ', agents: [agent.id] }, { 'idempotency-key': 's' })
  expect(made).toMatchObject({ status: 201, body: { name: 'Sales', agents: [agent.id] } })
  expect(
    (await ask('POST', '/inboxes', { name: ' Sales ', agents: [agent.id] }, { 'idempotency-key': 's' })).body,
  ).toEqual(made.body)
  const path = `/inboxes/${made.body.id}`
  expect((await ask('PATCH', path, { agents: [] })).body).toMatchObject({ name: 'Sales', agents: [] })
  expect((await ask('PATCH', path, { name: 'Partners' })).body).toMatchObject({ name: 'Partners', agents: [] })
  expect((await inboxes()).map(({ name }) => name)).toEqual(['Support', 'Partners'])
  const conversation = await (await team.visitor()).writes('Hi')
  const moved = await ask('PATCH', `/conversations/${conversation}`, { inbox: made.body.id })
  expect(moved.body).toMatchObject({ inbox: { name: 'Partners' } })
})

test('a deleted inbox leaves its conversations in the oldest other one, each said in its history; the last one stays', async () => {
  const mine = await house.bareTeam()
  const call = (method: string, path: string, body?: unknown) => asks(mine, method, path, body)
  const first = Object((await call('GET', '/inboxes')).body).data[0].id
  expect(refused(await call('DELETE', `/inboxes/${first}`), 409)).toEqual([])
  const { id } = (await call('POST', '/inboxes', { name: 'Sales' })).body
  await mine.campaign(
    graph([hears('chat'), assigns('sales', String(id)), sends('hello', 'Hi')], ['chat > sales > hello']),
  )
  const visitor = await mine.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.receives(({ number }) => number === 2)
  expect((await call('GET', `/conversations/${conversation}`)).body).toMatchObject({ inbox: { id } })
  expect((await call('DELETE', `/inboxes/${id}`)).status).toBe(204)
  expect((await call('GET', `/conversations/${conversation}`)).body).toMatchObject({ inbox: { id: first } })
  const next = await (await mine.visitor()).writes('Hi')
  expect((await call('GET', `/conversations/${next}`)).body).toMatchObject({ inbox: { id: first } })
  expect(refused(await call('DELETE', `/inboxes/${id}`), 404)).toEqual([])
  await holds(mine)
})

test.each([
  ['POST', '', {}, ['name']],
  ['POST', '', { name: ' ' }, ['name']],
  ['POST', '', { name: 'x'.repeat(101) }, ['name']],
  ['POST', '', { name: 'Sales', agents: ['nobody'] }, ['agents.0']],
  ['PATCH', 'ID', { agents: 'everybody' }, ['agents']],
  ['PATCH', 'ID', { agents: ['nobody'] }, ['agents.0']],
] as const)('%s %s %j is refused with path and reason, and changes nothing', async (method, path, body, paths) => {
  const before = await inboxes()
  expect(
    refused(await ask(method, `/inboxes/${path.replace('ID', before[0].id)}`.replace(/\/$/, ''), body), 400),
  ).toEqual(paths)
  expect(await inboxes()).toEqual(before)
})

test('another team’s inbox is not there', async () => {
  const foreign = await house.bareTeam()
  const theirs = Object((await asks(foreign, 'GET', '/inboxes')).body).data[0].id
  expect(refused(await ask('PATCH', `/inboxes/${theirs}`, { name: 'Mine' }), 404)).toEqual([])
  expect(refused(await ask('DELETE', `/inboxes/${theirs}`), 404)).toEqual([])
})

test('C13: an agent who is away stays away in every tab, and when they come back to the dashboard', async () => {
  const mine = await house.bareTeam()
  const available = async () => Object((await asks(mine, 'GET', '/agents')).body).data[0].available
  const agent = await mine.agent()
  const tab = await new TestAgent(agent.url, agent.cookie).connected()
  await agent.sends('available', { available: false })
  expect(await available()).toBe(false)
  for (const one of [agent, tab]) one.leaves()
  const back = await new TestAgent(agent.url, agent.cookie).connected()
  expect(await available()).toBe(false)
  await back.sends('available', { available: true })
  expect(await available()).toBe(true)
})
