import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { liesIn } from '../house/desk.ts'
import { graph, hears, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { statuses, talk } from '../house/talk.ts'
import type { TestVisitor } from '../house/visitor.ts'

/** C9 as a person meets it; its arithmetic is in waiting.test.ts. The years go on from test to test: time does not run backwards. */

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

type Wait = Parameters<typeof waits>[1]
const waiting = (settings: Wait) =>
  graph([hears('chat'), waits('wait', settings), sends('say', 'Good morning.')], ['chat > wait > say'])

/** Somebody with a message of theirs, at that moment. */
async function writesAt(moment: string, context?: { timezone?: string }): Promise<TestVisitor> {
  await house.clock.is(moment)
  const visitor = await team.visitor(context && { context })
  await visitor.writes('Hi')
  return visitor
}

/** Nothing came before that moment, and it came with it. */
async function hearsAt(visitor: TestVisitor, before: string, moment: string): Promise<void> {
  await house.clock.is(before)
  expect(await talk(team, visitor.person)).toEqual([['person: Hi']])
  await house.clock.is(moment)
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Good morning.']])
}

test('C9: a duration', async () => {
  await team.campaign(waiting({ for: 'PT90M' }))
  const visitor = await writesAt('2030-01-07T09:00Z')
  expect(await statuses(team, visitor.person)).toEqual(['active'])
  await hearsAt(visitor, '2030-01-07T10:29Z', '2030-01-07T10:31Z')
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})

test('C9: a day across the spring clock change ends at the same wall time, 24 hours do not', async () => {
  await team.campaign(waiting({ for: 'P1D', zone: 'Europe/Berlin' }))
  const visitor = await writesAt('2030-03-30T09:00+01:00')
  await hearsAt(visitor, '2030-03-31T08:59+02:00', '2030-03-31T09:01+02:00')
  const other = await house.bareTeam()
  await other.campaign(waiting({ for: 'PT24H', zone: 'Europe/Berlin' }))
  await house.clock.is('2031-03-29T09:00+01:00')
  const theirs = await other.visitor()
  await theirs.writes('Hi')
  await house.clock.is('2031-03-30T09:59+02:00')
  expect(await talk(other, theirs.person)).toEqual([['person: Hi']])
  await house.clock.is('2031-03-30T10:01+02:00')
  expect(await talk(other, theirs.person)).toEqual([['person: Hi', 'team: Good morning.']])
})

test('C9: a date and time, in the zone of the team unless another is named', async () => {
  await liesIn(team, 'Asia/Tokyo')
  await team.campaign(waiting({ until: '2031-06-02T09:00' }))
  await team.campaign(waiting({ until: '2031-06-02T09:00', zone: 'America/New_York' }))
  const visitor = await writesAt('2031-06-01T00:00Z')
  await hearsAt(visitor, '2031-06-02T08:59+09:00', '2031-06-02T09:01+09:00')
  await house.clock.is('2031-06-02T08:59-04:00')
  expect((await talk(team, visitor.person)).flat()).toHaveLength(2)
  await house.clock.is('2031-06-02T09:01-04:00')
  expect((await talk(team, visitor.person)).flat()).toHaveLength(3)
})

test('C9: a date in the past acts at once', async () => {
  await team.campaign(waiting({ until: '2020-01-01T09:00' }))
  const visitor = await writesAt('2031-07-01T00:00Z')
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Good morning.']])
})

test("C9: the person's own zone; where it is unknown, the team's", async () => {
  await liesIn(team, 'Europe/Berlin')
  await team.campaign(waiting({ until: '2031-08-04T09:00', zone: 'person' }))
  const there = await writesAt('2031-08-01T00:00Z', { timezone: 'America/New_York' })
  const unknown = await writesAt('2031-08-01T00:01Z')
  const nonsense = await writesAt('2031-08-01T00:02Z', { timezone: 'Middle/Earth' })
  await hearsAt(unknown, '2031-08-04T08:59+02:00', '2031-08-04T09:03+02:00')
  expect(await talk(team, nonsense.person)).toEqual([['person: Hi', 'team: Good morning.']])
  await hearsAt(there, '2031-08-04T08:59-04:00', '2031-08-04T09:01-04:00')
})

test('C9: only on these weekdays and between these hours', async () => {
  await team.campaign(
    waiting({ for: 'PT1H', zone: 'Europe/Berlin', hours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' } }),
  )
  // A Friday evening: it goes on to Monday morning.
  const evening = await writesAt('2031-09-05T17:30+02:00')
  // A Saturday: Monday, too.
  const weekend = await writesAt('2031-09-06T12:00+02:00')
  await hearsAt(evening, '2031-09-08T08:59+02:00', '2031-09-08T09:01+02:00')
  expect(await talk(team, weekend.person)).toEqual([['person: Hi', 'team: Good morning.']])
  const working = await writesAt('2031-09-08T10:00+02:00')
  await hearsAt(working, '2031-09-08T10:59+02:00', '2031-09-08T11:01+02:00')
})

test('C9: hours that span midnight', async () => {
  await team.campaign(waiting({ for: 'PT1M', zone: 'Europe/Berlin', hours: { from: '22:00', to: '06:00' } }))
  const night = await writesAt('2031-10-01T01:00+02:00')
  await hearsAt(night, '2031-10-01T01:00:30+02:00', '2031-10-01T01:02+02:00')
  const day = await writesAt('2031-10-01T12:00+02:00')
  await hearsAt(day, '2031-10-01T21:59+02:00', '2031-10-01T22:01+02:00')
})

test('C9: the end is fixed on arrival: another zone of the person or the team does not move it', async () => {
  await liesIn(team, 'Europe/Berlin')
  await team.campaign(waiting({ until: '2031-11-03T09:00', zone: 'person' }))
  const visitor = await writesAt('2031-11-01T00:00Z', { timezone: 'America/New_York' })
  const moved = await team.visitor({ token: visitor.token, context: { timezone: 'Asia/Tokyo' } })
  await moved.views('https://shop.example/tokyo')
  await liesIn(team, 'Asia/Tokyo')
  await hearsAt(visitor, '2031-11-03T08:59-05:00', '2031-11-03T09:01-05:00')
})

test('C9: after a standstill outside its hours it goes on to the next moment within them', async () => {
  await team.campaign(waiting({ for: 'PT1H', hours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' } }))
  // A Friday afternoon; nobody is there until Saturday.
  const visitor = await writesAt('2031-12-05T16:00Z')
  await house.clock.jumps('P1D')
  await hearsAt(visitor, '2031-12-08T08:59Z', '2031-12-08T09:01Z')
})

test('C9: after a standstill within its hours it acts at once', async () => {
  await team.campaign(waiting({ for: 'PT1H', hours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' } }))
  const visitor = await writesAt('2031-12-09T16:00Z')
  await house.clock.jumps('PT18H')
  await house.clock.passes('PT1S')
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Good morning.']])
})

test('C9: a fact that comes in the standstill does not let it act outside its hours', async () => {
  await team.campaign(waiting({ for: 'PT1H', hours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' } }))
  const visitor = await writesAt('2031-12-12T16:00Z')
  await house.clock.jumps('PT14H')
  await visitor.views('https://shop.example/early')
  await hearsAt(visitor, '2031-12-15T08:59Z', '2031-12-15T09:01Z')
})

test('C9: one Wait after the other counts from when it was reached', async () => {
  await team.campaign(
    graph(
      [hears('chat'), waits('one', { for: 'P1M' }), waits('two', { for: 'P1M' }), sends('say', 'Good morning.')],
      ['chat > one > two > say'],
    ),
  )
  const visitor = await writesAt('2032-01-31T09:00Z')
  // The last of February, and from there the 29th of March.
  await hearsAt(visitor, '2032-03-29T08:59Z', '2032-03-29T09:01Z')
})

test('C9: a wait of ten years ends', async () => {
  await team.campaign(waiting({ for: 'P10Y' }))
  const visitor = await writesAt('2032-04-01T09:00Z')
  await hearsAt(visitor, '2042-04-01T08:59Z', '2042-04-01T09:01Z')
})
