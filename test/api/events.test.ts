import { afterAll, beforeAll, expect, test } from 'vitest'
import { asks, refused } from '../house/api.ts'
import { graph, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { talk } from '../house/talk.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
})
afterAll(async () => {
  await holds(team)
  await house.stop()
})

const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  asks(team, method, path, body, headers)
const track = (body: unknown, headers?: Record<string, string>) => ask('POST', '/events', body, headers)
const signup = async (externalId: string) => String((await ask('PUT', `/people/${externalId}`, {})).body.id)
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : [])
const events = async (person: string) =>
  await team.sql`select name, properties, happened_at from events where team_id = ${team.id} and person_id = ${person} order by number`
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

test('a tracked event is journalled, and campaigns that ask for it act in the same breath', async () => {
  const person = await signup('one')
  const audience = { field: 'event.bank-connected', op: 'happened' }
  await team.campaign(graph([sends('thanks', 'You are connected', { newConversation: true })], [], { audience }))
  const { status, body } = await track({
    person: { externalId: 'one' },
    name: 'bank-connected',
    properties: { bank: 'Nordea', accounts: 2 },
  })
  expect([status, body]).toEqual([200, { id: expect.any(String), person, at: expect.any(String) }])
  expect(await events(person)).toMatchObject([{ properties: { bank: 'Nordea', accounts: 2 } }])
  expect(await talk(team, person)).toEqual([['team: You are connected']])
})

test('1,000 events of which one is broken: the other 999 are taken, each is answered in its place', async () => {
  const people = await Promise.all(['m-1', 'm-2', 'm-3', 'm-4'].map(signup))
  const batch: unknown[] = Array.from({ length: 1000 }, (_, index) => ({
    person: { id: people[index % people.length] },
    name: 'counted',
    properties: { index },
    id: `many-${index}`,
  }))
  batch[500] = { person: { id: people[0] }, name: '' }
  const { status, body } = await track(batch)
  const answers = list(body.data)
  expect([status, answers.length]).toEqual([200, 1000])
  expect(answers.flatMap(({ ok }, index) => (ok ? [] : [index]))).toEqual([500])
  expect(answers[500]).toMatchObject({ error: { code: 'invalid', errors: [{ path: 'name' }] } })
  expect(answers[999]).toMatchObject({ ok: true, id: 'many-999', person: people[3] })
  for (const [place, person] of people.entries()) {
    const order = (await events(person)).map(({ properties }) => properties.index)
    const sent = Array.from({ length: 250 }, (_, index) => index * 4 + place).filter(index => index !== 500)
    expect(order).toEqual(sent)
  }
  const again = list((await track(batch)).body.data)
  expect(again.filter(({ ok }) => ok)).toEqual(answers.filter(({ ok }) => ok))
  const [row] = await team.sql`select count(*)::int as n from events where team_id = ${team.id} and name = 'counted'`
  expect(row?.n).toBe(999)
})

test('S1: an id counts once; with other content, or of somebody else, it is refused; so does an Idempotency-Key', async () => {
  const person = await signup('once')
  const event = { person: { id: person }, name: 'paid', id: 'evt_1', at: ago(1) }
  const first = await track(event)
  expect(await track(event)).toMatchObject({ status: 200, body: first.body })
  expect(refused(await track({ ...event, name: 'refunded' }), 409)).toEqual([])
  expect(refused(await track({ ...event, person: { id: await signup('other') } }), 409)).toEqual([])
  const keyed = [
    { person: { id: person }, name: 'keyed' },
    { person: { id: person }, name: 'keyed' },
  ]
  await Promise.all([track(keyed, { 'idempotency-key': 'k' }), track(keyed, { 'idempotency-key': 'k' })])
  expect((await events(person)).map(({ name }) => name)).toEqual(['paid', 'keyed', 'keyed'])
})

