import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { campaignsOf } from '@pavior/shared/campaign/campaigns.ts'
import { type CompiledCampaign, compileGraph } from '@pavior/shared/campaign/compile.ts'
import { follow } from '@pavior/shared/campaign/follow.ts'
import { plainDocument } from '@pavior/shared/document/document.ts'
import { unborn } from '@pavior/shared/journal/apply.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ends, graph, hears, is, offering, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { acts, journal, statuses, talk } from '../house/talk.ts'
import { emptyWorld } from '../house/world.ts'
import { wrongLists } from '../house/wrong-lists.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterEach(async () => {
  await holds(team)
  expect(await wrongLists(team.sql, team.id)).toEqual([])
})
afterAll(() => house.stop())

const place = (x: number, y: number) => ({ position: { x, y } })

test('C6: a component acts once, however many ways lead to it; the first arrival counts', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('left', 'Left.', place(0, 100)),
        sends('right', 'Right.', place(200, 100)),
        sends('both', 'Both.', place(100, 200)),
        hears('reply', place(100, 300)),
        sends('last', 'Last.', place(100, 400)),
      ],
      ['chat > left > both > reply > last', 'chat > right > both', 'right > reply', 'left > last'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('More', conversation)
  expect(await talk(team, visitor.person)).toEqual([
    ['person: Hi', 'team: Left.', 'team: Right.', 'team: Both.', 'team: Last.', 'person: More'],
  ])
  expect(await acts(team, visitor.person)).toMatchObject({ both: { from: 'left' }, last: { from: 'left' } })
})

test('C7: what is due acts from top to bottom, left to right, then by id; what an act makes due joins', async () => {
  await team.campaign(
    graph(
      [
        sends('below', 'Third.', place(0, 300)),
        sends('z', 'Fifth.', place(50, 400)),
        sends('b', 'Fourth.', place(50, 400)),
        hears('chat', place(0, 0)),
        sends('right', 'Second.', place(90, 100)),
        sends('left', 'First.', place(-90, 100)),
      ],
      ['chat > z', 'chat > b', 'chat > right', 'chat > left > below'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await talk(team, visitor.person)).toEqual([
    ['person: Hi', 'team: First.', 'team: Second.', 'team: Third.', 'team: Fourth.', 'team: Fifth.'],
  ])
})

test('C7: campaigns act by age, the oldest first', async () => {
  for (const words of ['Oldest.', 'Middle.', 'Youngest.'])
    await team.campaign(graph([hears('chat'), sends('say', words)], ['chat > say'], { name: words }))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await talk(team, visitor.person)).toEqual([
    ['person: Hi', 'team: Oldest.', 'team: Middle.', 'team: Youngest.'],
  ])
})

test('C7: the fact changes the person, then exits, then what listens, then entries', async () => {
  const onCheckout = { field: 'page.url', op: 'contains', value: '/checkout' }
  await team.campaign(
    graph(
      [hears('chat'), sends('ask', 'Which one?'), hears('which'), sends('thanks', 'Thanks.')],
      ['chat > ask > which > thanks'],
      {
        exits: [{ id: 'buys', name: 'Buys', filter: onCheckout }],
      },
    ),
  )
  await team.campaign(graph([sends('help', 'Need help paying?')], [], { audience: onCheckout }))
  await team.campaign(graph([hears('any', { which: 'any' }), sends('noted', 'Noted.')], ['any > noted']))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.views('https://shop.example/checkout')
  expect(await journal(team, visitor.person)).toEqual([
    'arrived',
    'conversation-started',
    'message-sent',
    'entered',
    'acted',
    'message-sent',
    'acted',
    'listening',
    'entered',
    'acted',
    'message-sent',
    'acted',
    'left',
    'page-viewed',
    'left',
    'entered',
    'conversation-started',
    'message-sent',
    'acted',
    'left',
  ])
  await visitor.writes('The red one', conversation)
  expect(await talk(team, visitor.person)).toContainEqual([
    'person: Hi',
    'team: Which one?',
    'team: Noted.',
    'person: The red one',
  ])
})

test('C7: an Inbound message that is reached during a fact does not hear that fact', async () => {
  await team.campaign(
    graph([hears('chat'), hears('again', { where: 'anywhere' }), sends('twice', 'Twice.')], ['chat > again > twice']),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  expect(await statuses(team, visitor.person)).toEqual(['active'])
  await visitor.writes('Hi', conversation)
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'person: Hi', 'team: Twice.']])
})

