import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { filters, graph, hears, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { journal, statuses, talk } from '../house/talk.ts'

/** Tracked events from a back end, with their own time (interfaces.md): conditions go by it, the journal by arrival. */

let house: House
let team: TestTeam
let person: string
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
  person = String((await asks(team, 'PUT', '/people/u-1', { attributes: {} })).body.id)
})
afterEach(() => holds(team))
afterAll(() => house.stop())

const HOUR = 3_600_000
const DAY = 24 * HOUR
const orders = (op: string, within: string, value?: number) => ({
  field: 'event.order',
  op,
  within,
  ...(value !== undefined && { value }),
})
const hello = (audience: object, more: object = {}) => graph([sends('hello', 'Hello.')], [], { audience, ...more })
const said = async () => (await talk(team, person)).flat()
const ago = async (milliseconds: number) => new Date(Math.floor(await house.clock.now()) - milliseconds).toISOString()

/** The site tells of orders, so long ago each. */
async function ordered(...agos: number[]): Promise<void> {
  const events = await Promise.all(
    agos.map(async one => ({ person: { externalId: 'u-1' }, name: 'order', ...(one > 0 && { at: await ago(one) }) })),
  )
  const { status, body } = await asks(team, 'POST', '/events', events)
  expect({ status, body }).toMatchObject({ status: 200, body: { data: events.map(() => ({ ok: true })) } })
}

test('C1: an event from the back end lets in at once; one of long ago only where it still counts', async () => {
  await team.campaign(hello(orders('happened', 'P7D')))
  await ordered(10 * DAY)
  expect(await said()).toEqual([])
  await ordered(6 * DAY)
  expect(await said()).toEqual(['team: Hello.'])
})

test('C1: events are counted by their own time, in whatever order they come', async () => {
  await team.campaign(hello(orders('count-at-least', 'P7D', 3)))
  await ordered(DAY, 20 * DAY, 6 * DAY, 9 * DAY)
  expect(await said()).toEqual([])
  await ordered(5 * DAY)
  expect(await said()).toEqual(['team: Hello.'])
})

test('the journal keeps the order of arrival, each with its own time', async () => {
  await ordered(DAY, 2 * DAY, 0)
  expect(await journal(team, person)).toEqual(['identified', 'event-tracked', 'event-tracked', 'event-tracked'])
  const rows = await team.sql`
    select number, at, data ->> 'happenedAt' is not null as dated from journal
    where team_id = ${team.id} and stream = ${person} and kind = 'event-tracked' order by number`
  expect(rows.map(({ dated }) => dated)).toEqual([true, true, false])
  const events = await team.sql`
    select round(extract(epoch from now() - happened_at) / 86400)::int as days from events
    where team_id = ${team.id} and person_id = ${person} order by happened_at`
  expect(events).toEqual([{ days: 2 }, { days: 1 }, { days: 0 }])
})

test('C8: a watching Filter counts what is told late', async () => {
  await team.campaign(
    graph(
      [hears('chat'), filters('two', orders('count-at-least', 'P7D', 2)), sends('say', 'Two orders.')],
      ['chat > two:matched > say'],
    ),
  )
  const visitor = await team.visitor({ identity: await team.identity('u-1') })
  await visitor.writes('Hi')
  await ordered(8 * DAY, 7 * DAY)
  await ordered(7 * DAY - HOUR)
  expect(await said()).toEqual(['person: Hi'])
  await house.clock.passes('PT2H')
  // The second comes when the first has left the week.
  await ordered(6 * DAY)
  expect(await said()).toEqual(['person: Hi'])
  await ordered(5 * DAY)
  expect(await said()).toEqual(['person: Hi', 'team: Two orders.'])
})

test('C2: an event of before the activation that is told after it lets in', async () => {
  await house.clock.passes('P1D')
  await team.campaign(hello(orders('happened', 'P30D')))
  await ordered(5 * DAY)
  expect(await said()).toEqual(['team: Hello.'])
})

test('C18: an exit takes out when an event of long ago leaves its window', async () => {
  await team.campaign(
    graph([hears('chat'), filters('never', { any: [] }), sends('say', 'Never.')], ['chat > never:matched > say'], {
      exits: [{ id: 'idle', name: 'Idle', filter: orders('not-happened', 'P7D') }],
    }),
  )
  const visitor = await team.visitor({ identity: await team.identity('u-1') })
  await ordered(6 * DAY)
  await visitor.writes('Hi')
  expect(await statuses(team, person)).toEqual(['active'])
  await house.clock.passes('PT23H')
  expect(await statuses(team, person)).toEqual(['active'])
  await ordered(3 * DAY)
  await house.clock.passes('P3DT23H')
  expect(await statuses(team, person)).toEqual(['active'])
  await house.clock.passes('PT2H')
  expect(await statuses(team, person)).toEqual(['exited'])
})
