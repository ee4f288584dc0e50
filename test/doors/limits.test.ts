import { randomUUID } from 'node:crypto'
import { createLimits } from '@pavior/server/limits.ts'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { RawSocket } from '../house/raw-socket.ts'
import { talk } from '../house/talk.ts'
import { until } from '../house/until.ts'
import type { TestVisitor } from '../house/visitor.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse({ RATE_LIMITS: 'on', TRUST_PROXY: '1' })
  team = await house.bareTeam()
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => house.stop())

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })

test('10,000 connects from one address: all but some are told when to come again, and nobody else notices', async () => {
  const before = await team.visitor(from('198.51.100.1'))
  const conversation = await before.writes('Hi')
  let left = 10_000
  const counts = { in: 0, limited: 0 }
  const flood = async () => {
    while (left-- > 0) {
      const raw = await RawSocket.open(team.url, { 'x-forwarded-for': '203.0.113.7' })
      raw.sends(`40/visitor,${JSON.stringify({ team: team.id })}`)
      const got = await raw.receives('"ready"', '44/visitor')
      if (got.includes('"ready"')) counts.in++
      else {
        counts.limited++
        expect(got).toMatch(/"code":"rate-limited".*"retryAfter":\d+/)
      }
      raw.leaves()
    }
  }
  const meanwhile = async () => {
    for (let number = 2; number <= 20; number++)
      expect(await before.says(`${number}`, { conversation })).toMatchObject({ ok: true, number })
  }
  await Promise.all([...Array.from({ length: 100 }, flood), meanwhile()])
  expect(counts.in + counts.limited).toBe(10_000)
  expect(counts.in).toBeGreaterThanOrEqual(600)
  expect(counts.limited).toBeGreaterThan(8_000)
  // Another address is let in, and what was open goes on.
  const other = await team.visitor(from('203.0.113.8'))
  expect(await other.says('Hi')).toMatchObject({ ok: true })
  expect(await before.says('Still here', { conversation })).toMatchObject({ ok: true, number: 21 })
  expect((await fetch(`${team.url}/readyz`)).status).toBe(200)
})

test('the same address is let in again when its time has come', async () => {
  vi.useFakeTimers()
  const limits = createLimits(true, () => undefined)
  const connects = () =>
    limits.take('address-connect', '203.0.113.7').then(
      () => 0,
      refused => Number(refused.details.retryAfter),
    )
  for (let index = 0; index < 600; index++) expect(await connects()).toBe(0)
  const wait = await connects()
  expect(wait).toBeGreaterThan(0)
  vi.advanceTimersByTime(wait)
  expect(await connects()).toBe(0)
})

test('a sender who is limited loses nothing: what was refused goes through later, once, in its order', async () => {
  const visitor = await team.visitor(from('198.51.100.2'))
  const neighbour = await team.visitor(from('198.51.100.3'))
  const conversation = await visitor.writes('0')
  let refused = 0
  for (let index = 1; index <= 50; index++) {
    const id = randomUUID()
    // As the outbox does: the same id again, in order, until it is there.
    await until(async () => {
      const answer = await visitor.says(`${index}`, { conversation, id })
      if (answer.ok) return true
      expect(answer.error).toMatchObject({ code: 'rate-limited', retryAfter: expect.any(Number) })
      if (refused++ === 0) expect(await neighbour.says('I am not')).toMatchObject({ ok: true })
      return false
    }, `message ${index} goes through`)
  }
  expect(refused).toBeGreaterThan(0)
  expect((await visitor.transcript(conversation)).map(({ number }) => number)).toEqual(
    Array.from({ length: 51 }, (_, index) => index + 1),
  )
  const [said] = await talk(team, visitor.person)
  expect(said).toEqual(Array.from({ length: 51 }, (_, index) => `person: ${index}`))
  await holds(team)
})

