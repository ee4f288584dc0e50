import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { asking, email, ends, filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { enrollments, statuses, talk } from '../house/talk.ts'

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
const greeting = (words: string, campaign: object) => graph([sends('hello', words)], [], campaign)
const askForEmail = (campaign: object = {}) =>
  graph([hears('chat'), sends('ask', asking('Your email?', email))], ['chat > ask'], campaign)

test('C2: a person enters at the fact that makes them eligible, and once', async () => {
  await team.campaign(greeting('Hello.', { audience: pro }))
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'free' })
  expect(await talk(team, visitor.person)).toEqual([])
  await visitor.updates({ plan: 'pro' })
  expect(await talk(team, visitor.person)).toEqual([['team: Hello.']])
  await visitor.updates({ seats: 4 })
  expect(await talk(team, visitor.person)).toEqual([['team: Hello.']])
})

test('C2: whoever is eligible already when a campaign is activated does not enter by that', async () => {
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  await team.campaign(greeting('Hello.', { audience: pro }))
  await visitor.updates({ seats: 4 })
  expect(await statuses(team, visitor.person)).toEqual([])
  await visitor.updates({ plan: 'free' })
  await visitor.updates({ plan: 'pro' })
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})

test('C2: someone unknown was not eligible: their first fact lets them in', async () => {
  await team.campaign(greeting('Hello.', {}))
  const visitor = await team.visitor()
  await visitor.views('https://shop.example/')
  expect(await talk(team, visitor.person)).toEqual([['team: Hello.']])
  const answer = await team.api('/people/u-1', { method: 'PUT', body: '{}' })
  expect(await talk(team, (await answer.json()).id)).toEqual([['team: Hello.']])
})

test('C2: a page view can be what makes a visitor eligible, and a campaign that was published a moment ago counts', async () => {
  const visitor = await team.visitor()
  const pricing = { field: 'page.url', op: 'contains', value: '/pricing' }
  await visitor.views('https://shop.example/')
  await team.campaign(greeting('Questions?', { audience: pricing }))
  await visitor.views('https://shop.example/about')
  expect(await statuses(team, visitor.person)).toEqual([])
  expect(await visitor.views('https://shop.example/pricing')).toMatchObject({ ok: true, connect: true })
  expect(await talk(team, visitor.person)).toEqual([['team: Questions?']])
})

test('C2: who matches a global exit does not enter', async () => {
  await team.campaign(
    greeting('Hello.', { audience: pro, exits: [{ id: 'vip', name: 'VIP', filter: is('attributes.vip', true) }] }),
  )
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro', vip: true })
  expect(await statuses(team, visitor.person)).toEqual([])
  await visitor.updates({ vip: false })
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})

test('C2: entries are judged on all that the fact did: the form that makes a lead lets them into the next campaign', async () => {
  await team.campaign(askForEmail())
  await team.campaign(greeting('Thank you.', { audience: is('type', 'lead') }))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const { id } = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(id, { email: 'ana@shop.example' })
  expect(await talk(team, visitor.person)).toEqual([
    ['person: Hi', 'team: Your email? [submitted]'],
    ['team: Thank you.'],
  ])
})

test('C2: one fact lets into every campaign it makes one eligible for, into each once', async () => {
  await team.campaign(greeting('First.', { audience: pro, reentry: 'each' }))
  await team.campaign(greeting('Second.', { audience: pro, reentry: 'each' }))
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  expect((await talk(team, visitor.person)).flat().sort()).toEqual(['team: First.', 'team: Second.'])
})

test('C2: a campaign that is startable is not entered by its audience', async () => {
  await team.campaign(greeting('Hello.', { audience: pro, startable: true }))
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  expect(await statuses(team, visitor.person)).toEqual([])
})

test('C3: with re-entry "never" a person enters once, though they become eligible anew', async () => {
  await team.campaign(greeting('Hello.', { audience: pro }))
  const visitor = await team.visitor()
  for (const plan of ['pro', 'free', 'pro']) await visitor.updates({ plan })
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})

