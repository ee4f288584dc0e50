import { randomUUID } from 'node:crypto'
import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { play } from '@pavior/shared/dry-run/run.ts'
import { realPerson } from '@pavior/shared/dry-run/start.ts'
import { Entry } from '@pavior/shared/journal/entry.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { TestAgent } from '../house/agent.ts'
import { asks } from '../house/api.ts'
import { graph, hears, is, sends } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { plain, storedLife } from '../house/life.ts'

let house: House
let team: TestTeam
let agent: TestAgent
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
  agent = await team.agent()
})
afterAll(() => house.stop())

const chat = () => team.campaign(graph([hears('chat'), sends('hi', 'Hi')], ['chat > hi']))
const scenario = {
  name: 'Says hello',
  person: { type: 'anonymous' },
  at: '2026-11-25T09:30:00.000Z',
  moves: [{ do: 'says', text: 'Hello' }],
  expectations: [{ expect: 'gets', component: 'hi' }],
}

const saves = (campaign: string, id: string, body: unknown, by = agent) =>
  by.asks(`/api/dashboard/campaigns/${campaign}/scenarios/${id}`, { method: 'PUT', body: JSON.stringify(body) })
const kept = async (campaign: string) =>
  z
    .array(z.looseObject({ id: z.string(), name: z.string() }))
    .parse((await agent.reads(`/api/dashboard/campaigns/${campaign}/scenarios`)).data)

test('a dry run is kept as a scenario, changed, and deleted', async () => {
  const { id: campaign } = await chat()
  const [one, other] = [randomUUID(), randomUUID()]
  expect((await saves(campaign, one, scenario)).status).toBe(200)
  expect((await saves(campaign, other, { ...scenario, name: 'Says nothing', moves: [] })).status).toBe(200)
  expect(await kept(campaign)).toEqual([
    { id: one, ...scenario, person: { type: 'anonymous', attributes: {} } },
    expect.objectContaining({ id: other, name: 'Says nothing', moves: [] }),
  ])
  expect((await saves(campaign, one, { ...scenario, name: 'Greets' })).status).toBe(200)
  const gone = await agent.asks(`/api/dashboard/campaigns/${campaign}/scenarios/${other}`, { method: 'DELETE' })
  expect(gone.status).toBe(204)
  expect((await kept(campaign)).map(({ name }) => name)).toEqual(['Greets'])
  const copy = await asks(team, 'POST', `/campaigns/${campaign}/duplicate`)
  expect((await kept(String(copy.body.id))).map(({ name }) => name)).toEqual(['Greets'])
})

test('what is no scenario is refused in a sentence, and nothing is kept', async () => {
  const { id: campaign } = await chat()
  for (const [wrong, path] of [
    [{ ...scenario, name: ' ' }, 'name'],
    [{ ...scenario, at: 'yesterday' }, 'at'],
    [{ ...scenario, moves: [{ do: 'sings' }] }, 'moves.0.do'],
    [{ ...scenario, moves: [{ do: 'passes', for: 'P0D' }] }, 'moves.0.for'],
    [{ ...scenario, moves: Array(201).fill(scenario.moves[0]) }, 'moves'],
    [{ ...scenario, person: { type: 'signup', attributes: { plan: {} } } }, 'person.attributes.plan'],
    [{ ...scenario, expectations: [{ expect: 'luck' }] }, 'expectations.0.expect'],
    [[], ''],
  ] as const) {
    const answer = await saves(campaign, randomUUID(), wrong)
    expect([path, answer.status]).toEqual([path, 400])
    const { errors } = await answer.json()
    expect(
      z
        .array(z.object({ path: z.string() }))
        .parse(errors)
        .map(error => error.path),
    ).toContain(path)
  }
  expect((await saves(campaign, 'nonsense', scenario)).status).toBe(404)
  expect(await kept(campaign)).toEqual([])
})

test('a campaign has so many scenarios and no more', async () => {
  const { id: campaign } = await chat()
  for (let made = 0; made < 50; made++) expect((await saves(campaign, randomUUID(), scenario)).status).toBe(200)
  const answer = await saves(campaign, randomUUID(), scenario)
  expect(answer.status).toBe(409)
  expect((await answer.json()).detail).toBe('A campaign has at most 50 scenarios. Delete one first.')
})

test('what is another team’s is not there, and who is not signed in gets nothing', async () => {
  const foreign = await house.bareTeam()
  const { id: theirs } = await foreign.campaign(graph([sends('hi', 'Hi')]))
  const visitor = await foreign.visitor()
  await visitor.writes('Hello')
  const path = `/api/dashboard/campaigns/${theirs}/scenarios`
  expect((await saves(theirs, randomUUID(), scenario)).status).toBe(404)
  expect((await agent.asks(path)).status).toBe(404)
  expect((await agent.asks(`/api/dashboard/people/${visitor.person}/journal`)).status).toBe(404)
  expect((await fetch(`${house.url}${path}`)).status).toBe(401)
  const theirAgent = await foreign.agent()
  const id = randomUUID()
  expect((await saves(theirs, id, scenario, theirAgent)).status).toBe(200)
  await agent.asks(`${path}/${id}`, { method: 'DELETE' })
  expect((await theirAgent.reads(path)).data).toHaveLength(1)
})

test('C25, S6: a real person is played on as they are, with what a visitor was before they signed up', async () => {
  const before = await team.visitor()
  await before.writes('Hello')
  await before.tells({ id: randomUUID(), kind: 'track', name: 'ordered' })
  // Ada exists: the visitor merges into her.
  await team.api('/people/ada', { method: 'PUT', body: JSON.stringify({ name: 'Ada', attributes: { plan: 'pro' } }) })
  const visitor = await team.visitor({ token: before.token, identity: await team.identity('ada') })
  const told = z
    .object({ person: z.string(), streams: z.record(z.string(), z.array(Entry)) })
    .parse(await agent.reads(`/api/dashboard/people/${visitor.person}/journal`))
  const ada = realPerson(stream => told.streams[stream] ?? [], told.person, 'drawn')
  expect(plain(ada.life)).toEqual(plain(await storedLife(team.sql, team.id, told.person)))
  const drawn = CampaignGraph.parse(
    graph([sends('hi', 'Hi')], [], {
      audience: { all: [is('attributes.plan', 'pro'), { field: 'event.ordered', op: 'happened' }] },
    }),
  )
  const at = Date.now()
  const run = play({ id: 'drawn', graph: drawn, createdAt: at }, { zone: 'UTC', agents: [], inboxes: [] }, ada, [], at)
  expect(run.moments.flatMap(({ entries }) => entries.map(({ kind }) => kind))).toContain('acted')
})
