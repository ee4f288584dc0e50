import { randomUUID } from 'node:crypto'
import { createStaff } from '@pavior/server/realtime/staff.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { knock } from '../house/knock.ts'
import { talk } from '../house/talk.ts'
import { until } from '../house/until.ts'
import type { TestVisitor } from '../house/visitor.ts'

let house: House
let team: TestTeam
let foreign: TestTeam
let ana: TestVisitor
let conversation: string
let stranger: TestAgent
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
  foreign = await house.bareTeam()
  ana = await team.visitor()
  conversation = await ana.writes('My secret')
  stranger = await foreign.agent()
})
afterAll(() => house.stop())

test('an agent of another team gets the same answer for a conversation as for none, over the socket', async () => {
  const asks = (into: string) =>
    [
      ['message:send', { id: randomUUID(), conversation: into, content: 'Hi' }],
      ['note:send', { id: randomUUID(), conversation: into, content: 'Hi' }],
      ['conversation:seen', { conversation: into, number: 1 }],
      ['typing', { conversation: into, on: true }],
      ['watch', { conversation: into }],
    ] as const
  const theirs = asks(conversation)
  for (const [index, [event, frame]] of asks(randomUUID()).entries()) {
    const missing = await stranger.sends(event, frame)
    expect(missing).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await stranger.sends(event, theirs[index]?.[1])).toEqual(missing)
  }
  expect(await talk(team, ana.person)).toEqual([['person: My secret']])
})

test('and over HTTP, for every address that takes an id', async () => {
  const [{ id: inbox }] = (await (await team.api('/inboxes')).json()).data
  const mine = (await (await foreign.api('/people/x-1', { method: 'PUT', body: '{}' })).json()).id
  const own = await (await foreign.visitor()).writes('Hi')
  const asks = (into: string, person: string) =>
    [
      ['GET', `/api/v1/conversations/${into}`],
      ['PATCH', `/api/v1/conversations/${into}`, { state: 'closed' }],
      ['GET', `/api/v1/conversations/${into}/messages`],
      ['POST', `/api/v1/conversations/${into}/messages`, { content: 'Hi' }],
      ['GET', `/api/v1/people/${person}`],
      ['PATCH', `/api/v1/people/${person}`, { name: 'Pwned' }],
      ['GET', `/api/v1/people/${person}/journal`],
      ['GET', `/api/dashboard/conversations/${into}`],
      ['GET', `/api/dashboard/conversations/${into}/sync`],
      ['GET', `/api/dashboard/people/${person}`],
    ] as const
  const theirs = asks(conversation, ana.person)
  for (const [index, [method, path, body]] of asks(randomUUID(), randomUUID()).entries()) {
    const ask = async (to: string) => {
      const response = await stranger.asks(to, { method, ...(body && { body: JSON.stringify(body) }) })
      return { status: response.status, body: await response.json() }
    }
    const missing = await ask(path)
    expect(missing).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect(await ask(theirs[index]?.[1] ?? '')).toEqual(missing)
  }
  const agent = await team.agent()
  for (const change of [{ assignee: agent.id }, { inbox }])
    expect((await stranger.changes(own, change)).status).toBe(404)
  const list = await stranger.reads(`/api/dashboard/conversations?list=inbox&inbox=${inbox}`)
  expect(list.data).toEqual([])
  expect((await (await foreign.api(`/people/${mine}`)).json()).id).toBe(mine)
  expect(await talk(team, ana.person)).toEqual([['person: My secret']])
})

test('nothing of a team is told to another one', async () => {
  const agent = await team.agent('Kim Osei')
  await agent.watches(conversation)
  await ana.writes('Another secret', conversation)
  await agent.sees(row => row.id === conversation && row.number === 2)
  expect([stranger.inbox.has(conversation), stranger.messages, stranger.typing]).toEqual([false, [], []])
})

test('visitors are not told of an agent who loads the page anew, but at once of one who is away or signs out', async () => {
  const own = await house.bareTeam()
  const visitor = await own.visitor()
  const told: boolean[] = []
  visitor.socket.on('presence', ({ online }) => told.push(online))
  const agent = await own.agent()
  await until(() => told.length === 1, 'the visitor hears that somebody is there')
  const loadsAnew = async () => {
    const before = agent.socket.id
    agent.socket.io.engine.close()
    await until(() => agent.socket.connected && agent.socket.id !== before, 'the agent is back')
  }
  await loadsAnew()
  await agent.sends('available', { available: false })
  await until(() => told.length > 1, 'the visitor hears that nobody is')
  await agent.sends('available', { available: true })
  await loadsAnew()
  expect((await agent.asks('/api/auth/sign-out', { method: 'POST', body: '{}' })).status).toBe(200)
  await until(() => told.length > 3, 'the visitor hears of the signing out')
  expect(told).toEqual([true, false, true, false])
})

