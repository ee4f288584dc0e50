import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks, refused } from '../house/api.ts'
import { asking, email, emails, filters, graph, hears, is, of, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { type MailProvider, openMailProvider } from '../house/mail-provider.ts'
import { erases, numbers, peopleBehind, signup, tracks } from '../house/steering.ts'
import { acts, enrollments } from '../house/talk.ts'
import { until } from '../house/until.ts'

/** A process that leaves time and bulk work to others: what is due acts when a test lets time pass. */
let provider: MailProvider
let house: House
let team: TestTeam
beforeAll(async () => {
  provider = await openMailProvider()
  house = await openHouse({
    PAVIOR_ROLE: 'web',
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: provider.url,
    EMAIL_FROM: 'hello@tidewheel.example',
  })
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterEach(() => holds(team))
afterAll(async () => {
  await house.stop()
  await provider.stop()
})

/** A word that stands in all that one person of one test says, is called or gave. */
let people = 0
let word = ''
beforeEach(() => {
  word = `ana${++people}x`
})

/** Tables in which the word stands, in any row and column, of whatever schema. */
async function tablesWithTheWord(): Promise<string[]> {
  const tables = await team.sql`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1`
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await team.sql`
      select count(*)::int as count from ${team.sql(String(name))} t
      where strpos(t::text, ${word}) > 0`
    if (row?.count !== 0) found.push(String(name))
  }
  return found
}

/** Somebody who left traces wherever one can. */
async function ana() {
  const visitor = await team.visitor({ context: { language: 'es', timezone: 'Europe/Madrid' } })
  await visitor.views(`https://shop.example/${word}`)
  const conversation = await visitor.writes(`my dog ${word} is ill`)
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(asked.id, { email: `${word}@shop.example`, name: word })
  await visitor.updates({ phone: word, note: word })
  const agent = await team.agent()
  await agent.replies(conversation, `Dear ${word}`)
  await agent.notes(conversation, `${word} seems kind`)
  await tracks(team, visitor.person, 'paid', { by: word })
  return { visitor, conversation }
}

const chat = graph(
  [
    hears('chat'),
    sends('ask', asking('Who are you?', { ...email }, { key: 'name', label: 'Name' })),
    hears('more'),
    waits('wait', { for: 'P1D' }),
    filters('paid', is('attributes.paid', true)),
    filters('answered', of('ask', 'submitted')),
    emails('mail', 'Dear you', { subject: 'Hello' }),
  ],
  ['chat > ask > more', 'ask > wait', 'ask > paid', 'ask > answered', 'answered:matched > mail'],
)

test('C26: nothing that names an erased person is left in any table', async () => {
  await team.campaign(chat)
  const { visitor } = await ana()
  expect(await tablesWithTheWord()).toEqual(
    expect.arrayContaining(['public.messages', 'public.notes', 'public.people', 'public.emails', 'public.events']),
  )
  await erases(team, visitor.person)
  await house.clock.passes('P2D')
  expect(await tablesWithTheWord()).toEqual([])
  for (const table of ['timers', 'emails', 'events', 'journal', 'facts', 'conversations', 'messages', 'notes'])
    expect([table, await team.sql`select * from ${team.sql(table)} where team_id = ${team.id}`]).toEqual([table, []])
})

test('C26: what a provider said of their address goes, too', async () => {
  await team.campaign(graph([emails('mail', 'Hello')], [], { audience: is('type', 'signup') }))
  provider.feels({ status: 422, body: { message: `There is no ${word}@shop.example.` } })
  const person = await signup(team, 'u-1', { email: `${word}@shop.example` })
  await house.clock.passes('PT1M')
  provider.feels(undefined)
  expect((await acts(team, person)).mail).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(word) })
  await erases(team, person)
  expect(await tablesWithTheWord()).toEqual([])
})

test('C26: an email that may be on its way is not asked for again, nor told of', async () => {
  await team.campaign(graph([emails('mail', 'Hello')], [], { audience: is('type', 'signup') }))
  const person = await signup(team, 'u-1', { email: `${word}@shop.example` })
  provider.feels('hang-up')
  await house.clock.passes('PT1S')
  const [key = ''] = [...provider.asked.keys()].slice(-1)
  expect(await team.sql`select state from emails where team_id = ${team.id}`).toEqual([{ state: 'handing' }])
  await erases(team, person)
  const times = provider.asked.get(key)
  provider.feels(undefined)
  await signup(team, 'u-2', { email: 'next@shop.example' })
  await until(async () => {
    await house.clock.passes('PT1H')
    return provider.taken.some(({ to }) => to === 'next@shop.example')
  }, 'emails leave again')
  expect(provider.asked.get(key)).toBe(times)
  expect(await tablesWithTheWord()).toEqual([])
})

test('C26: of somebody who was merged, all streams go', async () => {
  await team.campaign(chat)
  const { visitor } = await ana()
  const identity = await team.identity(`ext-${word}`, { name: word })
  const known = await signup(team, `ext-${word}`)
  await team.visitor({ token: visitor.token, identity })
  await erases(team, known)
  expect(await tablesWithTheWord()).toEqual([])
  expect(refused(await asks(team, 'GET', `/people/${visitor.person}`), 410)).toEqual([])
})

