import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import { assigns, ends, graph, hears, is, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

/** Two who do what does not go together, at the same time: one of both orders comes out, whole. */

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterAll(() => house.stop())

const ask = (method: string, path: string, body?: unknown) => asks(team, method, path, body)
const signup = async (externalId: string, body: object = {}) =>
  String((await ask('PUT', `/people/${externalId}`, body)).body.id)
const signups = (many: number) => Promise.all(Array.from({ length: many }, (_, index) => signup(`u-${index}`)))
const waiting = (days = 1) =>
  graph([waits('wait', { for: `P${days}D` }), sends('hi', 'Hi.', { newConversation: true })], ['wait > hi'], {
    audience: is('type', 'signup'),
  })
const draft = async (campaign: object) => String((await ask('POST', '/campaigns', campaign)).body.id)
const statistics = async (id: string) => (await ask('GET', `/campaigns/${id}/statistics`)).body
const status = async (id: string) => (await ask('GET', `/campaigns/${id}`)).body.status
/** How often each status was answered. */
const answered = async (calls: Promise<{ status: number }>[]) =>
  (await Promise.all(calls)).map(one => one.status).sort()

test('published, paused, resumed twice at once: one wins, the other is told', async () => {
  const people = await signups(3)
  const id = await draft(waiting())
  const publish = () => ask('POST', `/campaigns/${id}/publish`, { existing: 'enroll' })
  // Told that somebody published meanwhile, or that there is nothing left to publish.
  const [won, ...told] = await answered([publish(), publish(), publish()])
  expect(won).toBe(200)
  for (const one of told) expect([409, 412]).toContain(one)
  await house.catchUp()
  expect(await statistics(id)).toMatchObject({ entered: people.length, active: people.length })
  const pause = () => ask('POST', `/campaigns/${id}/pause`)
  expect(await answered([pause(), pause()])).toEqual([200, 409])
  const resume = () => ask('POST', `/campaigns/${id}/resume`, { existing: 'enroll' })
  expect(await answered([resume(), resume(), resume()])).toEqual([200, 409, 409])
  await house.clock.passes('P1D')
  expect(await statistics(id)).toMatchObject({ entered: 3, completed: 3, components: { hi: { sent: 3 } } })
  await holds(team)
})

test('paused while it is published anew: it is paused, on the new version', async () => {
  const people = await signups(5)
  const id = await draft(waiting())
  await ask('POST', `/campaigns/${id}/publish`, { existing: 'enroll' })
  await house.catchUp()
  await asks(team, 'PUT', `/campaigns/${id}`, waiting(2), { 'if-match': '*' })
  const calls = [ask('POST', `/campaigns/${id}/publish`, { inside: 'move' }), ask('POST', `/campaigns/${id}/pause`)]
  expect(await answered(calls)).toEqual([200, 200])
  expect((await ask('GET', `/campaigns/${id}`)).body).toMatchObject({ status: 'paused', version: 2 })
  await house.clock.passes('P3D')
  expect(await statistics(id)).toMatchObject({ active: people.length, components: { hi: { sent: 0 } } })
  await ask('POST', `/campaigns/${id}/resume`, { existing: 'skip' })
  await house.catchUp()
  expect(await statistics(id)).toMatchObject({ completed: people.length, components: { hi: { sent: people.length } } })
  await holds(team)
})

test('deleted while everybody is enrolled: whoever came in is removed, and nobody is written to', async () => {
  await signups(120)
  const id = await draft(
    graph([waits('wait', { for: 'PT1H' }), sends('hi', 'Hi.', { newConversation: true })], ['wait > hi'], {
      audience: is('type', 'signup'),
    }),
  )
  await ask('POST', `/campaigns/${id}/publish`, { existing: 'enroll' })
  const working = house.catchUp()
  expect((await ask('DELETE', `/campaigns/${id}`)).status).toBe(204)
  await working
  await house.clock.passes('P1D')
  const { entered, removed, active } = await statistics(id)
  expect(await status(id)).toBe('archived')
  expect({ removed, active }).toEqual({ removed: entered, active: 0 })
  expect(await team.sql`select from messages where team_id = ${team.id}`).toHaveLength(0)
  await holds(team)
})

test('erased while they write: what came before is gone with them, what comes after is refused', async () => {
  await team.campaign(
    graph(
      [
        hears('chat', { which: 'any' }),
        sends('hi', 'Hi.'),
        waits('wait', { for: 'P1D' }),
        sends('again', 'Still there?'),
      ],
      ['chat > hi', 'hi > wait', 'wait > again'],
      { reentry: 'each' },
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hello')
  const said = Array.from({ length: 20 }, (_, index) => visitor.says(`${index}`, { conversation }))
  const erased = ask('DELETE', `/people/${visitor.person}`)
  const events = Array.from({ length: 20 }, () =>
    ask('POST', '/events', { person: { id: visitor.person }, name: 'paid' }),
  )
  const all = await Promise.all(said)
  for (const answer of all) if (!answer.ok) expect(answer.error.code).toMatch(/^(gone|not-found|forbidden)$/)
  expect((await erased).status).toBe(204)
  for (const one of await answered(events)) expect([200, 410]).toContain(one)
  await house.clock.passes('P2D')
  for (const table of ['messages', 'conversations', 'events', 'timers', 'emails', 'notes'])
    expect([table, await team.sql`select from ${team.sql(table)} where team_id = ${team.id}`]).toEqual([table, []])
  await holds(team)
})

test('merged while their waits end: each message is sent once, and the numbers are those of one person', async () => {
  const id = await draft(
    graph([waits('wait', { for: 'PT1H' }), sends('hi', 'Hi.', { newConversation: true })], ['wait > hi'], {
      audience: { all: [] },
    }),
  )
  await ask('POST', `/campaigns/${id}/publish`, { existing: 'skip' })
  const pairs = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const person = await signup(`u-${index}`)
      const visitor = await team.visitor()
      await visitor.writes('Hello')
      return { person, token: visitor.token, identity: await team.identity(`u-${index}`) }
    }),
  )
  expect(await statistics(id)).toMatchObject({ entered: 16 })
  await house.clock.jumps('PT1H')
  const merging = pairs.map(({ token, identity }) => team.visitor({ token, identity }))
  await Promise.all([house.catchUp(), ...merging])
  await house.catchUp()
  expect(await statistics(id)).toMatchObject({ entered: 8, completed: 8, components: { hi: { sent: 8 } } })
  await holds(team)
})

test('an inbox that is deleted while people are assigned to it keeps nobody', async () => {
  const { id: inbox } = (await ask('POST', '/inboxes', { name: 'Sales', agents: [] })).body
  await team.campaign(
    graph([hears('chat'), assigns('sales', String(inbox)), ends('end')], ['chat > sales', 'sales > end']),
  )
  const visitors = await Promise.all(Array.from({ length: 12 }, () => team.visitor()))
  const writing = visitors.map(visitor => visitor.writes('Hello'))
  const deleted = ask('DELETE', `/inboxes/${inbox}`)
  await Promise.all(writing)
  expect((await deleted).status).toBe(204)
  await house.catchUp()
  const lost = await team.sql`
    select from conversations c where team_id = ${team.id} and inbox_id is not null
      and not exists (select from inboxes i where i.team_id = c.team_id and i.id = c.inbox_id)`
  expect(lost).toHaveLength(0)
  await holds(team)
})
