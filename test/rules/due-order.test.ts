import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ends, filters, graph, hears, is, of, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { enrollments, journal, statuses, talk } from '../house/talk.ts'
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

/** Two Waits side by side, the one that ends later drawn above. */
const twoWaits = (campaign: object = {}) =>
  graph(
    [
      hears('chat'),
      waits('late', { for: 'PT2H' }),
      sends('second', 'Second.'),
      waits('early', { for: 'PT1H' }),
      sends('first', 'First.'),
    ],
    ['chat > late > second', 'chat > early > first'],
    campaign,
  )

test('C7: what is due goes by its time, wherever it is drawn', async () => {
  await team.campaign(twoWaits())
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('PT3H')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: First.', 'team: Second.'])
})

test('C7, S4: after a standstill all that was due acts in the order of its time, what follows from each behind it', async () => {
  await team.campaign(twoWaits())
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.jumps('PT5H')
  await house.clock.passes('PT1S')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: First.', 'team: Second.'])
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})

test('C7: what is due at the same moment goes by its place', async () => {
  const place = (x: number, y: number) => ({ position: { x, y } })
  const hour = { for: 'PT1H' }
  await team.campaign(
    graph(
      [
        hears('chat', place(0, 1)),
        waits('b', { ...hour, ...place(10, 100) }),
        waits('a', { ...hour, ...place(10, 100) }),
        waits('left', { ...hour, ...place(0, 100) }),
        waits('top', { ...hour, ...place(99, 50) }),
        sends('say-b', 'Fourth.', place(10, 101)),
        sends('say-a', 'Third.', place(10, 101)),
        sends('say-left', 'Second.', place(0, 101)),
        sends('say-top', 'First.', place(99, 51)),
      ],
      ['chat > b > say-b', 'chat > a > say-a', 'chat > left > say-left', 'chat > top > say-top'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('PT1H')
  expect((await said(visitor)).slice(1)).toEqual(['team: First.', 'team: Second.', 'team: Third.', 'team: Fourth.'])
})

test('C7: of several campaigns the oldest acts first, also in what falls due', async () => {
  const later = (words: string) =>
    graph([hears('chat'), waits('hour', { for: 'PT1H' }), sends('say', words)], ['chat > hour > say'])
  for (const words of ['Oldest.', 'Middle.', 'Youngest.']) await team.campaign(later(words))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('PT1H')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: Oldest.', 'team: Middle.', 'team: Youngest.'])
})

test('C7: what was due before a fact acts before it, as a timer fact of its own', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        waits('hour', { for: 'PT1H' }),
        sends('ask', 'Which one?'),
        hears('answer'),
        sends('thanks', 'Thanks.'),
      ],
      ['chat > hour > ask > answer > thanks'],
      leavesAs(is('attributes.bought', true)),
    ),
  )
  const [visitor, other] = [await team.visitor(), await team.visitor()]
  const conversation = await visitor.writes('Hi')
  await other.writes('Hi')
  await house.clock.jumps('PT2H')
  // Nobody has looked yet: the first to come by are they themselves.
  await visitor.writes('The red one', conversation)
  await other.updates({ bought: true })
  expect(await said(visitor)).toEqual(['person: Hi', 'team: Which one?', 'person: The red one', 'team: Thanks.'])
  expect(await said(other)).toEqual(['person: Hi', 'team: Which one?'])
  expect(await enrollments(team, other.person)).toMatchObject([{ status: 'exited' }])
  const at = await team.sql`
    select count(distinct at)::int as moments from journal
    where team_id = ${team.id} and stream = ${visitor.person} and kind in ('message-sent', 'acted')`
  expect(at).toEqual([{ moments: 3 }])
})

test('C7: a fact that is refused takes nothing of what was due with it', async () => {
  await team.campaign(
    graph([hears('chat'), waits('hour', { for: 'PT1H' }), sends('ask', 'Which one?')], ['chat > hour > ask']),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.jumps('PT2H')
  expect(await visitor.presses(crypto.randomUUID(), 'red')).toMatchObject({ ok: false })
  await house.clock.passes('PT1S')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: Which one?'])
})

test('C7: at a fact exits go first, then what watches, then entries', async () => {
  const paid = is('attributes.paid', true)
  await team.campaign(graph([sends('welcome', 'Welcome.')], [], { name: 'Oldest, but entered last', audience: paid }))
  await team.campaign(
    graph([hears('chat'), filters('paid', paid), sends('thanks', 'Thanks.')], ['chat > paid:matched > thanks']),
  )
  await team.campaign(
    graph([hears('chat'), filters('out', paid), sends('never', 'Never.')], ['chat > out:matched > never'], {
      ...leavesAs(paid),
    }),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const before = (await journal(team, visitor.person)).length
  await visitor.updates({ paid: true })
  expect((await journal(team, visitor.person)).slice(before)).toEqual([
    'attributes-set',
    'left',
    'acted',
    'message-sent',
    'acted',
    'left',
    'entered',
    'conversation-started',
    'message-sent',
    'acted',
    'left',
  ])
  expect(await said(visitor)).toEqual(['person: Hi', 'team: Thanks.', 'team: Welcome.'])
})

test('C7, C6: two ways that fall due together meet in a component that acts once, by the first', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        waits('short', { for: 'PT1H' }),
        waits('long', { for: 'PT2H' }),
        sends('once', 'Once.'),
        filters('seen', of('once', 'seen')),
        ends('end'),
      ],
      ['chat > short > once', 'chat > long > once', 'once > seen:matched > end'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await house.clock.jumps('PT5H')
  await house.clock.passes('PT1S')
  await visitor.sees(conversation, 2)
  expect(await said(visitor)).toEqual(['person: Hi', 'team: Once.'])
  expect(await statuses(team, visitor.person)).toEqual(['ended'])
})

test('C6: a second way to a component that waits already does not begin it anew', async () => {
  await team.campaign(
    graph(
      [hears('chat'), waits('hour', { for: 'PT1H' }), waits('two', { for: 'PT90M' }), sends('say', 'After two.')],
      ['chat > hour > two > say', 'chat > two'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('PT89M')
  expect(await said(visitor)).toEqual(['person: Hi'])
  await house.clock.passes('PT1M')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: After two.'])
})
