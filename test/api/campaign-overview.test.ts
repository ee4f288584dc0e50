import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { asks } from '../house/api.ts'
import { closesInbox, opensInbox } from '../house/desk.ts'
import { assigns, emails, graph, hears, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house?.stop())

const rowsOf = async (agent: TestAgent): Promise<CampaignRow[]> => {
  const { data } = await agent.reads('/api/dashboard/campaigns')
  return Array.isArray(data) ? data : []
}
const rowOf = async (agent: TestAgent, id: string): Promise<CampaignRow> => {
  const row = (await rowsOf(agent)).find(one => one.id === id)
  if (!row) throw new Error('the campaign is not in the list')
  return row
}
const signup = (team: TestTeam, id: string, attributes: object = {}) => asks(team, 'PUT', `/people/${id}`, attributes)

test('the list says of each campaign how it stands, for whom it is, and its numbers', async () => {
  const team = await house.bareTeam()
  const agent = await team.agent()
  const { id } = await team.campaign(
    graph([waits('day', { for: 'P1D' }), sends('hello', 'Hello')], ['day > hello'], {
      name: 'Follow-up',
      audience: is('attributes.plan', 'pro'),
    }),
  )
  for (const person of ['a', 'b', 'c']) await signup(team, person, { attributes: { plan: 'pro' } })
  await house.clock.passes('P1D')
  await signup(team, 'd', { attributes: { plan: 'pro' } })
  expect(await rowOf(agent, id)).toMatchObject({
    name: 'Follow-up',
    kind: 'campaign',
    status: 'active',
    version: 1,
    changed: false,
    audience: 'plan is pro',
    byEvent: false,
    entered: 4,
    active: 1,
    completed: 3,
  })
  const { days } = await rowOf(agent, id)
  expect(days).toHaveLength(30)
  expect(days.slice(-3)).toEqual([0, 3, 1])
  agent.leaves()
})

test('what is live is told apart from the draft', async () => {
  const team = await house.bareTeam()
  const agent = await team.agent()
  const drawn = (audience: object) => graph([sends('hello', 'Hello')], [], { audience })
  const { id } = await team.campaign(drawn(is('type', 'lead')))
  await asks(team, 'PUT', `/campaigns/${id}`, drawn(is('type', 'signup')), { 'if-match': '*' })
  expect(await rowOf(agent, id)).toMatchObject({ kind: 'automessage', changed: true, audience: 'type is lead' })
  const { body } = await asks(team, 'POST', '/campaigns', { name: 'Unfinished', audience: { field: 'nothing' } })
  const draft = await rowOf(agent, String(body.id))
  expect(draft).toMatchObject({ status: 'draft', kind: 'campaign', changed: true, entered: 0 })
  expect(draft.audience).toBeUndefined()
  const heard = await team.campaign(graph([hears('chat'), sends('hi', 'Hi')], ['chat > hi']))
  expect((await rowOf(agent, heard.id)).byEvent).toBe(true)
  agent.leaves()
})

test('it is known who drew, who published, and since when it is paused', async () => {
  const team = await house.bareTeam()
  const agent = await team.agent()
  const does = async (method: string, path: string, body: object = {}) =>
    (
      await agent.asks(`/api/v1/campaigns${path}`, { method, body: JSON.stringify(body), headers: { 'if-match': '*' } })
    ).json()
  const me = { type: 'agent', id: agent.id }
  const drawn = graph([sends('hello', 'Hello')], [], { audience: is('type', 'lead') })
  const { id } = await does('POST', '', drawn)
  expect(await rowOf(agent, id)).toMatchObject({ changedBy: me })
  expect(await does('POST', `/${id}/publish`, { existing: 'skip' })).toMatchObject({ publishedBy: me })
  await asks(team, 'PUT', `/campaigns/${id}`, { ...drawn, name: 'Other' }, { 'if-match': '*' })
  await asks(team, 'POST', `/campaigns/${id}/publish`, { existing: 'skip' })
  expect(await rowOf(agent, id)).toMatchObject({ changedBy: { type: 'api' } })
  const { data } = await agent.reads(`/api/dashboard/campaigns/${id}/versions`)
  expect(data).toMatchObject([{ publishedBy: { type: 'api' } }, { publishedBy: me }])
  expect((await does('POST', `/${id}/pause`)).pausedAt).toMatch(/^2/)
  expect(Date.parse((await rowOf(agent, id)).pausedAt ?? '')).toBeGreaterThan(0)
  expect(await does('POST', `/${id}/resume`, { existing: 'skip' })).not.toHaveProperty('pausedAt')
  expect(await does('POST', `/${id}/duplicate`)).toMatchObject({ changedBy: me })
  agent.leaves()
})

test('C14: where people failed lately is said, by what the component is', async () => {
  const team = await house.bareTeam()
  const agent = await team.agent()
  const inbox = await opensInbox(team, 'Sales')
  const { id } = await team.campaign(
    graph([hears('chat'), assigns('sales', inbox)], ['chat > sales'], { name: 'To sales' }),
  )
  await closesInbox(team, inbox)
  const visitor = await team.visitor()
  await visitor.writes('Hello')
  expect((await rowOf(agent, id)).failed).toEqual({ type: 'assign', people: 1 })
  await house.clock.passes('P8D')
  expect((await rowOf(agent, id)).failed).toBeUndefined()
  agent.leaves()
})

test('deleted campaigns and those of other teams are not in it', async () => {
  const [team, other] = [await house.bareTeam(), await house.bareTeam()]
  const [agent, stranger] = [await team.agent(), await other.agent()]
  const { id } = await team.campaign(graph([emails('mail', 'Hello')], [], { audience: is('type', 'signup') }))
  expect((await rowsOf(agent)).map(row => row.id)).toEqual([id])
  expect(await rowsOf(stranger)).toEqual([])
  await asks(team, 'DELETE', `/campaigns/${id}`)
  expect(await rowsOf(agent)).toEqual([])
  expect((await fetch(`${house.url}/api/dashboard/campaigns`)).status).toBe(401)
  agent.leaves()
  stranger.leaves()
})
