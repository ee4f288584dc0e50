import { randomUUID } from 'node:crypto'
import { plainDocument } from '@pavior/shared/document/document.ts'
import { plainText } from '@pavior/shared/document/plain.ts'
import type { SyncAnswer } from '@pavior/shared/protocol/visitor.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, graph, hears, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { talk } from '../house/talk.ts'
import { until } from '../house/until.ts'

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

const asks = () => team.campaign(graph([hears('chat'), sends('ask', asking('Your email?', email))], ['chat > ask']))

test('S1: a message that is sent again is answered with the first result, also when it started a conversation', async () => {
  const visitor = await team.visitor()
  const id = randomUUID()
  const first = await visitor.says('Hi', { id })
  expect(first).toMatchObject({ ok: true, number: 1 })
  expect(await visitor.says('Hi', { id })).toEqual(first)
  expect(await Promise.all([visitor.says('Hi', { id }), visitor.says('Hi', { id })])).toEqual([first, first])
  // As a client does that was away meanwhile.
  const back = await team.visitor({ token: visitor.token })
  expect(await back.says('Hi', { id })).toEqual(first)
  expect(await talk(team, visitor.person)).toEqual([['person: Hi']])
})

test('S1: sent twice at once, by a person of whom nothing is known yet, it is there once', async () => {
  const visitor = await team.visitor()
  const twin = await team.visitor({ token: visitor.token })
  const id = randomUUID()
  const answers = await Promise.all([visitor.says('Hi', { id }), twin.says('Hi', { id })])
  expect(answers[0]).toMatchObject({ ok: true })
  expect(answers[1]).toEqual(answers[0])
  expect(await talk(team, visitor.person)).toEqual([['person: Hi']])
})

test('S1: the same id with other content, into another conversation, or from somebody else is refused', async () => {
  const [visitor, other, agent] = [await team.visitor(), await team.visitor(), await team.agent()]
  const id = randomUUID()
  const conversation = await visitor.writes('Before')
  const elsewhere = await visitor.writes('Elsewhere')
  await visitor.says('Hi', { id, conversation })
  const refused = { ok: false, error: { code: 'conflict', message: 'This id was used for something else.' } }
  expect(await visitor.says('Hello', { id, conversation })).toMatchObject(refused)
  expect(await visitor.says('Hi', { id, conversation: elsewhere })).toMatchObject(refused)
  expect(await visitor.says('Hi', { id })).toMatchObject(refused)
  expect(await other.says('Hi', { id })).toMatchObject(refused)
  expect(await agent.replies(conversation, 'Hi', id)).toMatchObject(refused)
  expect(await visitor.tells({ id, kind: 'track', name: 'clicked' })).toMatchObject(refused)
  const tracked = randomUUID()
  expect(await visitor.tells({ id: tracked, kind: 'track', name: 'clicked' })).toMatchObject({ ok: true })
  expect(await visitor.says('Hi', { id: tracked, conversation })).toMatchObject(refused)
  expect((await talk(team, visitor.person)).flat()).toEqual(['person: Before', 'person: Hi', 'person: Elsewhere'])
  expect(await talk(team, other.person)).toEqual([])
  // Ids are a team's own.
  const foreign = await (await house.team()).visitor()
  expect(await foreign.says('Hi', { id })).toMatchObject({ ok: true })
})

test('S1: a submission, an event, an agent’s message and a note that come twice change nothing', async () => {
  await asks()
  const [visitor, agent] = [await team.visitor(), await team.agent()]
  const conversation = await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  const id = () => randomUUID()
  const calls: (() => Promise<object>)[] = [
    (
      once => () =>
        visitor.fills(asked.id, { email: 'ana@shop.example' }, once)
    )(id()),
    (
      once => () =>
        visitor.tells({ id: once, kind: 'track', name: 'bought', properties: { price: 4 } })
    )(id()),
    (
      once => () =>
        visitor.tells({ id: once, kind: 'page', url: 'https://shop.example/' })
    )(id()),
    (
      once => () =>
        agent.replies(conversation, 'Hello', once)
    )(id()),
    (
      once => () =>
        agent.notes(conversation, 'Nice', once)
    )(id()),
  ]
  const first = []
  for (const call of calls) first.push(await call())
  const before = await team.sql`select count(*)::int as entries from journal where team_id = ${team.id}`
  const again = []
  for (const call of calls) again.push(await call())
  expect(again).toEqual(first)
  expect(await team.sql`select count(*)::int as entries from journal where team_id = ${team.id}`).toEqual(before)
  expect(await team.sql`select name from events where team_id = ${team.id}`).toEqual([{ name: 'bought' }])
})