test('C3: with re-entry "each" they enter again, after leaving, whenever they become eligible anew', async () => {
  await team.campaign(greeting('Hello.', { audience: pro, reentry: 'each' }))
  const visitor = await team.visitor()
  for (const plan of ['pro', 'free', 'pro', 'pro', 'free', 'pro']) await visitor.updates({ plan, at: randomUUID() })
  expect(await statuses(team, visitor.person)).toEqual(['completed', 'completed', 'completed'])
})

test('C3: nobody is inside one campaign twice: who has not left does not enter again', async () => {
  const waiting = graph(
    [sends('hello', 'Hello.'), hears('reply'), sends('thanks', 'Thanks.')],
    ['hello > reply > thanks'],
    {
      audience: pro,
      reentry: 'each',
    },
  )
  await team.campaign(waiting)
  const visitor = await team.visitor()
  for (const plan of ['pro', 'free', 'pro']) await visitor.updates({ plan })
  expect(await statuses(team, visitor.person)).toEqual(['active'])
})

test('C3: a second conversation while the first form is open completes the old way, closes its form and asks anew', async () => {
  await team.campaign(askForEmail({ reentry: 'each' }))
  const visitor = await team.visitor()
  const first = await visitor.writes('Hi')
  await visitor.writes('Hi again')
  expect(await statuses(team, visitor.person)).toEqual(['completed', 'active'])
  expect(await talk(team, visitor.person)).toEqual([
    ['person: Hi', 'team: Your email? [closed]'],
    ['person: Hi again', 'team: Your email? [open]'],
  ])
  const closed = await visitor.receives(({ conversation, form }) => conversation === first && form?.state === 'closed')
  expect(await visitor.fills(closed.id, { email: 'ana@shop.example' })).toMatchObject({
    ok: false,
    error: { code: 'gone' },
  })
})

test('C3: with re-entry "never" the second conversation leaves the first form open', async () => {
  await team.campaign(askForEmail())
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.writes('Hi again')
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Your email? [open]'], ['person: Hi again']])
})

