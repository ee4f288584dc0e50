import { timeLapseOf } from '@pavior/server/campaigns/statistics/lapse.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { lapseAt, toldBy } from '../house/lapse.ts'
import { everyNumberHasItsList } from '../house/lists.ts'
import { sets, signup } from '../house/steering.ts'

/** Periods, and what is drawn of the numbers. */
let house: House
let team: TestTeam
let agent: TestAgent
beforeAll(async () => {
  house = await openHouse({ PAVIOR_ROLE: 'web' })
})
beforeEach(async () => {
  team = await house.bareTeam()
  agent = await (await team.agent()).connected()
})
afterEach(() => holds(team))
afterAll(() => house.stop())

/** A moment that lies before whatever comes: the product reads the database's clock now and then, and may be milliseconds behind. */
const moment = async () => {
  const at = new Date(Math.ceil(await house.clock.now())).toISOString()
  await house.clock.passes('PT1S')
  return at
}
const screen = async (campaign: string, path: string) =>
  await agent.reads(`/api/dashboard/campaigns/${campaign}/statistics${path}`)

const trial = () =>
  graph(
    [
      filters('paid', is('attributes.plan', 'pro')),
      waits('day', { for: 'P3D' }),
      sends('hello', 'Hi', { newConversation: true }),
    ],
    ['paid:matched > hello', 'paid:matched > day'],
    {
      audience: is('attributes.trial', true),
      exits: [{ id: 'over', name: 'Over', filter: is('attributes.over', true) }],
    },
  )

test('T1, T2: a period counts who first got an outcome within it, and what became of who entered within it', async () => {
  const { id } = await team.campaign(trial())
  const one = await signup(team, 'one', { attributes: { trial: true } })
  await sets(team, one, { attributes: { plan: 'pro' } })
  await house.clock.passes('P1D')
  const second = await moment()
  await signup(team, 'two', { attributes: { trial: true } })
  await house.clock.passes('P1D')
  const third = await moment()
  await sets(team, one, { attributes: { over: true } })
  const first = await everyNumberHasItsList(team, id, `?to=${second}`)
  expect(first).toMatchObject({
    entered: 1,
    active: 0,
    exited: 1,
    exits: { over: 1 },
    components: { paid: { acted: 1, matched: 1, watching: 0, arrived: 1 }, day: { left: 0 }, hello: { sent: 1 } },
  })
  const middle = await everyNumberHasItsList(team, id, `?from=${second}&to=${third}`)
  expect(middle).toMatchObject({
    entered: 1,
    active: 1,
    exited: 0,
    exits: { over: 0 },
    components: { paid: { acted: 0, watching: 1, arrived: 1 }, hello: { sent: 0, arrived: 0 } },
  })
  const last = await everyNumberHasItsList(team, id, `?from=${third}`)
  expect(last).toMatchObject({ entered: 0, components: { paid: { arrived: 0 }, day: { left: 1, arrived: 1 } } })
  const whole = await everyNumberHasItsList(team, id, '?from=2020-01-01T00:00:00Z')
  expect({ ...whole }).toEqual(await everyNumberHasItsList(team, id))
  expect(await screen(id, '?version=1')).toEqual({ ...whole, version: 1 })
})

test('T1: in a period, too, arrived goes by the latest arrival of whoever entered again', async () => {
  const { id } = await team.campaign({ ...trial(), reentry: 'each' })
  const person = await signup(team, 'again', { attributes: { trial: true } })
  await sets(team, person, { attributes: { over: true } })
  await house.clock.passes('P1D')
  const second = await moment()
  await sets(team, person, { attributes: { over: false } })
  expect(await everyNumberHasItsList(team, id, `?to=${second}`)).toMatchObject({
    entered: 0,
    components: { paid: { left: 0, watching: 0, arrived: 0 } },
  })
  expect(await everyNumberHasItsList(team, id, `?from=${second}`)).toMatchObject({
    entered: 1,
    active: 1,
    components: { paid: { left: 0, watching: 1, arrived: 1 } },
  })
})