test('C10: a root hears the first message of a conversation that the person starts', async () => {
  await team.campaign(graph([hears('chat'), sends('hello', 'Hello.')], ['chat > hello'], { reentry: 'each' }))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('More', conversation)
  await visitor.writes('Something else')
  expect(await talk(team, visitor.person)).toEqual([
    ['person: Hi', 'team: Hello.', 'person: More'],
    ['person: Something else', 'team: Hello.'],
  ])
})

test('C10: a root that hears any message hears a follow-up, too', async () => {
  await team.campaign(
    graph([hears('chat', { which: 'any' }), sends('hello', 'Hello.')], ['chat > hello'], { reentry: 'each' }),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('More', conversation)
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Hello.', 'person: More', 'team: Hello.']])
})

test('C10: only a person’s message is heard: not a form, not an agent’s word, not a note', async () => {
  await team.campaign(graph([hears('chat'), hears('any'), sends('heard', 'Heard.')], ['chat > any > heard']))
  const agent = await team.agent()
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await agent.replies(conversation, 'Hello')
  await agent.notes(conversation, 'Seems nice')
  expect(await statuses(team, visitor.person)).toEqual(['active'])
  await visitor.writes('More', conversation)
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})

test('C10: downstream it hears the closest upstream conversation; with "anywhere" any', async () => {
  for (const where of ['upstream', 'anywhere'])
    await team.campaign(
      graph(
        [hears('chat', { contains: [where] }), hears('more', { where }), sends('heard', `Heard ${where}.`)],
        ['chat > more > heard'],
      ),
    )
  const visitor = await team.visitor()
  const here = await visitor.writes('upstream or anywhere?')
  await visitor.writes('In another conversation')
  expect(await talk(team, visitor.person)).toEqual([
    ['person: upstream or anywhere?'],
    // C16: what triggered it is upstream now.
    ['person: In another conversation', 'team: Heard anywhere.'],
  ])
  await visitor.writes('Here', here)
  expect((await talk(team, visitor.person))[0]).toEqual([
    'person: upstream or anywhere?',
    'person: Here',
    'team: Heard upstream.',
  ])
})

test('C10: without an upstream conversation it hears any', async () => {
  await team.campaign(
    graph(
      [sends('news', 'News.', { newConversation: true }), hears('more'), sends('heard', 'Heard.')],
      ['news > more > heard'],
      {
        audience: is('attributes.plan', 'pro'),
      },
    ),
  )
  await team.campaign(
    graph([hears('root', { which: 'any' }), sends('ok', 'Ok.')], ['root > ok'], {
      audience: is('attributes.plan', 'pro'),
    }),
  )
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  await visitor.writes('Elsewhere')
  expect(await talk(team, visitor.person)).toEqual([['team: News.'], ['person: Elsewhere', 'team: Ok.']])
})

test.each([
  ['a word', 'price', 'What is the PRICE?', true],
  ['no part of a word', 'price', 'Is it overpriced?', false],
  ['a phrase', 'track my order', 'Can you Track  my\norder, please', true],
  ['the words of a phrase in another order', 'track my order', 'order my track', false],
  ['letters with accents', 'ÄNDERN', 'Kann ich es ändern?', true],
  ['the same letter, written with a mark of its own', 'caf\u00e9', 'Any cafe\u0301 near?', true],
  ['other scripts', 'доставка', 'Есть ДОСТАВКА?', true],
  ['a number', '42', 'Order 42!', true],
  ['a sign', 'c++', 'Do you teach C++ there?', true],
  ['an emoji', '👍', 'fine 👍🏽', true],
  ['one of several', 'refund', 'I want a refund', true],
])('C10: it can ask for words: %s', async (_what, phrase, words, heard) => {
  await team.campaign(
    graph([hears('chat', { contains: ['nothing of this', phrase] }), sends('heard', 'Heard.')], ['chat > heard']),
  )
  const visitor = await team.visitor()
  await visitor.writes(words)
  expect(await statuses(team, visitor.person)).toEqual(heard ? ['completed'] : [])
})

test('C10: downstream it waits on until the words come', async () => {
  await team.campaign(
    graph(
      [hears('chat'), hears('yes', { contains: ['yes', 'sure'] }), sends('great', 'Great.')],
      ['chat > yes > great'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('Well …', conversation)
  await visitor.writes('Sure, why not', conversation)
  expect((await talk(team, visitor.person)).flat()).toEqual([
    'person: Hi',
    'person: Well …',
    'person: Sure, why not',
    'team: Great.',
  ])
})

test('C10, C11: a reply button posts its label as the person’s message, once for its row', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', offering('Which?', { id: 'red', label: 'The red one' }, { id: 'blue', label: 'The blue one' })),
        hears('red', { contains: ['red'] }),
        sends('ok', 'Red it is.'),
      ],
      ['chat > ask > red > ok'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const asked = await visitor.receives(({ number }) => number === 2)
  expect(await visitor.presses(asked.id, 'red')).toMatchObject({ ok: true })
  expect(await visitor.presses(asked.id, 'blue')).toMatchObject({ ok: false, error: { code: 'conflict' } })
  expect(await talk(team, visitor.person)).toEqual([
    ['person: Hi', 'team: Which?\nThe red one\nThe blue one (red)', 'person: The red one', 'team: Red it is.'],
  ])
})

test('C11: a button that is a link posts nothing and leaves the reply buttons to be answered', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends(
          'ask',
          offering('Look:', { id: 'docs', label: 'Read', url: 'https://docs.example/' }, { id: 'ok', label: 'I see' }),
        ),
      ],
      ['chat > ask'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const asked = await visitor.receives(({ number }) => number === 2)
  for (const button of ['docs', 'docs', 'ok', 'docs'])
    expect(await visitor.presses(asked.id, button)).toMatchObject({ ok: true })
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Look:\nRead\nI see (ok)', 'person: I see']])
})

test('C11: a new conversation, or the closest upstream one; its state stays', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        hears('more'),
        sends('here', 'Here.'),
        sends('fresh', 'Fresh.', { newConversation: true }),
        sends('after', 'After.'),
      ],
      ['chat > more > here > fresh > after'],
    ),
  )
  const agent = await team.agent()
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('More', conversation)
  const talks = await talk(team, visitor.person)
  expect(talks).toContainEqual(['person: Hi', 'person: More', 'team: Here.'])
  expect(talks).toContainEqual(['team: Fresh.', 'team: After.'])
  await agent.changes(conversation, { state: 'closed' })
  await team.campaign(graph([sends('bye', 'Bye.')], [], { audience: is('attributes.gone', true) }))
  await visitor.updates({ gone: true })
  expect(await talk(team, visitor.person)).toContainEqual(['team: Bye.'])
  expect(await agent.reads(`/api/v1/conversations/${conversation}`)).toMatchObject({ state: 'closed' })
})