test('C3: a message that something inside heard is no new chance to enter', async () => {
  await team.campaign(
    graph(
      [hears('chat', { which: 'any' }), sends('ask', 'Which one?'), hears('which'), sends('thanks', 'Thanks.')],
      ['chat > ask > which > thanks'],
      {
        reentry: 'each',
      },
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('The red one', conversation)
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
  await visitor.writes('One more thing', conversation)
  expect(await statuses(team, visitor.person)).toEqual(['completed', 'active'])
  expect(await talk(team, visitor.person)).toEqual([
    [
      'person: Hi',
      'team: Which one?',
      'person: The red one',
      'team: Thanks.',
      'person: One more thing',
      'team: Which one?',
    ],
  ])
})

test('C3: what only listens makes room for a message that it does not hear', async () => {
  await team.campaign(
    graph([hears('chat'), sends('ask', 'Which one?'), hears('which')], ['chat > ask > which'], { reentry: 'each' }),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.writes('Something else')
  expect(await enrollments(team, visitor.person)).toMatchObject([
    { status: 'completed', cause: 'entered-again' },
    { status: 'active' },
  ])
})

test.each([
  ['waits', waits('stays', { for: 'P1D' })],
  ['watches', filters('stays', is('attributes.paid', true))],
])('C3: what %s makes no room: the next conversation is no way in', async (_what, stays) => {
  await team.campaign(
    graph([hears('chat'), sends('hello', 'Hello.'), stays], ['chat > hello > stays'], { reentry: 'each' }),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await visitor.writes('Something else')
  expect(await statuses(team, visitor.person)).toEqual(['active'])
})

test('C2, C3: a start goes by the state alone; who is inside, was, or may not is told why', async () => {
  const { id } = await team.campaign(
    graph([sends('hello', 'Hello.'), waits('day', { for: 'P1D' })], ['hello > day'], {
      audience: pro,
      startable: true,
      exits: [{ id: 'vip', name: 'VIP', filter: is('attributes.vip', true) }],
    }),
  )
  const visitor = await team.visitor()
  const starts = async () => {
    const { status, body } = await asks(team, 'POST', `/campaigns/${id}/people`, { person: visitor.person })
    return status < 300 ? status : body.detail
  }
  await visitor.updates({ plan: 'free' })
  expect(await starts()).toBe('They are not in the audience, because plan is free.')
  // What the team knows of them is not for the page to read.
  const asked = await visitor.tells({ id: crypto.randomUUID(), kind: 'start', campaign: id })
  expect(JSON.stringify(asked)).toContain('The person does not match the audience.')
  await visitor.updates({ plan: 'pro', vip: true })
  expect(await starts()).toBe('The global exit “VIP” keeps them out, because vip is yes.')
  await visitor.updates({ vip: false })
  // They have been eligible since the fact before: a start does not ask how long.
  expect(await talk(team, visitor.person)).toEqual([])
  expect(await starts()).toBe(201)
  expect(await starts()).toBe('They are in the campaign already.')
  await house.clock.passes('P1D')
  expect(await starts()).toBe('They completed it, and it lets everybody in once only.')
  expect(await talk(team, visitor.person)).toEqual([['team: Hello.']])
})

test('C3, C15: whoever reached End workflow never enters again', async () => {
  await team.campaign(
    graph([hears('chat', { which: 'any' }), sends('hello', 'Hello.'), ends('end')], ['chat > hello > end'], {
      reentry: 'each',
    }),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('Hi again', conversation)
  await visitor.writes('Anybody?')
  expect(await statuses(team, visitor.person)).toEqual(['ended'])
  expect((await talk(team, visitor.person)).flat().filter(line => line === 'team: Hello.')).toHaveLength(1)
})

test('C5: a page visitor who never chats costs no row', async () => {
  await team.campaign(askForEmail())
  const visitor = await team.visitor()
  expect(await visitor.views('https://shop.example/')).toEqual({ ok: true, connect: false })
  for (const table of ['people', 'enrollments', 'journal', 'facts'])
    expect(await team.sql`select from ${team.sql(table)} where team_id = ${team.id}`).toEqual([])
})

test('C5: the audience is evaluated when an Inbound message fires, whatever was before', async () => {
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  await team.campaign(askForEmail({ audience: pro }))
  await visitor.writes('Hi')
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Your email? [open]']])
  const other = await team.visitor()
  await other.writes('Hi')
  expect(await talk(team, other.person)).toEqual([['person: Hi']])
})

test('C5: the firing message is offered to all roots; those that do not hear it listen', async () => {
  await team.campaign(
    graph(
      [
        hears('price', { which: 'any', contains: ['price'] }),
        hears('ship', { which: 'any', contains: ['ship'] }),
        sends('cost', 'It costs 4.'),
        sends('days', 'Two days.'),
      ],
      ['price > cost', 'ship > days'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('What is the price?')
  expect(await statuses(team, visitor.person)).toEqual(['active'])
  await visitor.writes('And do you ship?', conversation)
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
  expect((await talk(team, visitor.person)).flat()).toEqual([
    'person: What is the price?',
    'team: It costs 4.',
    'person: And do you ship?',
    'team: Two days.',
  ])
})

test('C5: all roots start when the person enters, also beside an Inbound message', async () => {
  await team.campaign(
    graph([sends('hello', 'Hello.'), hears('chat', { which: 'any' }), sends('thanks', 'Thanks.')], ['chat > thanks'], {
      audience: pro,
    }),
  )
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  expect(await talk(team, visitor.person)).toEqual([['team: Hello.']])
  const conversation = await visitor.writes('Hi')
  expect(await talk(team, visitor.person)).toContainEqual(['person: Hi', 'team: Thanks.'])
  await visitor.writes('Hi again', conversation)
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})
