import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { TestAgent } from '../house/agent.ts'
import { asks } from '../house/api.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { until } from '../house/until.ts'

/** What the screens ask that find people: who matches, how many, and what conditions can be made of. */

let house: House
let team: TestTeam
let agent: TestAgent
const ids = new Map<string, string>()
const odd = "says “hi” \\ ' 🚲 <b>"
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
  agent = await team.agent()
  const foreign = await house.bareTeam()
  await asks(foreign, 'PUT', '/people/theirs', { attributes: { plan: 'pro', 'only theirs': 1 } })
  await asks(foreign, 'POST', '/events', { person: { externalId: 'theirs' }, name: 'their event' })
  for (const [id, attributes] of Object.entries({
    okan: { plan: 'pro', seats: 12, [odd]: true },
    freya: { plan: 'free', seats: 2.5, [odd]: false },
    ines: { plan: 'pro', seats: 'many' },
    gone: { plan: 'pro', 'only of the erased': 'x' },
  })) {
    const { body } = await asks(team, 'PUT', `/people/${id}`, { name: id, attributes })
    ids.set(id, String(body.id))
  }
  await asks(team, 'POST', '/events', {
    person: { externalId: 'okan' },
    name: odd,
    properties: { amount: 120, currency: 'EUR' },
  })
  await asks(team, 'POST', '/events', { person: { externalId: 'ines' }, name: 'visited' })
  await asks(team, 'DELETE', `/people/${ids.get('gone')}`)
})
afterAll(async () => {
  agent.leaves()
  await house.stop()
})

const Count = z.object({
  count: z.number(),
  of: z.number().optional(),
  sample: z.array(z.object({ name: z.string().optional() })),
})
const ask = (path: string, body: unknown, init: RequestInit = {}) =>
  agent.asks(`/api/dashboard/people/${path}`, { method: 'POST', body: JSON.stringify(body), ...init })
const count = async (body: unknown) => {
  const { sample, ...counts } = Count.parse(await (await ask('count', body)).json())
  return { ...counts, sample: sample.map(({ name }) => name) }
}
const pro = { field: 'attributes.plan', op: 'equals', value: 'PRO' }

test('it counts who matches of this team, without the erased, and shows the newest of them', async () => {
  expect(await count({ filter: { all: [] } })).toEqual({ count: 3, sample: ['ines', 'freya', 'okan'] })
  expect(await count({ filter: pro })).toEqual({ count: 2, sample: ['ines', 'okan'] })
  expect(await count({ filter: { not: pro } })).toEqual({ count: 1, sample: ['freya'] })
  expect(await count({ filter: { field: 'attributes.seats', op: 'greater', value: 10 }, of: pro })).toEqual({
    count: 1,
    of: 2,
    sample: ['okan'],
  })
  expect(await count({ filter: { field: `event.${odd}`, op: 'happened' } })).toMatchObject({ count: 1 })
  expect(await count({ filter: { any: [] } })).toEqual({ count: 0, sample: [] })
})

test('time that passes counts, too', async () => {
  const filter = { field: 'firstSeenAt', op: 'within-last', value: 'P7D' }
  expect(await count({ filter })).toMatchObject({ count: 3 })
  await house.clock.passes('P8D')
  expect(await count({ filter })).toMatchObject({ count: 0 })
})

test('the list goes on from page to page, each of whom once', async () => {
  const Page = z.object({ data: z.array(z.object({ name: z.string() })), next: z.string().nullable() })
  const names: string[] = []
  let after: string | null | undefined
  do {
    const page = Page.parse(await (await ask('search', { limit: 1, ...(after && { after }) })).json())
    names.push(...page.data.map(({ name }) => name))
    after = page.next
  } while (after !== null)
  expect(names).toEqual(['ines', 'freya', 'okan'])
  const found = Page.parse(await (await ask('search', { filter: pro })).json())
  expect(found).toMatchObject({ data: [{ name: 'ines' }, { name: 'okan' }], next: null })
})

test('conditions can be made of what the team really has, whatever it is called', async () => {
  const seen = await agent.reads('/api/dashboard/people/fields')
  expect(seen).toMatchObject({
    attributes: expect.arrayContaining([
      { key: 'plan', kinds: ['text'], examples: ['pro', 'free'] },
      { key: 'seats', kinds: ['number', 'text'], examples: expect.arrayContaining([12, 2.5, 'many']) },
      { key: odd, kinds: ['boolean'], examples: expect.arrayContaining([true, false]) },
    ]),
    events: expect.arrayContaining([
      {
        name: odd,
        properties: [
          { key: 'amount', kinds: ['number'], examples: [120] },
          { key: 'currency', kinds: ['text'], examples: ['EUR'] },
        ],
      },
      { name: 'visited', properties: [] },
    ]),
  })
  expect(JSON.stringify(seen)).not.toMatch(/theirs|their event|only of the erased/)
})

test('a count that nobody waits for any more ends in the database, too', async () => {
  const running = async () => {
    const [row] = await team.sql`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and state = 'active' and query like '%kept as materialized%' and pid <> pg_backend_pid()`
    return Number(row?.n)
  }
  await team.sql.begin(async held => {
    await held`lock table people in access exclusive mode`
    const left = new AbortController()
    const asked = ask('count', { filter: pro }, { signal: left.signal }).catch(() => 'left')
    await until(async () => (await running()) === 1, 'the database counts')
    left.abort()
    expect(await asked).toBe('left')
    await until(async () => (await running()) === 0, 'the database stops counting')
  })
  expect(await count({ filter: pro })).toMatchObject({ count: 2 })
})

test('many who type at once wait for each other, and nobody else for them', async () => {
  const counts = await Promise.all(Array.from({ length: 20 }, () => count({ filter: pro })))
  expect(counts.every(one => one.count === 2)).toBe(true)
})

test.each([
  ['count', {}],
  ['count', { filter: { field: 'nope', op: 'equals', value: 1 } }],
  ['count', { filter: { field: 'component.a', op: 'acted' } }],
  ['count', { filter: pro, of: { all: 'x' } }],
  ['count', { filter: 'x'.repeat(2_000_000) }],
  ['search', { limit: 0 }],
  ['search', { after: 'nothing' }],
  ['search', { filter: { field: 'email', op: 'sounds-like', value: 'x' } }],
])('%s %j is refused in a sentence', async (path, body) => {
  const answer = await ask(path, body)
  expect([400, 413]).toContain(answer.status)
  expect(z.object({ detail: z.string() }).parse(await answer.json()).detail).toMatch(/^.{8,}/)
})

test('who is not signed in finds nobody', async () => {
  for (const path of ['count', 'search'])
    expect((await ask(path, { filter: pro }, { headers: { cookie: '' } })).status).toBe(401)
  expect((await fetch(`${house.url}/api/dashboard/people/fields`)).status).toBe(401)
})

test('they are found by what they are called, who has no name by the end of their id, as screens show it', async () => {
  const Found = z.object({ data: z.array(z.object({ id: z.string() })) })
  const found = async (search: string) =>
    Found.parse(await (await ask('search', { search })).json()).data.map(({ id }) => id)
  const visitor = await team.visitor()
  await visitor.writes('Hello')
  const { person: id } = visitor
  expect(await found('OKA')).toEqual([ids.get('okan')])
  expect(await found(`Visitor ${id.slice(-4).toUpperCase()}`)).toEqual([id])
  expect(await found('nobody is called so')).toEqual([])
})