test('C11: it comes live to every open widget, counts as unread, and is kept for who is away', async () => {
  await team.campaign(graph([sends('hello', 'Hello.')], [], { audience: is('attributes.plan', 'pro') }))
  const visitor = await team.visitor()
  await visitor.updates({ seats: 1 })
  const tab = await team.visitor({ token: visitor.token })
  const away = await team.visitor({ token: visitor.token })
  away.leaves()
  await visitor.updates({ plan: 'pro' })
  for (const open of [visitor, tab]) {
    const { conversation } = await open.receives(({ number }) => number === 1)
    expect(open.conversations.get(conversation)).toMatchObject({ number: 1, seenByPerson: 0 })
  }
  const back = await team.visitor({ token: visitor.token })
  expect([...back.conversations.values()]).toMatchObject([{ number: 1, seenByPerson: 0, last: { text: 'Hello.' } }])
})

test('C11: variables become the person’s words, or their fallback', async () => {
  const variable = (key: string, fallback: string) => ({ type: 'variable', attrs: { key, fallback } })
  const content = {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Hello ' },
          variable('name', 'you'),
          { type: 'text', text: ' of ' },
          variable('company', 'nowhere'),
        ],
      },
    ],
  }
  await team.campaign(graph([sends('hello', content)], [], { audience: is('attributes.plan', 'pro') }))
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro', name: '<b>Ana</b>\n\nLópez' })
  expect(await talk(team, visitor.person)).toEqual([['team: Hello <b>Ana</b> López of nowhere']])
})

