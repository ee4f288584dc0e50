import type { LiveStatistics } from '@pavior/shared/protocol/statistics.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { asks } from '../house/api.ts'
import { graph, hears, sends } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { numbers } from '../house/steering.ts'
import { until } from '../house/until.ts'

/** T4: the numbers of a campaign that is on screen. */
let house: House
let team: TestTeam
let agent: TestAgent
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
  agent = await (await team.agent()).connected()
})
afterAll(() => house.stop())

const chat = () => graph([hears('chat'), sends('hello', 'Hi')], ['chat > hello'])
const enters = async () => await (await team.visitor()).writes('Hi')

function listens(who: TestAgent): LiveStatistics[] {
  const heard: LiveStatistics[] = []
  who.socket.on('statistics', live => heard.push(live))
  return heard
}

test('T4: whoever looks at a campaign hears its numbers as they move, each newer than the one before', async () => {
  const { id } = await team.campaign(chat())
  const other = await (await team.agent('Ben Ode')).connected()
  const [heard, heardToo] = [listens(agent), listens(other)]
  const answer = await agent.sends('statistics:watch', { campaign: id })
  expect(answer).toMatchObject({ ok: true, campaign: id, statistics: { entered: 0 } })
  await enters()
  await until(() => heard.at(-1)?.statistics.entered === 1, 'the first one is told')
  expect(await other.sends('statistics:watch', { campaign: id, version: 1 })).toMatchObject({
    ok: true,
    version: 1,
    statistics: { entered: 1, version: 1 },
  })
  await enters()
  await until(() => heard.at(-1)?.statistics.entered === 2, 'the second one is told')
  await until(() => heardToo.at(-1)?.statistics.entered === 2, 'and to who looks at the version')
  expect(heard.at(-1)?.statistics).toEqual(await numbers(team, id))
  expect(heardToo.at(-1)?.statistics).toEqual(await numbers(team, id, 1))
  const revisions = [Number(Object(answer).revision), ...heard.map(({ revision }) => revision)]
  expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b))
})

test('T4: many at once are told together, at most four times a second, and the last word is right', async () => {
  const { id } = await team.campaign(chat())
  const heard = listens(agent)
  const began = performance.now()
  await agent.sends('statistics:watch', { campaign: id })
  await Promise.all(Array.from({ length: 12 }, enters))
  await until(() => heard.at(-1)?.statistics.entered === 12, 'all are told')
  expect(heard.length).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 250))
})

test('who looks away hears nothing any more, who looks at something else only of that', async () => {
  const [one, two] = [await team.campaign(chat()), await team.campaign({ ...chat(), name: 'Two' })]
  const heard = listens(agent)
  await agent.sends('statistics:watch', { campaign: one.id })
  await agent.sends('statistics:watch', { campaign: two.id })
  expect(await agent.sends('statistics:unwatch', { campaign: one.id })).toEqual({ ok: true })
  await enters()
  await until(() => heard.some(live => live.campaign === two.id && live.statistics.entered === 1), 'the other is told')
  expect(heard.filter(live => live.campaign === one.id)).toEqual([])
})

test('numbers of another team are not there, frames that are none are refused, and no more than a few at a time', async () => {
  const { id } = await team.campaign(chat())
  const foreign = await (await (await house.bareTeam()).agent()).connected()
  const heard = listens(foreign)
  expect(await foreign.sends('statistics:watch', { campaign: id })).toMatchObject({
    ok: false,
    error: { code: 'not-found' },
  })
  for (const [frame, path] of [
    [{}, 'campaign'],
    [{ campaign: 'mine' }, 'campaign'],
    [{ campaign: id, version: 0 }, 'version'],
    [{ campaign: id, from: 'yesterday' }, 'from'],
    [{ campaign: id, from: '2027-01-02T00:00:00Z', to: '2027-01-01T00:00:00Z' }, 'to'],
  ] as const)
    expect([frame, await agent.sends('statistics:watch', frame)]).toMatchObject([
      frame,
      { ok: false, error: { code: 'invalid', fields: [{ path }] } },
    ])
  for (let day = 1; day <= 8; day++)
    expect(await agent.sends('statistics:watch', { campaign: id, from: `2026-01-0${day}T00:00:00Z` })).toMatchObject({
      ok: true,
    })
  expect(await agent.sends('statistics:watch', { campaign: id })).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  })
  const mine = listens(agent)
  await enters()
  await until(() => mine.length >= 8, 'all eight are told')
  expect(heard).toEqual([])
})

test('whoever is there hears that a campaign was made, published, paused, resumed or deleted; no other team does', async () => {
  const foreign = await (await (await house.bareTeam()).agent()).connected()
  const [told, toldThem]: [string[], string[]] = [[], []]
  agent.socket.on('campaign', ({ campaign }) => told.push(campaign))
  foreign.socket.on('campaign', ({ campaign }) => toldThem.push(campaign))
  const { id } = await team.campaign(chat())
  await until(() => told.length === 2, 'made and published')
  await asks(team, 'POST', `/campaigns/${id}/pause`)
  await until(() => told.length === 3, 'paused')
  await asks(team, 'POST', `/campaigns/${id}/resume`, {})
  await until(() => told.length === 4, 'resumed')
  // What is refused is told to nobody.
  expect((await asks(team, 'POST', `/campaigns/${id}/resume`, {})).status).toBe(409)
  await asks(team, 'DELETE', `/campaigns/${id}`)
  await until(() => told.length === 5, 'deleted')
  expect([...new Set(told)]).toEqual([id])
  // Whatever was told to them before this has arrived.
  expect(await foreign.sends('available', { available: true })).toMatchObject({ ok: true })
  expect(toldThem).toEqual([])
})
