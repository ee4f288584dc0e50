import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@pavior/server/main.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freePort } from '../house/free-port.ts'
import { filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { acts, statuses, talk } from '../house/talk.ts'
import type { TestVisitor } from '../house/visitor.ts'

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

const said = async ({ person }: TestVisitor) => (await talk(team, person)).flat()
const drip = graph(
  [
    hears('chat'),
    waits('hour', { for: 'PT1H' }),
    sends('first', 'First.'),
    waits('day', { for: 'P1D' }),
    sends('second', 'Second.'),
  ],
  ['chat > hour > first > day > second'],
)

/** Sets when somebody's timers say that they are due. */
const setTimers = (person: string, dueAt: number) =>
  team.sql`update timers set due_at = to_timestamp(${dueAt / 1000}::float8) where team_id = ${team.id} and person_id = ${person}`

/** So many people who wait. */
async function crowd(count: number): Promise<TestVisitor[]> {
  const visitors = await Promise.all(Array.from({ length: count }, () => team.visitor()))
  await Promise.all(visitors.map(visitor => visitor.writes('Hi')))
  return visitors
}

test('S4: a timer that fires early acts on nothing, and fires again when it is time', async () => {
  await team.campaign(drip)
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await setTimers(visitor.person, await house.clock.now())
  await house.clock.passes('PT59M')
  expect(await said(visitor)).toEqual(['person: Hi'])
  await house.clock.passes('PT1M')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: First.'])
})

test('S4: a timer that fires again acts once', async () => {
  await team.campaign(drip)
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.passes('PT1H')
  for (let times = 0; times < 3; times++) {
    await setTimers(visitor.person, (await house.clock.now()) - 60_000)
    await house.clock.passes('PT1S')
  }
  expect(await said(visitor)).toEqual(['person: Hi', 'team: First.'])
  await house.clock.passes('P1D')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: First.', 'team: Second.'])
})

test('S4: a timer that fires late acts once, and what follows is counted from then', async () => {
  await team.campaign(drip)
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await house.clock.jumps('P3D')
  await house.clock.passes('PT1S')
  // No storm: the second message comes a day after the first.
  expect(await said(visitor)).toEqual(['person: Hi', 'team: First.'])
  await house.clock.passes('P1D')
  expect(await said(visitor)).toEqual(['person: Hi', 'team: First.', 'team: Second.'])
})

test('S4: on two processes at once each act happens once, for everybody', async () => {
  await team.campaign(drip)
  const visitors = await crowd(30)
  const dataDir = mkdtempSync(join(tmpdir(), 'pavior-second-'))
  const second = await serve(
    { ...house.environment, port: await freePort(), dataDir },
    { ahead: () => house.clock.ahead },
  )
  try {
    for (const step of ['PT1H', 'P1D']) {
      await house.clock.jumps(step)
      await Promise.all([second.catchUp(), house.clock.passes('PT1S'), second.catchUp()])
      await second.catchUp()
    }
    for (const visitor of visitors) expect(await said(visitor)).toEqual(['person: Hi', 'team: First.', 'team: Second.'])
  } finally {
    await second.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('S4: a fact and the timer at once: whichever comes first, each acts once and in order', async () => {
  await team.campaign(
    graph(
      [
        hears('chat'),
        filters('paid', is('attributes.paid', true), { watch: { for: 'PT1H' } }),
        sends('yes', 'Yes.'),
        sends('no', 'No.'),
      ],
      ['chat > paid:matched > yes', 'paid:unmatched > no'],
    ),
  )
  const visitors = await crowd(20)
  await house.clock.jumps('PT1H')
  await Promise.all([house.clock.passes('PT1S'), ...visitors.map(visitor => visitor.updates({ paid: true }))])
  // The hour was over before they paid (C7).
  for (const visitor of visitors) expect(await said(visitor)).toEqual(['person: Hi', 'team: No.'])
})

test('a timer whose enrollment, campaign or person is gone ends quietly', async () => {
  const { id } = await team.campaign(drip)
  const [visitor, other] = [await team.visitor(), await team.visitor()]
  for (const one of [visitor, other]) await one.writes('Hi')
  const nobody = randomUUID()
  for (const person of [nobody, visitor.person])
    await team.sql`
      insert into timers (team_id, enrollment_id, person_id, due_at)
      values (${team.id}, ${randomUUID()}, ${person}, now())`
  await team.api(`/campaigns/${id}`, { method: 'DELETE' })
  await house.clock.passes('P2D')
  expect(await said(visitor)).toEqual(['person: Hi'])
  expect(await statuses(team, other.person)).toEqual(['removed'])
  expect(await team.sql`select from people where team_id = ${team.id} and id = ${nobody}`).toEqual([])
  expect(await team.sql`select * from timers where team_id = ${team.id}`).toEqual([])
})

test('C14: one person of whom something is broken holds up nobody', async () => {
  await team.campaign(drip)
  const [broken, ...others] = await crowd(6)
  const theirs = broken?.person ?? ''
  const set = (standing: unknown) => team.sql`
    update enrollments set standing = ${team.sql.json(JSON.parse(JSON.stringify(standing)))}
    where team_id = ${team.id} and person_id = ${theirs} returning standing`
  const [row] = await team.sql`select standing from enrollments where team_id = ${team.id} and person_id = ${theirs}`
  // Their stored life can not be read: what is due of them fails, again and again.
  await house.away(async () => {
    await set([{ component: 'hour', kind: 'no such kind' }])
  })
  await house.clock.jumps('PT1H')
  await house.clock.passes('PT1S')
  for (const visitor of others) expect(await said(visitor)).toEqual(['person: Hi', 'team: First.'])
  expect(await acts(team, theirs)).not.toHaveProperty('hour')
  // Mended, it goes on.
  await set(row?.standing)
  await house.clock.passes('PT1M')
  expect(await acts(team, theirs)).toMatchObject({ hour: { outcome: 'passed' }, first: { outcome: 'sent' } })
})
