import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asking, email, graph, hears, offering, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { talk } from '../house/talk.ts'
import type { TestVisitor } from '../house/visitor.ts'

let house: House
let team: TestTeam
let ana: TestVisitor
let conversation: string
let form: string
let buttons: string
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('ask', asking('Your email?', email)),
        sends('offer', offering('Call?', { id: 'yes', label: 'Yes' })),
      ],
      ['chat > ask', 'chat > offer'],
    ),
  )
  ana = await team.visitor()
  conversation = await ana.writes('My secret')
  form = (await ana.receives(message => message.form !== undefined)).id
  buttons = (await ana.receives(({ number }) => number === 3)).id
})
afterAll(() => house.stop())

const strangers: [string, () => Promise<TestVisitor>][] = [
  ['a visitor of whom nothing is known', () => team.visitor()],
  [
    'a visitor who wrote',
    async () => {
      const visitor = await team.visitor()
      await visitor.writes('Hi')
      return visitor
    },
  ],
  ['a signup', async () => team.visitor({ identity: await team.identity('u-1') })],
  ['a visitor of another team', async () => (await house.team()).visitor()],
]

test.each(strangers)('%s gets the same answer for somebody else’s conversation as for none', async (_who, come) => {
  const stranger = await come()
  const before = await talk(team, ana.person)
  const asks = (into: string, ask: string, choose: string) =>
    [
      ['conversation:sync', { conversation: into, after: 0 }],
      ['conversation:sync', { conversation: into, after: 0, revision: 0 }],
      ['message:send', { id: randomUUID(), conversation: into, content: 'Hi' }],
      ['conversation:seen', { conversation: into, number: 1 }],
      ['typing', { conversation: into, on: true }],
      ['form:submit', { id: randomUUID(), message: ask, values: { email: 'eve@evil.example' } }],
      ['form:submit', { id: randomUUID(), message: ask, values: {} }],
      ['button:press', { id: randomUUID(), message: choose, button: 'yes' }],
    ] as const
  const theirs = asks(conversation, form, buttons)
  for (const [index, [event, frame]] of asks(randomUUID(), randomUUID(), randomUUID()).entries()) {
    const missing = await stranger.sends(event, frame)
    expect(missing).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await stranger.sends(event, theirs[index]?.[1])).toEqual(missing)
  }
  expect(await talk(team, ana.person)).toEqual(before)
  await ana.writes('Still mine', conversation)
  expect(JSON.stringify([...stranger.messages, ...stranger.conversations])).not.toContain('Still mine')
  await holds(team)
})

test('a visitor is told nothing of agents but their names, nothing of notes, campaigns, lists or other people', async () => {
  const agent = await team.agent()
  await agent.replies(conversation, 'Hello')
  await agent.notes(conversation, 'A note')
  await agent.changes(conversation, { assignee: agent.id })
  await ana.receives(({ from }) => from.type === 'agent')
  const list = await ana.sends('conversations:list', {})
  const seen = JSON.stringify([
    ana.ready,
    [...ana.messages.values()].map(all => [...all.values()]),
    [...ana.conversations.values()],
    list,
    await ana.transcript(conversation),
  ])
  for (const secret of [
    'A note',
    'agents.example',
    '"campaign"',
    '"assignee"',
    '"inbox"',
    '"listed"',
    '"startedOn"',
    team.identitySecret,
  ])
    expect(seen).not.toContain(secret)
})