test('an event may have happened up to 30 days ago, never ahead; the journal keeps the order in which they came', async () => {
  const person = await signup('late')
  const at = ago(29)
  expect((await track({ person: { id: person }, name: 'now' })).status).toBe(200)
  expect((await track({ person: { id: person }, name: 'before', at })).body).toMatchObject({ at })
  expect(refused(await track({ person: { id: person }, name: 'older', at: ago(31) }), 400)).toEqual(['at'])
  expect(refused(await track({ person: { id: person }, name: 'ahead', at: ago(-1) }), 400)).toEqual(['at'])
  // Clocks differ by seconds: that happened now, and a retry still says the same.
  const soon = { person: { id: person }, name: 'soon', id: 'soon', at: new Date(Date.now() + 5000).toISOString() }
  expect((await track(soon)).status).toBe(200)
  expect((await track(soon)).status).toBe(200)
  const rows = await events(person)
  expect(rows.map(({ name }) => name)).toEqual(['now', 'before', 'soon'])
  expect(rows[1]?.happened_at.toISOString()).toBe(at)
  expect(rows[2]?.happened_at.getTime()).toBeLessThanOrEqual(Date.now())
})

test.each([
  ['an empty body', '', []],
  ['nothing', [], ['']],
  ['a word', '"paid"', ['']],
  ['nobody', { name: 'paid' }, ['person']],
  ['somebody without a name', { person: {}, name: 'paid' }, ['person']],
  ['an event without a name', { person: { externalId: 'one' } }, ['name']],
  ['a name of 10 kB', { person: { externalId: 'one' }, name: 'x'.repeat(10_000) }, ['name']],
  ['a date that does not exist', { person: { externalId: 'one' }, name: 'a', at: '2026-02-30T00:00:00Z' }, ['at']],
  ['nested properties', { person: { externalId: 'one' }, name: 'a', properties: { a: { b: 1 } } }, ['properties.a']],
  [
    'properties that reach behind an object',
    '{"person":{"externalId":"one"},"name":"a","properties":{"__proto__":{"admin":true}}}',
    ['properties'],
  ],
  [
    'too many properties',
    {
      person: { externalId: 'one' },
      name: 'a',
      properties: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`k${index}`, 1])),
    },
    ['properties'],
  ],
  ['1,001 events', Array.from({ length: 1001 }, () => ({ person: { externalId: 'one' }, name: 'a' })), ['']],
])('%s is refused with path and reason, and changes nothing', async (_, body, paths) => {
  const [before] = await team.sql`select count(*)::int as n from events where team_id = ${team.id}`
  expect(refused(await track(body), 400)).toEqual(paths)
  const [after] = await team.sql`select count(*)::int as n from events where team_id = ${team.id}`
  expect(after).toEqual(before)
})

test('whoever does not exist, or is of another team, is not found', async () => {
  const foreign = await house.bareTeam()
  const { body } = await asks(foreign, 'PUT', '/people/theirs', {})
  for (const person of [{ externalId: 'nobody' }, { id: crypto.randomUUID() }, { id: body.id }])
    expect(refused(await track({ person, name: 'paid' }), 404)).toEqual([])
})

test('C26: an erased person is gone for every call, and whoever comes back is new', async () => {
  const person = await signup('erased')
  expect((await ask('DELETE', `/people/${person}`)).status).toBe(204)
  for (const [method, path, body] of [
    ['GET', `/people/${person}`],
    ['PATCH', `/people/${person}`, { name: 'Ana' }],
    ['DELETE', `/people/${person}`],
    ['GET', `/people/${person}/journal`],
    ['POST', '/events', { person: { id: person }, name: 'paid' }],
  ] as const)
    expect([path, refused(await ask(method, path, body), 410)]).toEqual([path, []])
  expect(list((await ask('GET', '/people?limit=100')).body.data).map(({ id }) => id)).not.toContain(person)
  expect(await signup('erased')).not.toBe(person)
})

test('people are listed by a filter', async () => {
  await ask('PUT', '/people/f-1', { attributes: { plan: 'pro' } })
  await ask('PUT', '/people/f-2', { attributes: { plan: 'free' } })
  const listed = async (filter: object) =>
    list((await ask('GET', `/people?filter=${encodeURIComponent(JSON.stringify(filter))}`)).body.data).map(
      ({ externalId }) => externalId,
    )
  expect(await listed({ field: 'attributes.plan', op: 'equals', value: 'PRO' })).toEqual(['f-1'])
  expect(await listed({ field: 'event.bank-connected', op: 'happened' })).toEqual(['one'])
  expect(refused(await ask('GET', '/people?filter={'), 400)).toEqual(['filter'])
  expect(refused(await ask('GET', '/people?filter={"field":"shoe","op":"set"}'), 400)).toEqual(['filter.field'])
})
