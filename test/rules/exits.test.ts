import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, ends, filters, graph, hears, is, not, of, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { acts, enrollments, statuses, talk } from '../house/talk.ts'
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

const said = async ({ person }: TestVisitor) => (await talk(team, person)).flat()
const leavesAs = (filter: object) => ({ exits: [{ id: 'out', name: 'Out', filter }] })
const bought = is('attributes.bought', true)
const tracks = (visitor: TestVisitor, name: string) => visitor.tells({ id: crypto.randomUUID(), kind: 'track', name })
const timers = () => team.sql`select * from timers where team_id = ${team.id}`

const drip = (campaign: object) =>
  graph(
    [hears('chat'), waits('hour', { for: 'PT1H' }), sends('one', 'One.'), sends('two', 'Two.')],
    ['chat > hour > one > two'],
    campaign,
  )

test('C18: who exits while waiting gets nothing more, and no timer stays', async () => {
  await team.campaign(drip(leavesAs(bought)))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.updates({ bought: true })
  await house.clock.passes('PT2H')
  expect(await said(visitor)).toEqual(['person: Hi'])
  expect(await enrollments(team, visitor.person)).toMatchObject([{ status: 'exited', cause: 'out' }])
  expect(await timers()).toEqual([])
})

test('C18: time alone takes out, at its moment', async () => {
  const quiet = { field: 'lastSeenAt', op: 'not-within-last', value: 'P3D' }
  await team.campaign(
    graph([hears('chat'), waits('week', { for: 'P1W' }), sends('say', 'One.')], ['chat > week > say'], leavesAs(quiet)),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('P2D')
  await visitor.views('https://shop.example/')
  await house.clock.passes('P2DT23H')
  expect(await statuses(team, visitor.person)).toEqual(['active'])
  await house.clock.passes('PT1H')
  expect(await statuses(team, visitor.person)).toEqual(['exited'])
  await visitor.views('https://shop.example/back')
  await house.clock.passes('P1M')
  expect(await said(visitor)).toEqual(['person: Hi'])
})

test('C18: what was due at the same moment, or longer, does not act either', async () => {
  const quiet = { field: 'lastSeenAt', op: 'not-within-last', value: 'PT2H' }
  await team.campaign(drip(leavesAs(quiet)))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  // Nobody was there: the Wait ended an hour before the exit came true, and both are found together.
  await house.clock.jumps('PT3H')
  await house.clock.passes('PT1S')
  expect(await said(visitor)).toEqual(['person: Hi'])
  expect(await statuses(team, visitor.person)).toEqual(['exited'])
})

test('C18: an exit that an act of its own way makes true stops the next act', async () => {
  await team.campaign(drip(leavesAs(of('one', 'acted'))))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('PT1H')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: One.'])
  expect(await statuses(team, visitor.person)).toEqual(['exited'])
  expect(await acts(team, visitor.person)).not.toHaveProperty('two')
})

test('C18: exits ask what became of what was sent', async () => {
  await team.campaign(
    graph(
      [hears('chat'), sends('ask', 'Which?'), waits('day', { for: 'P1D' }), sends('again', 'Still there?')],
      ['chat > ask > day > again'],
      leavesAs(of('ask', 'replied')),
    ),
  )
  const [visitor, other] = [await team.visitor(), await team.visitor()]
  const conversation = await visitor.writes('Hi')
  await other.writes('Hi')
  await visitor.writes('Red', conversation)
  await house.clock.passes('P1D')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: Which?', 'person: Red'])
  expect(await said(other)).toEqual(['person: Hi', 'team: Which?', 'team: Still there?'])
})

test('C18: the first exit that matches is the cause', async () => {
  await team.campaign(
    drip({
      exits: [
        { id: 'never', name: 'Never', filter: { any: [] } },
        { id: 'bought', name: 'Bought', filter: bought },
        { id: 'always', name: 'Later', filter: bought },
      ],
    }),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.updates({ bought: true })
  expect(await enrollments(team, visitor.person)).toMatchObject([{ status: 'exited', cause: 'bought' }])
})

test('C18: an event takes out at once, counted over time', async () => {
  const twice = { field: 'event.order', op: 'count-at-least', value: 2, within: 'P1D' }
  await team.campaign(drip(leavesAs(twice)))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  for (const status of ['active', 'exited']) {
    await tracks(visitor, 'order')
    expect(await statuses(team, visitor.person)).toEqual([status])
  }
})

test('C18, C3: who exited enters again, where that is allowed, once the exit lets them', async () => {
  await team.campaign(
    graph([waits('day', { for: 'P1D' }), sends('say', 'One.')], ['day > say'], {
      audience: is('attributes.plan', 'pro'),
      reentry: 'each',
      ...leavesAs(bought),
    }),
  )
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  await visitor.updates({ bought: true })
  await visitor.updates({ plan: 'free' })
  await visitor.updates({ plan: 'pro' })
  expect(await statuses(team, visitor.person)).toEqual(['exited'])
  await visitor.updates({ bought: false })
  expect(await statuses(team, visitor.person)).toEqual(['exited', 'active'])
  await house.clock.passes('P1D')
  expect(await said(visitor)).toEqual(['team: One.'])
})

test('C15: End workflow drops what waits and watches; nothing of it acts later', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        waits('day', { for: 'P1D' }),
        sends('never', 'Never.'),
        filters('paid', bought, { watch: { for: 'P7D' } }),
        sends('yes', 'Nor this.'),
        sends('no', 'Nor that.'),
        waits('hour', { for: 'PT1H' }),
        ends('end'),
      ],
      ['chat > day > never', 'chat > paid:matched > yes', 'paid:unmatched > no', 'chat > hour > end'],
      { reentry: 'each' },
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('PT1H')
  expect(await enrollments(team, visitor.person)).toMatchObject([{ status: 'ended', cause: 'end' }])
  await visitor.updates({ bought: true })
  await house.clock.passes('P1M')
  expect(await said(visitor)).toEqual(['person: Hi'])
  expect(await timers()).toEqual([])
})

