import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { opensInbox } from '../house/desk.ts'
import { asking, email, filters, graph, hears, is, not, of, offering, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { acts, statuses, talk } from '../house/talk.ts'
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

const pro = is('attributes.plan', 'pro')
const happened = (event: string, more: object = {}) => ({ field: `event.${event}`, op: 'happened', ...more })
const teamSaid = async ({ person }: TestVisitor) =>
  (await talk(team, person)).flat().filter(line => line.startsWith('team:'))
const tracks = (visitor: TestVisitor, name: string, properties: Record<string, string | number> = {}) =>
  visitor.tells({ id: randomUUID(), kind: 'track', name, properties })

/** From a first message to a Filter whose ports each say so. */
const checking = (filter: object, watch?: 'once' | 'forever' | { for: string }) =>
  watch === undefined || watch === 'forever'
    ? graph(
        [hears('chat'), filters('paid', filter, watch && { watch }), sends('yes', 'Yes.')],
        ['chat > paid:matched > yes'],
      )
    : graph(
        [hears('chat'), filters('paid', filter, { watch }), sends('yes', 'Yes.'), sends('no', 'No.')],
        ['chat > paid:matched > yes', 'paid:unmatched > no'],
      )

test('C8: a match on arrival acts "matched" at once, whatever the setting', async () => {
  await team.campaign(checking(pro, 'once'))
  await team.campaign(checking(pro, { for: 'P7D' }))
  await team.campaign(checking(pro))
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  await visitor.writes('Hi')
  expect(await teamSaid(visitor)).toEqual(['team: Yes.', 'team: Yes.', 'team: Yes.'])
  expect(await statuses(team, visitor.person)).toEqual(['completed', 'completed', 'completed'])
})

test('C8: "check once" turns away who does not match on arrival, for good', async () => {
  await team.campaign(checking(pro, 'once'))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.updates({ plan: 'pro' })
  expect(await teamSaid(visitor)).toEqual(['team: No.'])
  expect(await acts(team, visitor.person)).toMatchObject({ paid: { outcome: 'unmatched' } })
})

test('C8: "watch" is the default: it stays through facts and time until somebody matches, and acts once', async () => {
  await team.campaign(checking(pro))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.updates({ plan: 'free' })
  await house.clock.passes('P400D')
  expect(await statuses(team, visitor.person)).toEqual(['active'])
  await visitor.updates({ plan: 'pro' })
  await visitor.updates({ plan: 'free' })
  await visitor.updates({ plan: 'pro' })
  expect(await teamSaid(visitor)).toEqual(['team: Yes.'])
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})

test('C8: "watch for" acts "matched" at the first match', async () => {
  await team.campaign(checking(pro, { for: 'P7D' }))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('P6D')
  await visitor.updates({ plan: 'pro' })
  await house.clock.passes('P6D')
  expect(await teamSaid(visitor)).toEqual(['team: Yes.'])
})

test('C8: "watch for" acts "unmatched" when the time is over, and a match after that comes too late', async () => {
  await team.campaign(checking(pro, { for: 'P7D' }))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('P6DT23H')
  expect(await teamSaid(visitor)).toEqual([])
  await house.clock.passes('PT1H')
  await visitor.updates({ plan: 'pro' })
  expect(await teamSaid(visitor)).toEqual(['team: No.'])
})

test('C8: it asks for tracked events: how many, within which time, with which properties', async () => {
  const where = { field: 'amount', op: 'greater', value: 100 }
  const twice = { field: 'event.order', op: 'count-at-least', value: 2, within: 'P7D', where }
  await team.campaign(checking(twice))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await tracks(visitor, 'order', { amount: 500 })
  await tracks(visitor, 'order', { amount: 90 })
  await tracks(visitor, 'refund', { amount: 500 })
  await house.clock.passes('P8D')
  await tracks(visitor, 'order', { amount: 500 })
  expect(await teamSaid(visitor)).toEqual([])
  await tracks(visitor, 'order', { amount: 101 })
  expect(await teamSaid(visitor)).toEqual(['team: Yes.'])
})

test('C8: events from before the campaign was there count, too', async () => {
  const visitor = await team.visitor()
  await tracks(visitor, 'order')
  await team.campaign(checking(happened('order'), 'once'))
  await visitor.writes('Hi')
  expect(await teamSaid(visitor)).toEqual(['team: Yes.'])
})

test('C8: time alone makes a watched condition match, to the moment', async () => {
  const quiet = { field: 'lastSeenAt', op: 'not-within-last', value: 'P3D' }
  await team.campaign(checking(quiet))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('P2D')
  await visitor.views('https://shop.example/')
  await house.clock.passes('P2DT23H')
  expect(await teamSaid(visitor)).toEqual([])
  await house.clock.passes('PT1H')
  expect(await teamSaid(visitor)).toEqual(['team: Yes.'])
})

test('C8: seen: by the widget that showed it, or by whoever answers it', async () => {
  const drawn = graph(
    [hears('chat'), sends('ask', 'Look.'), filters('seen', of('ask', 'seen')), sends('yes', 'Seen.')],
    ['chat > ask > seen:matched > yes'],
  )
  await team.campaign(drawn)
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.views('https://shop.example/')
  await visitor.sees(conversation, 1)
  expect(await teamSaid(visitor)).toEqual(['team: Look.'])
  await visitor.sees(conversation, 2)
  expect(await teamSaid(visitor)).toEqual(['team: Look.', 'team: Seen.'])
  const other = await team.visitor()
  const theirs = await other.writes('Hi')
  await other.writes('Well', theirs)
  expect(await teamSaid(other)).toEqual(['team: Look.', 'team: Seen.'])
})

test('C8: clicked: any button, or which', async () => {
  const ask = offering('Which?', { id: 'red', label: 'Red' }, { id: 'docs', label: 'Docs', url: 'https://d.example/' })
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', ask),
        filters('any', of('ask', 'clicked')),
        sends('some', 'Some button.'),
        filters('which', of('ask', 'clicked', 'red')),
        sends('red', 'The red one.'),
      ],
      ['chat > ask > any:matched > some', 'ask > which:matched > red'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const asked = (await visitor.transcript(conversation))[1]
  await visitor.presses(asked?.id ?? '', 'docs')
  expect((await teamSaid(visitor)).slice(1)).toEqual(['team: Some button.'])
  await visitor.presses(asked?.id ?? '', 'red')
  expect((await teamSaid(visitor)).slice(1)).toEqual(['team: Some button.', 'team: The red one.'])
})

test('C8: replied: the next message in its conversation, unless an agent wrote in between', async () => {
  await team.campaign(
    graph(
      [hears('chat'), sends('ask', 'Which?'), filters('replied', of('ask', 'replied')), sends('yes', 'Thanks.')],
      ['chat > ask > replied:matched > yes'],
    ),
  )
  const agent = await team.agent()
  const [visitor, other] = [await team.visitor(), await team.visitor()]
  const conversation = await visitor.writes('Hi')
  await visitor.writes('Something else')
  expect(await teamSaid(visitor)).toEqual(['team: Which?'])
  await visitor.writes('Red', conversation)
  expect(await teamSaid(visitor)).toEqual(['team: Which?', 'team: Thanks.'])
  const theirs = await other.writes('Hi')
  await agent.replies(theirs, 'I am here')
  await other.writes('Great', theirs)
  expect(await teamSaid(other)).toEqual(['team: Which?'])
})

test('C8: submitted: the form was answered', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', asking('Your email?', email)),
        filters('given', of('ask', 'submitted'), { watch: { for: 'P1D' } }),
        sends('yes', 'Thanks.'),
        sends('no', 'Still there?'),
      ],
      ['chat > ask > given:matched > yes', 'given:unmatched > no'],
    ),
  )
  const [visitor, other] = [await team.visitor(), await team.visitor()]
  for (const one of [visitor, other]) await one.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(asked.id, { email: 'no address' })
  expect(await teamSaid(visitor)).toHaveLength(1)
  await visitor.fills(asked.id, { email: 'ana@shop.example' })
  await house.clock.passes('P1D')
  expect((await teamSaid(visitor)).slice(1)).toEqual(['team: Thanks.'])
  expect((await teamSaid(other)).slice(1)).toEqual(['team: Still there?'])
})

