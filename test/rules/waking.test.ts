import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ends, graph, hears, is, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { enrollments, statuses, talk } from '../house/talk.ts'
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

/** Whoever writes is written to after `time`. */
const later = (time: string, words = 'Still there?') =>
  graph([hears('chat'), waits('wait', { for: time }), sends('ask', words), ends('end')], ['chat > wait > ask > end'])

const written = async (person: string) => (await talk(team, person)).flat().filter(line => line.startsWith('team'))

test('S4: without anybody who sets the clock, what is due within moments comes by itself', async () => {
  await team.campaign(later('PT1S'))
  const visitor = await team.visitor()
  await visitor.says('Hello')
  await until(async () => (await written(visitor.person)).length === 1, 'the wait ends')
  const jobs = await team.sql`select state::text from pgboss.job where data ->> 'person' = ${visitor.person}`
  expect(jobs.map(({ state }) => state)).toContainEqual(expect.stringMatching(/active|completed/))
})

test('S4: a process of the role web leaves what is due to workers, which serve nothing but their health', async () => {
  const web = await openHouse({ PAVIOR_ROLE: 'web' })
  const apart = await web.bareTeam()
  await apart.campaign(later('PT1S'))
  const visitor = await apart.visitor()
  await visitor.says('Hello')
  const worker = await web.beside('worker')
  try {
    await until(async () => (await talk(apart, visitor.person)).flat().includes('team: Still there?'), 'a worker acts')
    expect((await fetch(`${worker.url}/readyz`)).status).toBe(200)
    expect((await fetch(`${worker.url}/api/v1/people`)).status).toBe(404)
  } finally {
    await worker.stop()
    await web.stop()
  }
})

test('C9: after hours in which nobody was there, what was due acts in its order, once', async () => {
  await team.campaign(later('PT2H', 'After two hours'))
  await team.campaign(later('PT1H', 'After one hour'))
  await team.campaign(
    graph(
      [
        hears('chat'),
        waits('one', { for: 'PT30M' }),
        sends('first', 'First'),
        waits('two', { for: 'PT1H' }),
        sends('second', 'Second'),
      ],
      ['chat > one > first > two > second'],
    ),
  )
  const visitor = await team.visitor()
  await visitor.says('Hello')
  await house.away(() => house.clock.jumps('PT6H'))
  await until(async () => (await written(visitor.person)).length === 3, 'all that was due has come')
  expect((await written(visitor.person)).toSorted()).toEqual([
    'team: After one hour',
    'team: After two hours',
    'team: First',
  ])
  await house.clock.passes('PT1H')
  expect((await written(visitor.person)).filter(line => line === 'team: Second')).toHaveLength(1)
})

test('C1: whom time alone makes eligible enters, without a fact of theirs', async () => {
  const gone = { field: 'lastSeenAt', op: 'not-within-last', value: 'P7D' }
  await team.campaign(graph([sends('back', 'We miss you.')], [], { audience: gone }))
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  await house.clock.passes('P6D')
  expect(await written(visitor.person)).toEqual([])
  await house.clock.passes('P1DT1M')
  expect(await written(visitor.person)).toEqual(['team: We miss you.'])
})

const work = async (campaign: string, kind: string) => {
  const id = randomUUID()
  await team.sql`insert into campaign_work (team_id, id, campaign_id, kind) values (${team.id}, ${id}, ${campaign}, ${kind})`
  return id
}
const stand = async (id: string) => {
  const [row] =
    await team.sql`select total, done, reason, ended_at is not null as ended from campaign_work where id = ${id}`
  return { ...row }
}

test('C4: existing people who are eligible now enter, each once, however often a batch is done again', async () => {
  const visitors = await Promise.all(Array.from({ length: 6 }, () => team.visitor()))
  await Promise.all(visitors.map((visitor, index) => visitor.updates({ plan: index < 4 ? 'pro' : 'free' })))
  const { id } = await team.campaign(
    graph([sends('hello', 'Hello.')], [], { audience: is('attributes.plan', 'pro'), reentry: 'each' }),
  )
  const works = await work(id, 'enroll')
  await house.catchUp()
  expect(await stand(works)).toEqual({ total: 4, done: 4, reason: null, ended: true })
  await team.sql`update campaign_work set cursor = null, ended_at = null where id = ${works}`
  await house.catchUp()
  const entered = await Promise.all(visitors.map(async ({ person }) => (await enrollments(team, person)).length))
  expect(entered).toEqual([1, 1, 1, 1, 0, 0])
})

test('C4: enrolling ends when the campaign is paused, and says so', async () => {
  const visitor = await team.visitor()
  await visitor.updates({ plan: 'pro' })
  const { id } = await team.campaign(graph([sends('hello', 'Hello.')], []))
  await team.sql`update campaigns set status = 'paused' where team_id = ${team.id} and id = ${id}`
  await team.sql`update teams set revision = revision + 1 where id = ${team.id}`
  const works = await work(id, 'enroll')
  await house.catchUp()
  expect(await stand(works)).toMatchObject({ reason: 'The campaign was paused.', ended: true })
  expect(await statuses(team, visitor.person)).toEqual([])
})

test('C4: nobody waits behind all the bulk work of another team; whoever looks at everybody looks for all campaigns (C1)', async () => {
  const { id } = await team.campaign(later('P1D'))
  const visitor = await team.visitor()
  await visitor.says('Hello')
  const many: string[] = []
  for (let number = 0; number < 6; number++) many.push(await work(id, 'look'))
  const flips = await Promise.all([work(id, 'flips'), work(id, 'flips'), work(id, 'flips')])
  const crowded = team
  team = await house.bareTeam()
  const one = await work((await team.campaign(later('P1D'))).id, 'look')
  await house.catchUp()
  const order = await team.sql`select id from campaign_work where id = any(${[...many, one]}) order by ended_at`
  expect(order).toHaveLength(7)
  expect(order.findIndex(({ id }) => id === one)).toBeLessThan(6)
  team = crowded
  const stands = await Promise.all(flips.map(stand))
  expect(stands.map(({ ended }) => ended)).toEqual([true, true, true])
  expect(stands.map(({ done }) => done).sort()).toEqual([0, 0, 1])
})

test('C24: who is inside a campaign that was deleted is taken out, one after the other', async () => {
  const { id } = await team.campaign(later('P1D'))
  const visitors = await Promise.all(Array.from({ length: 3 }, () => team.visitor()))
  await Promise.all(visitors.map(visitor => visitor.says('Hello')))
  await team.sql`update campaigns set status = 'archived' where team_id = ${team.id} and id = ${id}`
  await team.sql`update teams set revision = revision + 1 where id = ${team.id}`
  const works = await work(id, 'look')
  await house.catchUp()
  expect(await stand(works)).toMatchObject({ total: 3, done: 3, ended: true })
  for (const { person } of visitors) expect(await statuses(team, person)).toEqual(['removed'])
  await house.clock.passes('P2D')
  for (const { person } of visitors) expect(await written(person)).toEqual([])
})
