import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { filters, graph, hears, is, not, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { statuses, talk } from '../house/talk.ts'
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

const quiet = { field: 'lastSeenAt', op: 'not-within-last', value: 'P7D' }
const lately = (event: string, within: string) => ({ field: `event.${event}`, op: 'happened', within })
const winsBack = (campaign: object = {}) => graph([sends('back', 'We miss you.')], [], { audience: quiet, ...campaign })
const said = async (person: string) => (await talk(team, person)).flat()
const tracks = (visitor: TestVisitor, name: string, properties: Record<string, string | number> = {}) =>
  visitor.tells({ id: crypto.randomUUID(), kind: 'track', name, properties })
/** Told by a back end, which is no activity of theirs. */
const changes = async (id: string, attributes: object) =>
  expect((await asks(team, 'PATCH', `/people/${id}`, { attributes })).status).toBe(200)
const person = async (attributes: object = {}, id = 'u-1') => {
  const answer = await team.api(`/people/${id}`, { method: 'PUT', body: JSON.stringify({ attributes }) })
  return String((await answer.json()).id)
}

test('C1: an event lets them in at once: when it is acknowledged, the message is there', async () => {
  const where = { field: 'amount', op: 'greater', value: 100 }
  const third = { field: 'event.order', op: 'count-at-least', value: 3, within: 'P7D', where }
  await team.campaign(graph([sends('vip', 'You are a VIP.')], [], { audience: third }))
  const visitor = await team.visitor()
  await tracks(visitor, 'order', { amount: 200 })
  await house.clock.passes('P6D')
  for (const amount of [200, 50]) await tracks(visitor, 'order', { amount })
  expect(await said(visitor.person)).toEqual([])
  await house.clock.passes('P2D')
  await tracks(visitor, 'order', { amount: 200 })
  // The first of them is a week old.
  expect(await said(visitor.person)).toEqual([])
  await tracks(visitor, 'order', { amount: 200 })
  expect(await said(visitor.person)).toEqual(['team: You are a VIP.'])
})

test('C1: whom time alone makes eligible enters, once, though they do nothing', async () => {
  await team.campaign(winsBack())
  const visitor = await team.visitor()
  await visitor.views('https://shop.example/')
  await house.clock.passes('P6DT23H')
  expect(await said(visitor.person)).toEqual([])
  await house.clock.passes('PT1H')
  expect(await said(visitor.person)).toEqual(['team: We miss you.'])
  await house.clock.passes('P30D')
  expect(await said(visitor.person)).toEqual(['team: We miss you.'])
})

test('C1: each activity puts the line off', async () => {
  await team.campaign(winsBack())
  const visitor = await team.visitor()
  for (const page of ['a', 'b', 'c']) {
    await visitor.views(`https://shop.example/${page}`)
    await house.clock.passes('P6D')
  }
  expect(await said(visitor.person)).toEqual([])
  await house.clock.passes('P1D')
  expect(await said(visitor.person)).toEqual(['team: We miss you.'])
})

test('C3: with re-entry "each" time lets them in anew whenever they were away again', async () => {
  await team.campaign(winsBack({ reentry: 'each' }))
  const visitor = await team.visitor()
  for (const page of ['a', 'b', 'c']) {
    await visitor.views(`https://shop.example/${page}`)
    await house.clock.passes('P8D')
  }
  expect(await statuses(team, visitor.person)).toEqual(['completed', 'completed', 'completed'])
})

test('C1, C7: who crossed the line before they came back had entered, however late anybody looks', async () => {
  await team.campaign(winsBack())
  const visitor = await team.visitor()
  await visitor.views('https://shop.example/')
  await house.clock.jumps('P8D')
  await visitor.views('https://shop.example/again')
  expect(await said(visitor.person)).toEqual(['team: We miss you.'])
})

test('C1: an event that leaves its window can let somebody in', async () => {
  await team.campaign(
    graph([sends('idle', 'Still there?')], [], {
      audience: { all: [{ field: 'event.ride', op: 'happened' }, not(lately('ride', 'P3D'))] },
    }),
  )
  const visitor = await team.visitor()
  await tracks(visitor, 'ride')
  await house.clock.passes('P2D')
  await tracks(visitor, 'ride')
  await house.clock.passes('P2DT23H')
  expect(await said(visitor.person)).toEqual([])
  await house.clock.passes('PT1H')
  expect(await said(visitor.person)).toEqual(['team: Still there?'])
})

test('C1, C2: an exit that time alone lets go bars entry until then', async () => {
  await team.campaign(
    graph([sends('hello', 'Hello.')], [], {
      audience: is('attributes.plan', 'pro'),
      exits: [{ id: 'bought', name: 'Bought lately', filter: lately('order', 'P1D') }],
    }),
  )
  const visitor = await team.visitor()
  await tracks(visitor, 'order')
  await visitor.updates({ plan: 'pro' })
  await house.clock.passes('PT23H')
  expect(await said(visitor.person)).toEqual([])
  await house.clock.passes('PT1H')
  expect(await said(visitor.person)).toEqual(['team: Hello.'])
})

test('C1: a campaign finds by time those of whom nothing is heard since it was published', async () => {
  const visitor = await team.visitor()
  await visitor.updates({ seats: 1 })
  await house.clock.passes('P5D')
  await team.campaign(winsBack())
  await house.clock.passes('P1D')
  expect(await said(visitor.person)).toEqual([])
  await house.clock.passes('P1D')
  expect(await said(visitor.person)).toEqual(['team: We miss you.'])
})

test('C1: who was only seen on a page is remembered where time could let them in', async () => {
  await team.campaign(winsBack())
  const visitor = await team.visitor()
  await visitor.views('https://shop.example/')
  expect(await statuses(team, visitor.person)).toEqual([])
  await house.clock.passes('P7D')
  expect(await said(visitor.person)).toEqual(['team: We miss you.'])
})

test('C1: by time nobody enters a campaign that is startable, nor one that begins with a message', async () => {
  await team.campaign(winsBack({ startable: true }))
  await team.campaign(graph([hears('chat'), sends('back', 'Welcome back.')], ['chat > back'], { audience: quiet }))
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  await house.clock.passes('P30D')
  expect(await said(visitor.person)).toEqual([])
})

test('C2: what time made true before the activation is no way in', async () => {
  const id = await person()
  await house.clock.passes('P8D')
  // Nobody saw them in the widget or on the site, so they were "quiet" all the while.
  const visitor = await team.visitor()
  await visitor.updates({ seats: 1 })
  await house.clock.passes('P8D')
  await team.campaign(winsBack())
  await changes(visitor.person, { seats: 2 })
  await person({ seats: 2 })
  expect(await said(visitor.person)).toEqual([])
  expect(await said(id)).toEqual([])
})

test('C2: what time makes true after the activation is', async () => {
  const visitor = await team.visitor()
  await visitor.updates({ seats: 1 })
  await house.clock.passes('P6D')
  await team.campaign(winsBack())
  await house.clock.jumps('P2D')
  await changes(visitor.person, { seats: 2 })
  expect(await said(visitor.person)).toEqual(['team: We miss you.'])
})

test('C2: what campaigns do in a fact is judged in it, again until nobody enters', async () => {
  // The oldest waits for the youngest: it is asked again when that one is through.
  const last = await team.campaign(
    graph([sends('last', 'Last.')], [], { audience: { field: 'event.ready', op: 'happened' } }),
  )
  const middle = await team.campaign(graph([sends('b', 'Second.')], [], { audience: is('attributes.plan', 'x') }))
  const first = await team.campaign(
    graph([sends('a', 'First.')], [], { audience: is('attributes.plan', 'pro'), reentry: 'each' }),
  )
  const after = (campaign: string) => ({ field: `campaign.${campaign}`, op: 'completed' })
  await team.campaign(graph([sends('last', 'Last.')], [], { audience: after(middle.id), reentry: 'each' }), last.id)
  await team.campaign(graph([sends('b', 'Second.')], [], { audience: after(first.id), reentry: 'each' }), middle.id)
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  expect((await said(visitor.person)).sort()).toEqual(['team: First.', 'team: Last.', 'team: Second.'])
  await visitor.updates({ plan: 'free' })
  await visitor.updates({ plan: 'pro' })
  // Who completed the first has completed it since: that came true once.
  expect(await statuses(team, visitor.person)).toHaveLength(4)
})

test('C2: each campaign is entered at most once in a fact, even one that its own end makes eligible', async () => {
  const { id } = await team.campaign(graph([sends('hello', 'Hello.')], [], { audience: is('attributes.plan', 'x') }))
  const audience = { all: [is('attributes.plan', 'pro'), not({ field: `campaign.${id}`, op: 'active' })] }
  await team.campaign(graph([sends('hello', 'Hello.')], [], { audience, reentry: 'each' }), id)
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  await visitor.updates({ seats: 1 })
  expect(await said(visitor.person)).toEqual(['team: Hello.'])
})

test('C2: an exit or a watching Filter of another campaign sees at the next fact what a campaign did', async () => {
  const hello = await team.campaign(graph([sends('hello', 'Hello.')], [], { audience: is('attributes.plan', 'pro') }))
  const entered = { field: `campaign.${hello.id}`, op: 'entered' }
  await team.campaign(
    graph([hears('chat'), filters('in', entered), sends('seen', 'I saw it.')], ['chat > in:matched > seen']),
  )
  await team.campaign(
    graph([hears('chat'), waits('month', { for: 'P1M' })], ['chat > month'], {
      exits: [{ id: 'in', name: 'Greeted', filter: entered }],
    }),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.updates({ plan: 'pro' })
  expect((await statuses(team, visitor.person)).sort()).toEqual(['active', 'active', 'completed'])
  await visitor.updates({ seats: 1 })
  expect((await statuses(team, visitor.person)).sort()).toEqual(['completed', 'completed', 'exited'])
  expect((await said(visitor.person)).sort()).toEqual(['person: Hi', 'team: Hello.', 'team: I saw it.'])
})

test('C5: the other roots of a campaign that is entered by its audience start at once, an Inbound message listens', async () => {
  await team.campaign(
    graph(
      [hears('chat', { which: 'any' }), sends('hi', 'Hi.'), waits('day', { for: 'P1D' }), sends('later', 'Later.')],
      ['chat > hi', 'day > later'],
      { audience: { any: [is('attributes.plan', 'pro'), { field: 'conversations.open', op: 'greater', value: 0 }] } },
    ),
  )
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'free' })
  // It is entered by what the message did; the message itself is not heard.
  const conversation = await visitor.writes('Hello')
  expect(await said(visitor.person)).toEqual(['person: Hello'])
  await visitor.writes('Anybody?', conversation)
  await house.clock.passes('P1D')
  expect((await said(visitor.person)).sort()).toEqual(
    ['person: Hello', 'person: Anybody?', 'team: Hi.', 'team: Later.'].sort(),
  )
})