test('C8: "has not engaged" is asked after a Wait', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', 'Look.'),
        waits('day', { for: 'P1D' }),
        filters('ignored', not(of('ask', 'seen')), { watch: 'once' }),
        sends('again', 'Did you see it?'),
      ],
      ['chat > ask > day > ignored:matched > again'],
    ),
  )
  const [visitor, other] = [await team.visitor(), await team.visitor()]
  const conversation = await visitor.writes('Hi')
  await other.writes('Hi')
  await visitor.sees(conversation, 2)
  await house.clock.passes('P1D')
  expect(await teamSaid(visitor)).toEqual(['team: Look.'])
  expect(await teamSaid(other)).toEqual(['team: Look.', 'team: Did you see it?'])
})

test('C8: what the components before it did', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        filters('first', pro, { watch: 'once' }),
        filters('second', of('first', 'unmatched'), { watch: 'once' }),
        sends('yes', 'Turned away.'),
      ],
      ['chat > first:unmatched > second:matched > yes'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await teamSaid(visitor)).toEqual(['team: Turned away.'])
})

test('C8: upstream: the state and inbox of the closest upstream conversation, and whether an agent answered', async () => {
  const onlyFor = (field: string, value: unknown, words: string) =>
    graph([hears('chat'), filters('watch', is(field, value)), sends('say', words)], ['chat > watch:matched > say'])
  const agent = await team.agent()
  const sales = await opensInbox(team, 'Sales')
  await team.campaign(onlyFor('upstream.state', 'closed', 'Closed.'))
  await team.campaign(onlyFor('upstream.inbox', sales, 'With Sales.'))
  await team.campaign(onlyFor('upstream.answeredByAgent', true, 'Answered.'))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const other = await visitor.writes('Something else')
  await agent.replies(other, 'Hello')
  await agent.changes(other, { state: 'closed', inbox: sales })
  expect(await teamSaid(visitor)).toEqual([])
  await agent.changes(conversation, { inbox: sales })
  expect(await teamSaid(visitor)).toEqual(['team: With Sales.'])
  await agent.replies(conversation, 'Hello')
  await agent.changes(conversation, { state: 'closed' })
  expect(await teamSaid(visitor)).toEqual(['team: With Sales.', 'team: Answered.', 'team: Closed.'])
})