test('who went and does not come back is gone after a moment, with the others of the team still there', () => {
  vi.useFakeTimers()
  const told: [string, boolean][] = []
  const staff = createStaff((team, online) => told.push([team, online]))
  staff.came('a', 'mara')
  staff.came('a', 'kim')
  staff.came('b', 'ola')
  staff.went('a', 'mara', false)
  staff.went('b', 'ola', false)
  staff.went('a', 'kim', true)
  expect([staff.isThere('a'), staff.isThere('b')]).toEqual([true, true])
  staff.came('b', 'ola')
  vi.runAllTimers()
  expect([staff.isThere('a'), staff.isThere('b')]).toEqual([false, true])
  staff.went('b', 'ola', false)
  staff.stop()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
  expect(told).toEqual([
    ['a', true],
    ['b', true],
    ['a', false],
  ])
})

test('without a session there is no way in; with one, from our own pages only', async () => {
  const { cookie, url } = stranger
  const refused = (code: string) => ({ in: false, problem: { code, message: expect.any(String) } })
  expect(await knock(url, '/agent', {})).toEqual(refused('unauthorized'))
  expect(await knock(url, '/agent', {}, { cookie: 'pavior.session_token=forged.forged' })).toEqual(
    refused('unauthorized'),
  )
  for (const origin of ['https://evil.example', 'null', `${url}.evil.example`, url.replace('http:', 'https:')])
    expect(await knock(url, '/agent', {}, { cookie, origin })).toEqual(refused('forbidden'))
  expect(await knock(url, '/agent', {}, { cookie, origin: url })).toEqual({ in: true })
  for (const path of ['/api/dashboard/me', '/api/dashboard/lists', '/api/v1/people', '/api/v1/agents'])
    expect((await fetch(`${url}${path}`)).status).toBe(401)
})

test('a page elsewhere can not write with an agent’s cookie', async () => {
  const own = await (await foreign.visitor()).writes('Hi')
  const writes = [
    ['PATCH', `/api/v1/conversations/${own}`, { state: 'closed' }],
    ['POST', `/api/v1/conversations/${own}/messages`, { content: 'Pwned' }],
    ['POST', '/api/dashboard/keys', { name: 'Pwned' }],
    ['POST', '/api/dashboard/invitations', { email: 'eve@evil.example', role: 'admin' }],
    ['PATCH', '/api/dashboard/settings', { name: 'Pwned' }],
    ['POST', '/api/dashboard/settings/identity-secrets', {}],
    ['POST', '/api/auth/sign-out', {}],
  ] as const
  for (const [method, path, body] of writes)
    for (const origin of ['https://evil.example', 'null', ''])
      expect([
        path,
        (await stranger.asks(path, { method, body: JSON.stringify(body), headers: { origin } })).status,
      ]).toEqual([path, 403])
  expect(await foreign.sql`select from messages where team_id = ${foreign.id} and number > 1`).toEqual([])
})

test('a key opens its own team; another team’s, a wrong, a revoked or a missing one opens nothing', async () => {
  const agent = await team.agent('Kim Osei')
  const owner = stranger
  const get = async (authorization?: string) =>
    await fetch(`${team.url}/api/v1/conversations/${conversation}`, {
      headers: authorization === undefined ? {} : { authorization },
    })
  expect((await get(`Bearer ${team.key}`)).status).toBe(200)
  expect((await get(`bearer   ${team.key}`)).status).toBe(200)
  expect((await get(`Bearer ${foreign.key}`)).status).toBe(404)
  for (const wrong of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${team.key}x`,
    `Basic ${team.key}`,
    team.key,
    'Bearer \u00e4',
  ])
    expect((await get(wrong)).status).toBe(401)
  const made = await (
    await owner.asks('/api/dashboard/keys', { method: 'POST', body: JSON.stringify({ name: 'Shop' }) })
  ).json()
  expect((await get(`Bearer ${made.key}`)).status).toBe(404)
  // Nobody ends another team's key.
  expect((await agent.asks(`/api/dashboard/keys/${made.id}`, { method: 'DELETE' })).status).toBe(403)
  expect((await owner.asks(`/api/dashboard/keys/${made.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await get(`Bearer ${made.key}`)).status).toBe(401)
})

test('a session that ends takes its sockets with it', async () => {
  const agent = await team.agent('Kim Osei')
  await agent.asks('/api/auth/sign-out', { method: 'POST', body: '{}' })
  await until(() => !agent.socket.connected, 'the socket is cut')
  expect(await knock(agent.url, '/agent', {}, { cookie: agent.cookie, origin: agent.url })).toMatchObject({
    in: false,
    problem: { code: 'unauthorized' },
  })
  expect((await agent.asks('/api/dashboard/me')).status).toBe(401)
})

test('a changed name is what the visitor reads from then on, beside typing and answers', async () => {
  const agent = await team.agent('Lena Maier')
  await agent.watches(conversation)
  const before = await agent.asks('/api/dashboard/me', {
    method: 'PATCH',
    body: JSON.stringify({ name: 'Lena Brandt' }),
  })
  expect(before.status).toBe(200)
  await agent.sends('typing', { conversation, on: true })
  await until(() => ana.typing.some(({ name }) => name === 'Lena Brandt'), 'the visitor reads the new name')
  await agent.replies(conversation, 'Under a new name')
  const answer = await ana.receives(({ content }) => JSON.stringify(content).includes('Under a new name'))
  expect(answer.from).toMatchObject({ type: 'agent', name: 'Lena Brandt' })
})