test('S1: sent again after others changed the same, an update changes nothing', async () => {
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  // It changed nothing when it came first, and must not when it comes again.
  const late = { id: randomUUID(), kind: 'update', attributes: { plan: 'pro' } } as const
  await visitor.tells(late)
  await visitor.updates({ plan: 'free' })
  expect(await visitor.tells(late)).toMatchObject({ ok: true })
  const person = await (await team.api(`/people/${visitor.person}`)).json()
  expect(person.attributes).toEqual({ plan: 'free' })
})

test('S1: sent again after a merge, by whoever they turned out to be, it changes nothing', async () => {
  await team.api('/people/u-1', { method: 'PUT', body: '{}' })
  const visitor = await team.visitor()
  const id = randomUUID()
  const first = await visitor.says('Hi', { id })
  const ana = await team.visitor({ token: visitor.token, identity: await team.identity('u-1') })
  expect(ana.person).not.toBe(visitor.person)
  expect(await ana.says('Hi', { id })).toEqual(first)
  expect(await ana.says('Hello', { id })).toMatchObject({ ok: false, error: { code: 'conflict' } })
  const other = await team.visitor({ identity: await team.identity('u-2') })
  expect(await other.says('Hi', { id })).toMatchObject({ ok: false, error: { code: 'conflict' } })
  expect(await talk(team, ana.person)).toEqual([['person: Hi']])
})

test('S2: what was acknowledged is committed: anybody who asks has it', async () => {
  const [visitor, agent] = [await team.visitor(), await team.agent()]
  const { sql: other } = team
  const conversation = await visitor.writes('Hi')
  expect(await other`select number from messages where team_id = ${team.id}`).toHaveLength(1)
  await agent.replies(conversation, 'Hello')
  expect(await other`select number from messages where team_id = ${team.id}`).toHaveLength(2)
  await agent.notes(conversation, 'Nice')
  expect(await other`select id from notes where team_id = ${team.id}`).toHaveLength(1)
})

test('S2: what many people write at the same moment is committed letter by letter', async () => {
  const odd = [
    '"',
    '\\',
    '\\"',
    '{}',
    'null',
    ',"x":1',
    '\u001f',
    '\u2028',
    '👋',
    "'); drop table people; --",
    '\n\n',
    '$1',
  ]
  const visitors = await Promise.all(odd.map(() => team.visitor()))
  const conversations = await Promise.all(visitors.map(visitor => visitor.writes('Hi')))
  const texts = odd.map(text => `a${text}z`)
  await Promise.all(visitors.map((visitor, index) => visitor.writes(texts[index] ?? '', conversations[index])))
  const rows = await team.sql`
    select c.id, c.last ->> 'text' as head, m.content, j.data -> 'content' as noted from messages m
    join conversations c on c.team_id = m.team_id and c.id = m.conversation_id
    join journal j on j.team_id = m.team_id and j.data ->> 'id' = m.id::text
    where m.team_id = ${team.id} and m.number = 2`
  const written = conversations.map(id => rows.find(row => row.id === id))
  const content = texts.map(plainDocument)
  expect(written).toEqual(
    content.map((one, index) => ({ id: conversations[index], head: plainText(one), content: one, noted: one })),
  )
})

test('S3: a message alone is told to its writer by its answer, and to their other tab with the head', async () => {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await until(() => visitor.conversations.get(conversation)?.number === 1, 'the new conversation is told')
  const other = await team.visitor({ token: visitor.token })
  const said = await visitor.says('Again', { conversation })
  await until(() => other.conversations.get(conversation)?.number === 2, 'the other tab is told')
  expect(other.conversations.get(conversation)).toMatchObject({
    ...(said.ok && { revision: said.revision }),
    seenByPerson: 2,
  })
  expect(visitor.conversations.get(conversation)?.number).toBe(1)
  // What the team does is told to both.
  const agent = await team.agent()
  await agent.replies(conversation, 'Hello')
  await until(() => visitor.conversations.get(conversation)?.number === 3, 'the writer is told of the reply')
})

test('S2: a message that is refused leaves nothing behind', async () => {
  const visitor = await team.visitor()
  const answer = await visitor.says('Hi', { conversation: randomUUID() })
  expect(answer).toMatchObject({ ok: false, error: { code: 'not-found' } })
  for (const table of ['people', 'facts', 'journal', 'conversations'])
    expect(await team.sql`select from ${team.sql(table)} where team_id = ${team.id}`).toEqual([])
})

test('S3: messages are numbered without gaps, whoever writes at once; notes are not among them', async () => {
  const [visitor, agent] = [await team.visitor(), await team.agent()]
  const conversation = await visitor.writes('0')
  const tab = await team.visitor({ token: visitor.token })
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const say = [
        () => visitor.says(`a${index}`, { conversation }),
        () => tab.says(`b${index}`, { conversation }),
        () => agent.replies(conversation, `c${index}`),
        () => agent.notes(conversation, `d${index}`),
      ]
      for (const one of say) expect(await one()).toMatchObject({ ok: true })
    }),
  )
  const transcript = await visitor.transcript(conversation)
  expect(transcript.map(({ number }) => number)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1))
  expect(await tab.transcript(conversation)).toEqual(transcript)
})