test('C14: an agent who left is replaced by the team', async () => {
  const kim = await team.agent('Kim Osei').then(() => team.agent('Kim Osei'))
  await team.campaign(
    graph([hears('chat'), sends('hello', 'Hello.', { from: kim.id })], ['chat > hello'], { reentry: 'each' }),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect((await visitor.receives(({ number }) => number === 2)).from).toEqual({
    type: 'agent',
    id: kim.id,
    name: 'Kim Osei',
  })
  await team.sql`delete from auth.member where organization_id = ${team.id} and user_id = ${kim.id}`
  await team.sql`update teams set revision = revision + 1 where id = ${team.id}`
  const conversation = await visitor.writes('Hi again')
  const [, hello] = await visitor.transcript(conversation)
  expect(hello?.from).toEqual({ type: 'team', name: 'Tidewheel Cycles' })
})

test('C14: a message of which nothing is left for this person is skipped, and passes them on', async () => {
  const empty = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'variable', attrs: { key: 'attributes.city' } }] }],
  }
  await team.campaign(
    graph(
      [hears('chat'), sends('city', empty, { newConversation: true }), sends('hello', 'Hello.')],
      ['chat > city > hello'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await acts(team, visitor.person)).toMatchObject({
    city: { outcome: 'skipped', reason: expect.stringMatching(/empty/) },
    hello: { outcome: 'sent', from: 'city' },
  })
  // C16: what was skipped gives no conversation.
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Hello.']])
})

test('C14: what is broken fails with its reason, and passes the person on', () => {
  const drawn = graph([hears('chat'), sends('broken', 'Hello.'), sends('next', 'Next.')], ['chat > broken > next'])
  const compiled = compileGraph(CampaignGraph.parse(drawn), 1)
  const broken = compiled.components.get('broken')
  if (broken?.type === 'send-message') Reflect.set(broken.settings, 'content', { type: 'doc' })
  const campaign: CompiledCampaign = {
    id: 'c',
    name: 'c',
    status: 'active',
    createdAt: 0,
    activatedAt: 0,
    audience: { all: [] },
    exits: [],
    reentry: 'never',
    startable: false,
    looks: 0,
    moveBefore: 0,
    newest: compiled,
    versions: new Map([[1, compiled]]),
  }
  let ids = 0
  const world = emptyWorld(unborn('p', 1), () => `id-${++ids}`)
  const entries = follow(
    campaignsOf([campaign]),
    { id: 'f', team: 't', person: 'p', kind: 'message', content: plainDocument('Hi') },
    world,
    1,
  )
  expect(entries.filter(({ kind }) => kind === 'acted')).toMatchObject([
    { component: 'chat', outcome: 'triggered' },
    { component: 'broken', outcome: 'failed', reason: expect.any(String) },
    { component: 'next', outcome: 'sent', from: 'broken' },
  ])
})

test('C16: the closest upstream conversation is found along the chain of acts, on each branch its own', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('fresh', 'In a new one.', { newConversation: true, ...place(-100, 100) }),
        sends('follow', 'There, too.', place(-100, 200)),
        sends('here', 'In yours.', place(100, 300)),
        hears('reply', { which: 'any', ...place(-100, 400) }),
        sends('thanks', 'Thanks for the reply.', place(-100, 500)),
      ],
      ['chat > fresh > follow > reply > thanks', 'chat > here'],
    ),
  )
  const visitor = await team.visitor()
  const own = await visitor.writes('Hi')
  await visitor.writes('Not a reply', own)
  const fresh = await visitor.receives(({ conversation }) => conversation !== own)
  await visitor.writes('A reply', fresh.conversation)
  const talks = await talk(team, visitor.person)
  expect(talks).toContainEqual(['person: Hi', 'team: In yours.', 'person: Not a reply'])
  expect(talks).toContainEqual([
    'team: In a new one.',
    'team: There, too.',
    'person: A reply',
    'team: Thanks for the reply.',
  ])
})

test('C16: where nothing upstream gives a conversation, Send message starts one', async () => {
  await team.campaign(
    graph([sends('one', 'One.'), sends('two', 'Two.')], [], { audience: is('attributes.plan', 'pro') }),
  )
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  expect((await talk(team, visitor.person)).sort()).toEqual([['team: One.'], ['team: Two.']])
})

test('C17: completed when nothing listens and no form is open', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', {
          type: 'doc',
          content: [{ type: 'form', attrs: { fields: [{ key: 'name', label: 'Name', kind: 'text' }] } }],
        }),
        hears('more'),
      ],
      ['chat > ask > more'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(asked.id, { name: 'Ana' })
  expect(await statuses(team, visitor.person)).toEqual(['active'])
  await visitor.writes('More', conversation)
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})

test('C15: End workflow takes the person out at once: what stands below it on another branch does not act', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('first', 'First.', place(0, 100)),
        ends('end', place(0, 200)),
        sends('below', 'Below.', place(200, 300)),
      ],
      ['chat > first > end', 'chat > below'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: First.']])
  expect(await statuses(team, visitor.person)).toEqual(['ended'])
})