test('many visitors behind one address are limited together; elsewhere nobody is', async () => {
  const office = await Promise.all(Array.from({ length: 31 }, () => team.visitor(from('198.51.100.5'))))
  const elsewhere = await team.visitor(from('198.51.100.6'))
  // Each of them within what one visitor may.
  const answers = await Promise.all(
    office.map(async visitor => {
      const codes: string[] = []
      for (let index = 0; index < 40; index++) {
        const answer = await visitor.says(`${index}`)
        codes.push(answer.ok ? 'ok' : answer.error.code)
      }
      return codes
    }),
  )
  const all = answers.flat()
  expect(all.filter(code => code === 'ok')).toHaveLength(1200)
  expect(all.filter(code => code === 'rate-limited')).toHaveLength(40)
  expect(await elsewhere.says('Hi')).toMatchObject({ ok: true })
})

test('whoever types too much is limited in that, and can still write', async () => {
  const visitor = await team.visitor(from('198.51.100.4'))
  const conversation = await visitor.writes('Hi')
  const answers = await Promise.all(
    Array.from({ length: 310 }, () => visitor.sends('typing', { conversation, on: true })),
  )
  const limited = answers.filter(answer => !answer.ok)
  expect(limited).toHaveLength(10)
  expect(limited[0]).toMatchObject({ error: { code: 'rate-limited', retryAfter: expect.any(Number) } })
  expect(await visitor.says('And this?', { conversation })).toMatchObject({ ok: true, number: 2 })
})

test('whoever does too much with the widget is limited in its recording, as is their address, and can still write', async () => {
  const frame = { session: 'a', all: Array(50).fill({ before: 0, what: { does: 'opened' } }) }
  const does = async (visitor: TestVisitor, frames: number) => {
    const answers = await Promise.all(Array.from({ length: frames }, () => visitor.sends('interactions', frame)))
    return answers.filter(answer => !answer.ok)
  }
  const home = from('198.51.100.7')
  const visitor = await team.visitor(home)
  expect(await does(visitor, 20)).toMatchObject([
    { error: { code: 'rate-limited', retryAfter: expect.any(Number) } },
    { error: { code: 'rate-limited' } },
  ])
  expect(await visitor.says('And this?')).toMatchObject({ ok: true, number: 1 })
  // Nine more of them are all that an address may.
  const others = await Promise.all(Array.from({ length: 9 }, () => team.visitor(home)))
  expect((await Promise.all(others.map(other => does(other, 18)))).flat()).toEqual([])
  expect(await does(await team.visitor(home), 1)).toMatchObject([{ error: { code: 'rate-limited' } }])
  expect(await does(await team.visitor(from('198.51.100.8')), 1)).toEqual([])
  await holds(team)
})

test('more than a person’s lane holds at once is put off with retryAfter, and nothing of it is lost', async () => {
  const loud = await openHouse()
  const quiet = await loud.bareTeam()
  const visitor = await quiet.visitor()
  const conversation = await visitor.writes('0')
  const ids = Array.from({ length: 400 }, () => randomUUID())
  const say = (id: string) => visitor.says(id, { conversation, id })
  const first = await Promise.all(ids.map(say))
  const refused = ids.filter((_, index) => !first[index]?.ok)
  for (const answer of first)
    if (!answer.ok) expect(answer.error).toMatchObject({ code: 'rate-limited', retryAfter: expect.any(Number) })
  for (const id of refused) await until(async () => (await say(id)).ok, 'it goes through')
  const said = (await talk(quiet, visitor.person)).flat()
  expect(said).toHaveLength(401)
  expect(new Set(said).size).toBe(401)
  await holds(quiet)
  await loud.stop()
})

test('a team that is flooded is put off whole, and no other team is', async () => {
  const refused: string[] = []
  const limits = createLimits(true, limit => refused.push(limit))
  await limits.take('team-send', 'flooded', 20_000)
  await expect(limits.take('team-send', 'flooded')).rejects.toMatchObject({
    code: 'rate-limited',
    details: { retryAfter: expect.any(Number) },
  })
  await limits.take('team-send', 'another')
  expect(refused).toEqual(['team-send'])
})
