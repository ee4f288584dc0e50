import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { asking, email, graph, hears, is, offering, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { statuses, talk } from '../house/talk.ts'

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

const reachesPro = (content: unknown = 'New here?') =>
  team.campaign(graph([sends('hello', content)], [], { audience: is('attributes.plan', 'pro') }))

async function listed(): Promise<string[]> {
  const inboxes = (await (await team.api('/inboxes')).json()).data
  const lists = ['list=all', 'list=unassigned', 'list=closed', 'list=snoozed', `list=inbox&inbox=${inboxes[0].id}`]
  const found = await Promise.all(
    lists.map(async list => (await agent.reads(`/api/dashboard/conversations?${list}`)).data),
  )
  return found.flat().map(row => Object(row).id)
}
const nothing = { mine: 0, unassigned: 0, all: 0, snoozed: 0, closed: 0, inboxes: {} }
const counts = async () => await agent.reads('/api/dashboard/lists')

/** A visitor whom a campaign wrote to. */
async function reached() {
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  const message = await visitor.receives(({ number }) => number === 1)
  return { visitor, message, conversation: message.conversation }
}

test('C27: a conversation that a campaign started is in no list until the person writes in it', async () => {
  await reachesPro()
  const { visitor, conversation } = await reached()
  expect(await listed()).toEqual([])
  expect(await counts()).toEqual(nothing)
  expect(agent.inbox.size).toBe(0)
  // It is found on the person.
  expect(await agent.reads(`/api/dashboard/people/${visitor.person}`)).toMatchObject({
    conversations: [{ id: conversation, listed: false }],
  })
  await visitor.writes('Yes, hello', conversation)
  await agent.sees(row => row.id === conversation && row.unread, 'the conversation comes into the lists')
  expect(new Set(await listed())).toEqual(new Set([conversation]))
  expect(await counts()).toMatchObject({ all: 1, unassigned: 1 })
})

test('C27: or until they submit a form in it', async () => {
  await reachesPro(asking('Your email?', email))
  const { visitor, message, conversation } = await reached()
  await visitor.sees(conversation, 1)
  expect(await listed()).toEqual([])
  await visitor.fills(message.id, { email: 'ana@shop.example' })
  await agent.sees(row => row.id === conversation && row.person.email === 'ana@shop.example')
  expect(await counts()).toMatchObject({ all: 1 })
})

test('C27: or until they press a reply button; a link that is opened does not list it', async () => {
  await reachesPro(
    offering('Look', { id: 'docs', label: 'Docs', url: 'https://docs.example/' }, { id: 'call', label: 'Call me' }),
  )
  const { visitor, message, conversation } = await reached()
  await visitor.presses(message.id, 'docs')
  expect(await listed()).toEqual([])
  await visitor.presses(message.id, 'call')
  await agent.sees(row => row.id === conversation)
})

test('C27: or until somebody assigns it', async () => {
  await reachesPro()
  const { conversation } = await reached()
  expect((await agent.changes(conversation, { assignee: agent.id })).status).toBe(200)
  await agent.sees(row => row.id === conversation && row.assignee?.id === agent.id)
  expect(await counts()).toMatchObject({ mine: 1, all: 1, unassigned: 0 })
})

test.each([
  ['closed', { state: 'closed' }],
  ['snoozed', { state: 'snoozed', until: '2999-01-01T00:00:00Z' }],
])('C28: a message into a %s conversation reopens it, and is no first message', async (state, change) => {
  await team.campaign(graph([hears('chat'), sends('hello', 'Hello.')], ['chat > hello'], { reentry: 'each' }))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await agent.changes(conversation, change)
  await agent.sees(row => row.id === conversation && row.state === state)
  expect((await counts())[state]).toBe(1)
  await visitor.writes('One more thing', conversation)
  const row = await agent.sees(one => one.id === conversation && one.state === 'open', 'it is open again')
  expect(row).toMatchObject({ unread: true })
  expect(row).not.toHaveProperty('snoozedUntil')
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Hello.', 'person: One more thing']])
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
  expect(await counts()).toMatchObject({ all: 1, snoozed: 0, closed: 0 })
})

test('C28: a reply button reopens it, too', async () => {
  await team.campaign(
    graph([hears('chat'), sends('ask', offering('More?', { id: 'yes', label: 'Yes' }))], ['chat > ask']),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const asked = await visitor.receives(({ number }) => number === 2)
  await agent.changes(conversation, { state: 'closed' })
  await visitor.presses(asked.id, 'yes')
  await agent.sees(row => row.id === conversation && row.state === 'open' && row.number === 3)
})

test('an answer to a form, or an agent’s reply, leaves a closed conversation closed', async () => {
  await team.campaign(graph([hears('chat'), sends('ask', asking('Your email?', email))], ['chat > ask']))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await agent.changes(conversation, { state: 'closed' })
  await visitor.fills(asked.id, { email: 'ana@shop.example' })
  await agent.replies(conversation, 'Thanks!')
  expect(await agent.reads(`/api/v1/conversations/${conversation}`)).toMatchObject({ state: 'closed', number: 3 })
})

test('a snoozed conversation wakes when its time comes', async () => {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const until = new Date(Date.now() + 1500).toISOString()
  const snoozed = await agent.changes(conversation, { state: 'snoozed', until })
  expect(await snoozed.json()).toMatchObject({ state: 'snoozed', snoozedUntil: until })
  await agent.sees(row => row.id === conversation && row.state === 'open' && row.revision > 3, 'it is back')
  const { data } = await (await team.api(`/people/${visitor.person}/journal`)).json()
  expect(data.at(-1)).toMatchObject({ kind: 'conversation-reopened', by: { type: 'time' } })
})

test('the person pane names the campaigns of a journal, says until when, and much of the same once', async () => {
  await team.campaign(
    graph([sends('hi', 'Hi.', { newConversation: true }), waits('wait', { for: 'P1D' })], ['hi > wait'], {
      name: 'Onboarding',
      audience: is('type', 'signup'),
      exits: [{ id: 'paid', name: 'Paid', filter: is('attributes.paid', true) }],
    }),
  )
  const put = async (body: object) =>
    (await team.api('/people/u-1', { method: 'PUT', body: JSON.stringify(body) })).json()
  const { id } = await put({})
  const events = Array.from({ length: 30 }, () => ({ person: { id }, name: 'opened' }))
  await team.api('/events', { method: 'POST', body: JSON.stringify(events) })
  await put({ attributes: { paid: true } })
  const { journal } = Object(await agent.reads(`/api/dashboard/people/${id}`))
  expect(journal).toMatchObject([
    { text: 'Left “Onboarding” by an exit (paid)' },
    { text: 'Set by the API: paid true' },
    { text: 'Event: opened', times: 30 },
    { text: '“Onboarding” waits', until: expect.stringMatching(/^\d{4}-.*Z$/) },
    { text: '“Onboarding” sent a message' },
    { text: 'Tidewheel Cycles: Hi.' },
    { text: 'Conversation started by “Onboarding”' },
    { text: 'Entered “Onboarding”' },
    { text: 'Signed up as u-1' },
  ])
})