test('C26: a nameless tombstone keeps the counts; what waited, watched or listened is dropped from them', async () => {
  const { id } = await team.campaign(chat)
  const { visitor } = await ana()
  expect(await numbers(team, id)).toMatchObject({
    active: 1,
    components: { more: { listening: 1 }, wait: { waiting: 1 }, paid: { watching: 1 }, mail: { sent: 1 } },
  })
  await erases(team, visitor.person)
  expect(await enrollments(team, visitor.person)).toMatchObject([{ status: 'removed', cause: 'erased' }])
  expect(await numbers(team, id)).toMatchObject({
    entered: 1,
    active: 0,
    removed: 1,
    components: {
      chat: { triggered: 1 },
      ask: { sent: 1, submitted: 1 },
      more: { listening: 0, left: 1 },
      wait: { waiting: 0, left: 1 },
      paid: { watching: 0, left: 1 },
      // It had not been handed over yet (C12).
      mail: { sent: 0, skipped: 1 },
    },
  })
  expect(await peopleBehind(team, id, 'sent', 'ask')).toEqual([{ person: null }])
  expect(await peopleBehind(team, id, 'removed')).toEqual([{ person: null, reason: 'erased' }])
})

test('C26: each erased person stays in each list as a row of their own', async () => {
  const { id } = await team.campaign(graph([sends('hi', 'Hi')], [], { audience: is('type', 'signup') }))
  for (const name of ['one', 'two', 'three']) await signup(team, name)
  const [three, two] = await peopleBehind(team, id, 'sent', 'hi')
  await erases(team, String(two?.person))
  await erases(team, String(three?.person))
  expect((await peopleBehind(team, id, 'sent', 'hi')).map(({ person }) => person)).toEqual([
    null,
    null,
    expect.any(String),
  ])
  expect(await numbers(team, id)).toMatchObject({ entered: 3, components: { hi: { sent: 3, acted: 3 } } })
})

test('C26: everything that is asked of an erased person answers 410', async () => {
  const { id } = await team.campaign(chat)
  const { visitor, conversation } = await ana()
  const [inside] = await team.sql`select id from enrollments where team_id = ${team.id}`
  const [mail] = await team.sql`select id from emails where team_id = ${team.id}`
  const { person } = visitor
  await erases(team, person)
  for (const [method, path, body] of [
    ['GET', `/people/${person}`],
    ['PATCH', `/people/${person}`, { name: 'Ana' }],
    ['DELETE', `/people/${person}`],
    ['GET', `/people/${person}/journal`],
    ['POST', '/events', { person: { id: person }, name: 'paid' }],
    ['POST', `/campaigns/${id}/people`, { person: { id: person } }],
    ['DELETE', `/enrollments/${inside?.id}`],
    ['GET', `/campaigns/${id}/people/${person}/why`],
    ['GET', `/conversations/${conversation}`],
    ['PATCH', `/conversations/${conversation}`, { state: 'closed' }],
    ['GET', `/conversations/${conversation}/messages`],
    ['POST', `/conversations/${conversation}/messages`, { content: 'Hello?' }],
  ] as const)
    expect([path, refused(await asks(team, method, path, body), 410)]).toEqual([path, []])
  const other = await house.bareTeam()
  expect((await asks(other, 'GET', `/conversations/${conversation}`)).status).toBe(404)
  const path = `/api/dashboard/emails/${mail?.id}`
  expect((await (await team.agent()).asks(path)).status).toBe(410)
  expect((await (await other.agent()).asks(path)).status).toBe(404)
})

test('C26: whoever comes back is new: by their old token, on an open socket, or as the same user of the site', async () => {
  await team.campaign(chat)
  const { visitor } = await ana()
  const old = visitor.person
  await erases(team, old)
  await until(() => visitor.revoked, 'the open widget is told that its token opens nothing any more')
  const back = await team.visitor({ token: visitor.token })
  expect(back.person).not.toBe(old)
  expect(back.ready?.token).not.toBe(visitor.token)
  expect(back.ready?.conversations).toEqual([])
  await back.writes('Hello again')
  expect(await enrollments(team, back.person)).toMatchObject([{ status: 'active' }])

  const known = await signup(team, `ext-${word}`, { name: word })
  await erases(team, known)
  const again = await signup(team, `ext-${word}`)
  expect(again).not.toBe(known)
  expect(await asks(team, 'GET', `/people/${again}`)).toMatchObject({
    status: 200,
    body: { externalId: `ext-${word}` },
  })
  expect((await asks(team, 'GET', `/people/${again}`)).body.name).toBeUndefined()
  await erases(team, again)
  const signed = await team.visitor({ identity: await team.identity(`ext-${word}`) })
  expect([known, again]).not.toContain(signed.person)
  expect(await signup(team, `ext-${word}`)).toBe(signed.person)
})

test('C26: the token of an erased visitor brings nothing of them into the signup who shows it', async () => {
  const { id } = await team.campaign(chat)
  const { visitor } = await ana()
  await erases(team, visitor.person)
  const signed = await team.visitor({ token: visitor.token, identity: await team.identity('ext-1') })
  expect(signed.person).not.toBe(visitor.person)
  expect(await enrollments(team, signed.person)).toEqual([])
  expect(await peopleBehind(team, id, 'removed')).toEqual([{ person: null, reason: 'erased' }])
})

test('C26: time brings nothing to an erased person', async () => {
  const quiet = { field: 'lastSeenAt', op: 'not-within-last', value: 'P7D' }
  const { id } = await team.campaign(graph([sends('miss', 'We miss you')], [], { audience: quiet }))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await erases(team, visitor.person)
  const [tombstone] =
    await team.sql`select flip_at, noted from people where team_id = ${team.id} and id = ${visitor.person}`
  expect(tombstone).toEqual({ flip_at: null, noted: [] })
  await house.clock.passes('P9D')
  expect(await numbers(team, id)).toMatchObject({ entered: 0 })
})

test('C26: erased twice at once, somebody is erased once', async () => {
  const person = await signup(team, `ext-${word}`, { name: word })
  const answers = await Promise.all([1, 2].map(() => asks(team, 'DELETE', `/people/${person}`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 410])
  expect(await tablesWithTheWord()).toEqual([])
})