test('S3: every change of a conversation raises its revision', async () => {
  await asks()
  const [visitor, agent] = [await team.visitor(), await team.agent()]
  const conversation = await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  const revision = async () => Number((await agent.reads(`/api/v1/conversations/${conversation}`)).revision)
  let before = await revision()
  const changes: (() => Promise<unknown>)[] = [
    () => visitor.says('More', { conversation }),
    () => visitor.fills(asked.id, { email: 'ana@shop.example' }),
    () => agent.notes(conversation, 'Nice'),
    () => agent.replies(conversation, 'Hello'),
    () => visitor.sees(conversation, 4),
    () => agent.socket.emitWithAck('conversation:seen', { conversation, number: 1 }),
    () => agent.changes(conversation, { assignee: agent.id }),
    () => agent.changes(conversation, { state: 'closed' }),
  ]
  for (const change of changes) {
    await change()
    const after = await revision()
    expect(after).toBeGreaterThan(before)
    before = after
  }
})

test('S3: who was away asks by number and revision, and ends with the same transcript as everybody', async () => {
  await asks()
  const [visitor, agent] = [await team.visitor(), await team.agent()]
  const conversation = await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  const tab = await team.visitor({ token: visitor.token })
  const has = await sync(0)
  tab.leaves()
  await visitor.fills(asked.id, { email: 'ana@shop.example' })
  await agent.replies(conversation, 'Thanks!')
  tab.socket.connect()
  const missed = await sync(2, has.revision)
  expect(missed).toMatchObject({
    messages: [{ number: 3 }],
    changed: [{ number: 2, form: { state: 'submitted' } }],
    more: false,
  })
  const [first] = has.messages
  expect([first, ...missed.changed, ...missed.messages]).toEqual(await visitor.transcript(conversation))
  expect(await sync(3, missed.revision)).toMatchObject({
    messages: [],
    changed: [],
    more: false,
    revision: missed.revision,
  })

  async function sync(after: number, revision?: number): Promise<SyncAnswer> {
    const answer = await tab.socket.emitWithAck('conversation:sync', {
      conversation,
      after,
      ...(revision !== undefined && { revision }),
    })
    if (!answer.ok) throw new Error(answer.error.message)
    return answer
  }
})

test('S3: a long history comes in pages', async () => {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('0')
  await Promise.all(Array.from({ length: 149 }, (_, index) => visitor.says(`${index + 1}`, { conversation })))
  const transcript = await visitor.transcript(conversation)
  expect(transcript.map(({ number }) => number)).toEqual(Array.from({ length: 150 }, (_, index) => index + 1))
})

test('S3: notes are for agents only, and found by revision', async () => {
  const [visitor, agent] = [await team.visitor(), await team.agent()]
  const conversation = await visitor.writes('Hi')
  const { revision } = await agent.reads(`/api/v1/conversations/${conversation}`)
  await agent.notes(conversation, 'Seems to be a reseller')
  await agent.watches(conversation)
  const sync = await agent.reads(`/api/dashboard/conversations/${conversation}/sync?after=1&revision=${revision}`)
  expect(sync).toMatchObject({ messages: [], notes: [{ note: true, from: { id: agent.id } }] })
  expect(JSON.stringify(await visitor.transcript(conversation))).not.toContain('reseller')
  expect(JSON.stringify([...visitor.conversations, ...visitor.messages])).not.toContain('reseller')
})

test('S6: the journal alone tells a life of all kinds of facts', async () => {
  await asks()
  const [visitor, agent] = [
    await team.visitor({ context: { language: 'en', timezone: 'Europe/Oslo' } }),
    await team.agent(),
  ]
  await visitor.views('https://shop.example/')
  await visitor.tells({ id: randomUUID(), kind: 'track', name: 'looked', properties: { at: 'bikes', gone: null } })
  const conversation = await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.updates({ plan: 'pro', seats: 4, beta: true })
  await visitor.updates({ seats: null })
  await visitor.fills(asked.id, { email: 'ana@shop.example' })
  await visitor.sees(conversation, 2)
  await agent.replies(conversation, 'Hello')
  await agent.notes(conversation, 'Nice')
  await agent.changes(conversation, { assignee: agent.id, state: 'snoozed', until: '2999-01-01T00:00:00Z' })
  await agent.changes(conversation, { state: 'closed' })
  await visitor.writes('More', conversation)
  const ana = await team.visitor({ token: visitor.token, identity: await team.identity('u-1', { name: 'Ana' }) })
  await ana.writes('Me again', conversation)
  await holds(team)
})