test('C8: without an upstream conversation, what is asked of it is unknown', async () => {
  await team.campaign(
    graph(
      [filters('open', is('upstream.state', 'open'), { watch: 'once' }), sends('yes', 'Yes.'), sends('no', 'No.')],
      ['open:matched > yes', 'open:unmatched > no'],
      { audience: pro },
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.updates({ plan: 'pro' })
  expect(await teamSaid(visitor)).toEqual(['team: No.'])
})

test('C8: after a restart it knows all that it asks for', async () => {
  const sales = await opensInbox(team, 'Sales')
  const all = {
    all: [of('ask', 'clicked', 'red'), happened('order', { within: 'P7D' }), is('upstream.inbox', sales), pro],
  }
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', offering('Which?', { id: 'red', label: 'Red' })),
        filters('all', all),
        sends('yes', 'All of it.'),
      ],
      ['chat > ask > all:matched > yes'],
    ),
  )
  const agent = await team.agent()
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.presses((await visitor.transcript(conversation))[1]?.id ?? '', 'red')
  await tracks(visitor, 'order')
  await agent.changes(conversation, { inbox: sales })
  await house.away(async () => undefined)
  await visitor.updates({ plan: 'pro' })
  expect((await teamSaid(visitor)).slice(1)).toEqual(['team: All of it.'])
})

test('C7: a Filter that is reached during a fact sees the state after it', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', asking('Your email?', email)),
        filters('given', of('ask', 'submitted')),
        filters('lead', is('type', 'lead'), { watch: 'once' }),
        sends('yes', 'A lead.'),
      ],
      ['chat > ask > given:matched > lead:matched > yes'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(asked.id, { email: 'ana@shop.example' })
  expect((await teamSaid(visitor)).slice(1)).toEqual(['team: A lead.'])
})

test('C7: what an act makes due joins: a watching Filter of the same way sees it at once, of another at the next fact', async () => {
  const { id: sender } = await team.campaign(
    graph(
      [
        hears('chat'),
        waits('day', { for: 'P1D' }),
        sends('news', 'News.'),
        filters('sent', of('news', 'acted')),
        sends('after', 'That was the news.'),
      ],
      ['chat > sent:matched > after', 'chat > day > news'],
    ),
  )
  await team.campaign(
    graph(
      [hears('chat'), filters('done', { field: `campaign.${sender}`, op: 'completed' }), sends('other', 'All done.')],
      ['chat > done:matched > other'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('P1D')
  expect(await teamSaid(visitor)).toEqual(['team: News.', 'team: That was the news.'])
  await visitor.views('https://shop.example/')
  expect(await teamSaid(visitor)).toEqual(['team: News.', 'team: That was the news.', 'team: All done.'])
})
