import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { asking, email, filters, graph, hears, is, offering, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { acts, statuses, talk } from '../house/talk.ts'
import type { TestVisitor } from '../house/visitor.ts'

let house: House
let team: TestTeam
let agent: TestAgent
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
  agent = await team.agent()
})
afterEach(() => holds(team))
afterAll(() => house.stop())

const said = async ({ person }: TestVisitor) => (await talk(team, person)).flat()
const pro = is('attributes.plan', 'pro')

test('C10: a root does not take an answer in a conversation that the team began for the first message of one', async () => {
  await team.campaign(graph([sends('news', 'News.')], [], { audience: pro }))
  await team.campaign(graph([hears('chat'), sends('hello', 'Hello.')], ['chat > hello'], { reentry: 'each' }))
  await team.campaign(graph([hears('any', { which: 'any' }), sends('ok', 'Heard.')], ['any > ok'], { reentry: 'each' }))
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  const { conversation } = await visitor.receives(({ number }) => number === 1)
  await visitor.writes('Interesting', conversation)
  expect(await said(visitor)).toEqual(['team: News.', 'person: Interesting', 'team: Heard.'])
})

test('C10, C28: a closed conversation that is written in again is not begun anew', async () => {
  await team.campaign(graph([hears('chat'), sends('hello', 'Hello.')], ['chat > hello'], { reentry: 'each' }))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await agent.changes(conversation, { state: 'closed' })
  await visitor.writes('One more thing', conversation)
  expect(await said(visitor)).toEqual(['person: Hi', 'team: Hello.', 'person: One more thing'])
})

test('C10: downstream it hears only what is sent after it was reached', async () => {
  await team.campaign(
    graph(
      [hears('chat'), waits('hour', { for: 'PT1H' }), hears('more'), sends('heard', 'Heard.')],
      ['chat > hour > more > heard'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('Too early', conversation)
  await house.clock.passes('PT1H')
  expect(await said(visitor)).toEqual(['person: Hi', 'person: Too early'])
  await visitor.writes('Now', conversation)
  expect(await said(visitor)).toEqual(['person: Hi', 'person: Too early', 'person: Now', 'team: Heard.'])
})

test('C10: a form submission is not a message, a reply button posts one, a link does not', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', asking('Your email?', email)),
        sends(
          'offer',
          offering(
            'Which?',
            { id: 'red', label: 'The red one' },
            { id: 'all', label: 'All', url: 'https://a.example/' },
          ),
        ),
        hears('any', { where: 'anywhere' }),
        sends('heard', 'Heard.'),
      ],
      ['chat > ask > offer > any > heard'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const [, asked, offered] = await visitor.transcript(conversation)
  await visitor.fills(asked?.id ?? '', { email: 'ana@shop.example' })
  await visitor.presses(offered?.id ?? '', 'all')
  expect(await said(visitor)).not.toContain('team: Heard.')
  await visitor.presses(offered?.id ?? '', 'red')
  expect((await said(visitor)).slice(-2)).toEqual(['person: The red one', 'team: Heard.'])
})

test('C10: downstream it hears any message, whatever "which" says: there is no first one any more', async () => {
  await team.campaign(
    graph([hears('chat'), hears('more', { which: 'first' }), sends('heard', 'Heard.')], ['chat > more > heard']),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('More', conversation)
  expect(await said(visitor)).toEqual(['person: Hi', 'person: More', 'team: Heard.'])
})

test('C10, C16: the words, and the conversation, both have to fit', async () => {
  await team.campaign(
    graph(
      [sends('ask', 'Shall we go on?'), hears('yes', { contains: ['yes'] }), sends('great', 'Great.')],
      ['ask > yes > great'],
      { audience: pro },
    ),
  )
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  const { conversation } = await visitor.receives(({ number }) => number === 1)
  await visitor.writes('yes, but elsewhere')
  await visitor.writes('Well …', conversation)
  expect(await said(visitor)).not.toContain('team: Great.')
  await visitor.writes('YES!', conversation)
  expect(await talk(team, visitor.person)).toContainEqual([
    'team: Shall we go on?',
    'person: Well …',
    'person: YES!',
    'team: Great.',
  ])
})

test('C10: one message is heard by all that listen, in every campaign, once each', async () => {
  for (const words of ['One.', 'Two.'])
    await team.campaign(
      graph([hears('chat'), hears('a'), hears('b'), sends('say', words)], ['chat > a > say', 'chat > b > say']),
    )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('More', conversation)
  expect(await said(visitor)).toEqual(['person: Hi', 'person: More', 'team: One.', 'team: Two.'])
})

test('C11: it follows up where the conversation goes on, days later, without opening it again', async () => {
  await team.campaign(
    graph([hears('chat'), waits('days', { for: 'P3D' }), sends('how', 'How did it go?')], ['chat > days > how']),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await agent.replies(conversation, 'Hello')
  await agent.changes(conversation, { state: 'closed' })
  await house.clock.passes('P3D')
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'agent: Hello', 'team: How did it go?']])
  expect(await agent.reads(`/api/v1/conversations/${conversation}`)).toMatchObject({ state: 'closed' })
  // C28: the answer does.
  await visitor.writes('Well', conversation)
  expect(await agent.reads(`/api/v1/conversations/${conversation}`)).toMatchObject({ state: 'open' })
})

test('C11: a row of reply buttons is answered once, however the answer came twice', async () => {
  await team.campaign(
    graph(
      [hears('chat'), sends('ask', offering('Which?', { id: 'red', label: 'Red' }, { id: 'blue', label: 'Blue' }))],
      ['chat > ask'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const asked = (await visitor.transcript(conversation))[1]?.id ?? ''
  const answers = await Promise.all([visitor.presses(asked, 'red'), visitor.presses(asked, 'blue')])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await said(visitor)).filter(line => line.startsWith('person:'))).toHaveLength(2)
})

test('C16: the way back leads through Filters and Waits, on the branch that was taken', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('other', 'Elsewhere.', { newConversation: true, position: { x: 300, y: 50 } }),
        filters('paid', pro, { watch: { for: 'PT1H' } }),
        waits('day', { for: 'P1D' }),
        sends('here', 'Here.'),
        sends('there', 'There.', { position: { x: 300, y: 900 } }),
      ],
      ['chat > paid:unmatched > day > here', 'chat > other > there'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('P2D')
  const talks = await talk(team, visitor.person)
  expect(talks).toContainEqual(['person: Hi', 'team: Here.'])
  expect(talks).toContainEqual(['team: Elsewhere.', 'team: There.'])
})

test('C16, C6: where two ways meet, the conversation is that of the first arrival', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('new', 'A new one.', { newConversation: true }),
        waits('long', { for: 'PT2H' }),
        waits('short', { for: 'PT1H' }),
        sends('meet', 'We meet.'),
      ],
      ['chat > new > long > meet', 'chat > short > meet'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('P1D')
  expect(await talk(team, visitor.person)).toContainEqual(['person: Hi', 'team: We meet.'])
  expect(await acts(team, visitor.person)).toMatchObject({ meet: { from: 'short' } })
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})