test('T2: the chart has every step of the time, with who entered and left in it and what was published', async () => {
  const { id } = await team.campaign(
    graph([hears('chat', { which: 'any' }), sends('hello', 'Hello')], ['chat > hello'], { reentry: 'each' }),
  )
  const began = await moment()
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await (await team.visitor()).writes('Hi')
  await house.clock.passes('PT26H')
  await visitor.writes('Again', conversation)
  const chart = Object(await screen(id, `/chart?from=${began}`))
  expect(chart).toMatchObject({ step: 'hour', zone: 'UTC' })
  const busy = chart.points.filter((point: { entered: number }) => point.entered > 0)
  expect(busy).toMatchObject([
    { entered: 2, left: 2 },
    { entered: 1, left: 1 },
  ])
  expect(Date.parse(busy[1].at) - Date.parse(busy[0].at)).toBeGreaterThanOrEqual(26 * 3_600_000)
  const times = chart.points.map(({ at }: { at: string }) => Date.parse(at))
  expect(times.slice(1).every((at: number, place: number) => at - times[place] === 3_600_000)).toBe(true)
  expect(await screen(id, `/chart?from=2020-01-01T00:00:00Z&to=${began}`)).toMatchObject({
    published: [{ version: 1 }],
  })
  expect(Object(await screen(id, `/chart?from=${await moment()}`)).points.length).toBeGreaterThan(0)
})

test('T1: at every moment of a time-lapse its numbers are those of then, told one by one or in slices', async () => {
  const { id } = await team.campaign({ ...trial(), reentry: 'each' })
  const seen: { at: number; told: object }[] = []
  const then = async () => {
    await house.clock.passes('PT10M')
    const told = toldBy(Object(await screen(id, '')))
    seen.push({ at: await house.clock.now(), told })
    await house.clock.passes('PT10M')
  }
  const people = [
    await signup(team, 'a', { attributes: { trial: true } }),
    await signup(team, 'b', { attributes: { trial: true } }),
  ]
  const [one = '', other = ''] = people
  await then()
  await sets(team, one, { attributes: { plan: 'pro' } })
  await then()
  // Both are still at a component when they leave; one of them comes back there.
  for (const person of people) await sets(team, person, { attributes: { over: true } })
  await then()
  await sets(team, other, { attributes: { over: false } })
  await then()
  await signup(team, 'c', { attributes: { trial: true, plan: 'pro' } })
  await then()
  // Who came back leaves again, and does not come back there.
  await sets(team, other, { attributes: { over: true } })
  await house.clock.passes('P4D')
  await sets(team, one, { attributes: { over: false } })
  await then()
  await everyNumberHasItsList(team, id)
  const which = { team: team.id, campaign: id, version: 0 }
  const now = await house.clock.now()
  const exact = await timeLapseOf(team.sql, which, now)
  for (const { at, told } of seen) expect(lapseAt(exact, at)).toEqual(told)
  const slices = await timeLapseOf(team.sql, which, now, { people: 2, arrivals: 50_000 })
  const ends = [...new Set(slices.numbers.map(({ at }) => at))]
  expect(ends.length).toBeGreaterThan(3)
  for (const at of ends) expect([at, lapseAt(slices, at)]).toEqual([at, lapseAt(exact, Date.parse(at) - 1)])
  const quarter = 900_000
  for (const { at } of seen) {
    const from = new Date(Math.floor(at / quarter) * quarter)
    const part = await timeLapseOf(team.sql, { ...which, period: { from } }, now, { people: 0, arrivals: 0 })
    expect([from, lapseAt(part, part.to)]).toEqual([
      from,
      toldBy(Object(await screen(id, `?from=${from.toISOString()}`))),
    ])
  }
})

test("the screen tells nothing of what is another team's, and asks for moments that are some", async () => {
  const { id } = await team.campaign(graph([hears('chat')]))
  const other = await (await (await house.bareTeam()).agent()).connected()
  for (const path of ['', '/chart'])
    for (const [who, query, status] of [
      [other, '', 404],
      [agent, '?from=soon', 400],
      [agent, '?version=0', 400],
    ] as const)
      expect([
        path,
        query,
        (await who.asks(`/api/dashboard/campaigns/${id}/statistics${path}${query}`)).status,
      ]).toEqual([path, query, status])
})