test('C15: what is due behind End workflow does not act; what was due before it does', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        waits('third', { for: 'PT3H' }),
        sends('never', 'Never.'),
        waits('second', { for: 'PT2H' }),
        ends('end'),
        waits('first', { for: 'PT1H' }),
        sends('say', 'Before the end.'),
      ],
      ['chat > third > never', 'chat > second > end', 'chat > first > say'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.jumps('PT5H')
  await house.clock.passes('PT1S')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: Before the end.'])
  expect(await statuses(team, visitor.person)).toEqual(['ended'])
})

test('C17: active while something waits, watches for a while, or watches for good', async () => {
  await team.campaign(drip({}))
  await team.campaign(graph([hears('chat'), filters('paid', bought, { watch: { for: 'P1D' } })], ['chat > paid']))
  await team.campaign(graph([hears('chat'), filters('paid', bought)], ['chat > paid']))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await statuses(team, visitor.person)).toEqual(['active', 'active', 'active'])
  await house.clock.passes('PT1H')
  expect((await statuses(team, visitor.person)).sort()).toEqual(['active', 'active', 'completed'])
  await house.clock.passes('P1D')
  expect((await statuses(team, visitor.person)).sort()).toEqual(['active', 'completed', 'completed'])
  await visitor.updates({ bought: true })
  expect(await statuses(team, visitor.person)).toEqual(['completed', 'completed', 'completed'])
})

test('C17: completed only when the form is answered, too, whichever comes last', async () => {
  await team.campaign(
    graph(
      [hears('chat'), sends('ask', asking('Your email?', email)), waits('hour', { for: 'PT1H' })],
      ['chat > ask > hour'],
    ),
  )
  const [quick, slow] = [await team.visitor(), await team.visitor()]
  for (const visitor of [quick, slow]) await visitor.writes('Hi')
  const form = async (visitor: TestVisitor) => (await visitor.receives(({ form }) => form?.state === 'open')).id
  await quick.fills(await form(quick), { email: 'quick@shop.example' })
  expect(await statuses(team, quick.person)).toEqual(['active'])
  await house.clock.passes('PT1H')
  expect(await statuses(team, quick.person)).toEqual(['completed'])
  expect(await statuses(team, slow.person)).toEqual(['active'])
  await slow.fills(await form(slow), { email: 'slow@shop.example' })
  expect(await statuses(team, slow.person)).toEqual(['completed'])
})

test('C17, C2: whose last form is answered completes, and by that may enter the next campaign at once', async () => {
  const { id } = await team.campaign(graph([hears('chat'), sends('ask', asking('Your email?', email))], ['chat > ask']))
  await team.campaign(graph([sends('next', 'Next.')], [], { audience: { field: `campaign.${id}`, op: 'completed' } }))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(asked.id, { email: 'ana@shop.example' })
  expect(await said(visitor)).toContain('team: Next.')
})

test('C2, C18: who leaves one campaign by its exit may enter another that asks for just that', async () => {
  const { id } = await team.campaign(drip(leavesAs(bought)))
  const gone = { field: `campaign.${id}`, op: 'exited' }
  await team.campaign(graph([sends('thanks', 'Thanks for buying.')], [], { audience: gone }))
  await team.campaign(graph([sends('no', 'Never.')], [], { audience: { all: [gone, not(bought)] } }))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.updates({ bought: true })
  expect(await said(visitor)).toEqual(['person: Hi', 'team: Thanks for buying.'])
})
