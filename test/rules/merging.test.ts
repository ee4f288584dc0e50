import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { emails, ends, filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { archives, changes, numbers, pauses, peopleBehind, resumes, sets, signup, tracks } from '../house/steering.ts'
import { acts, enrollments, journal, statuses, talk } from '../house/talk.ts'
import type { TestVisitor } from '../house/visitor.ts'
import { wrongLists } from '../house/wrong-lists.ts'

/** C25 where campaigns go on, on both sides. A process that leaves time and bulk work to others until time passes. */
let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse({ PAVIOR_ROLE: 'web' })
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterEach(async () => {
  await holds(team)
  expect(await wrongLists(team.sql, team.id)).toEqual([])
})
afterAll(() => house.stop())

const said = async (person: string) => (await talk(team, person)).flat().filter(line => !line.startsWith('person'))
const work = () => house.clock.passes('PT1S')
const happened = (name: string) => ({ field: `event.${name}`, op: 'happened' })
const entersBy = { audience: happened('go') }

/** The site says who the visitor is; gives who they turned out to be. */
async function becomes(visitor: TestVisitor, externalId: string): Promise<string> {
  const signed = await team.visitor({ token: visitor.token, identity: await team.identity(externalId) })
  return signed.person
}

const walks = (visitor: TestVisitor, name: string) => tracks(team, visitor.person, name)

/** A visitor of whom something is known. */
async function visitor(): Promise<TestVisitor> {
  const one = await team.visitor()
  await one.updates({ here: true })
  return one
}

const steps = graph(
  [
    filters('one', happened('one')),
    filters('two', happened('two')),
    waits('wait', { for: 'P1D' }),
    sends('hi', 'Hi'),
    ends('end'),
  ],
  ['one:matched > two', 'two:matched > wait > hi > end'],
  entersBy,
)

test('C25: of two active ones the one with more acts stays and goes on; its wait is the survivor’s', async () => {
  const { id } = await team.campaign(steps)
  const known = await signup(team, 'u-1')
  await tracks(team, known, 'go')
  const one = await visitor()
  for (const name of ['go', 'one', 'two']) await walks(one, name)
  await becomes(one, 'u-1')
  expect(await enrollments(team, known)).toMatchObject([{ status: 'removed', cause: 'merged' }, { status: 'active' }])
  expect(await numbers(team, id)).toMatchObject({
    entered: 1,
    active: 1,
    removed: 0,
    components: { one: { acted: 1, watching: 0 }, two: { acted: 1, watching: 0 }, wait: { waiting: 1 } },
  })
  await house.clock.passes('P1D')
  expect(await said(known)).toEqual(['team: Hi'])
  expect(await peopleBehind(team, id, 'sent', 'hi')).toEqual([{ person: known }])
})

test('C25: of two active ones with as many acts the older stays', async () => {
  await team.campaign(steps)
  const one = await visitor()
  await walks(one, 'go')
  const known = await signup(team, 'u-1')
  await tracks(team, known, 'go')
  const [older] = await team.sql`select id from enrollments where team_id = ${team.id} and person_id = ${one.person}`
  await becomes(one, 'u-1')
  const [active] = await team.sql`
    select id from enrollments where team_id = ${team.id} and person_id = ${known} and status = 'active'`
  expect(active?.id).toBe(older?.id)
})

test('C25: an active one beside an ended one is removed, even with more acts and re-entry "each"', async () => {
  for (const side of ['visitor', 'signup']) {
    const { id } = await team.campaign(
      graph(
        [
          filters('stop', happened('stop')),
          filters('one', happened('one')),
          waits('wait', { for: 'P9D' }),
          ends('end'),
        ],
        ['stop:matched > end', 'one:matched > wait'],
        { ...entersBy, reentry: 'each' },
      ),
    )
    const known = await signup(team, `u-${side}`)
    const one = await visitor()
    const [ended, active] = side === 'visitor' ? [one.person, known] : [known, one.person]
    for (const name of ['go', 'stop']) await tracks(team, ended, name)
    for (const name of ['go', 'one']) await tracks(team, active, name)
    await becomes(one, `u-${side}`)
    const here = (await enrollments(team, known)).filter(({ campaign }) => campaign === id)
    expect(here.map(({ status, cause }) => `${status} ${cause}`).sort()).toEqual(['ended end', 'removed merged'])
    expect(await numbers(team, id)).toMatchObject({
      entered: 1,
      active: 0,
      ended: 1,
      components: { wait: { waiting: 0 } },
    })
    await archives(team, id)
  }
})

test('C25: numbers, lists and periods count who did the same on both sides once, by when they first did', async () => {
  const { id } = await team.campaign(
    graph([sends('hi', 'Hi'), waits('wait', { for: 'P1D' })], ['hi > wait'], { ...entersBy, reentry: 'each' }),
  )
  const one = await visitor()
  await walks(one, 'go')
  const first = await house.clock.now()
  await house.clock.passes('P10D')
  const known = await signup(team, 'u-1')
  await tracks(team, known, 'go')
  await becomes(one, 'u-1')
  expect(await numbers(team, id)).toMatchObject({ entered: 1, components: { hi: { sent: 1, acted: 1 } } })
  const [row] = await team.sql`
    select at from component_people where team_id = ${team.id} and outcome = 'sent' and version = 0`
  expect(row?.at.getTime()).toBeLessThan(first + 1000)
  // What was counted twice goes from where it came later: a period keeps whoever first did it within it.
  const moved = await team.sql`
    select sum(count)::int as count from (
      select at, delta as count from count_deltas where team_id = ${team.id} and outcome = 'sent' and version = 0
      union all select bucket, count from totals where team_id = ${team.id} and outcome = 'sent' and version = 0) as every
    where at > ${new Date(first + 86_400_000)}`
  expect(moved).toEqual([{ count: 0 }])
})

test('C25: what happened to either counts as one history: two events of two are two of one', async () => {
  const twice = { field: 'event.bought', op: 'count-at-least', value: 2 }
  await team.campaign(graph([sends('hi', 'Thanks')], [], { audience: twice }))
  const known = await signup(team, 'u-1')
  await tracks(team, known, 'bought')
  const one = await visitor()
  await walks(one, 'bought')
  expect(await said(one.person)).toEqual([])
  await becomes(one, 'u-1')
  expect(await said(known)).toEqual(['team: Thanks'])
  await team.campaign(graph([sends('more', 'Three')], [], { audience: { ...twice, value: 3 } }))
  await tracks(team, known, 'bought')
  expect((await said(known)).sort()).toEqual(['team: Thanks', 'team: Three'])
})

test('C25: an email that is due moves along and goes out once; exits of the survivor still hold it back', async () => {
  const exits = [{ id: 'left', name: 'Left', filter: is('attributes.left', true) }]
  const { id } = await team.campaign(graph([emails('mail', 'Hello')], [], { ...entersBy, exits }))
  const people = []
  for (const [externalId, attributes] of [
    ['stays', {}],
    ['leaves', { left: true }],
  ] as const) {
    const known = await signup(team, externalId, { attributes })
    const one = await visitor()
    await sets(team, one.person, { email: `${externalId}@shop.example` })
    await walks(one, 'go')
    expect((await acts(team, one.person)).mail).toMatchObject({ outcome: 'sent' })
    await becomes(one, externalId)
    people.push(known)
  }
  await work()
  const [stays = '', leaves = ''] = people
  const sent = await team.sql`select person_id, state from emails where team_id = ${team.id}`
  expect([...sent].sort((a, b) => String(a.state).localeCompare(String(b.state)))).toEqual([
    { person_id: stays, state: 'handed' },
    { person_id: leaves, state: 'revoked' },
  ])
  expect(await acts(team, leaves)).toMatchObject({ mail: { outcome: 'skipped' } })
  expect(await numbers(team, id)).toMatchObject({
    completed: 1,
    exited: 1,
    components: { mail: { sent: 1, skipped: 1 } },
  })
})

test('C25, C24: noted on either side, they enter on the resume once', async () => {
  const { id } = await team.campaign(graph([sends('hi', 'Hi')], [], entersBy))
  await pauses(team, id)
  const known = await signup(team, 'u-1')
  const one = await visitor()
  await walks(one, 'go')
  await becomes(one, 'u-1')
  expect(await journal(team, known)).toContain('merged')
  await resumes(team, id)
  await work()
  expect(await said(known)).toEqual(['team: Hi'])
  expect(await statuses(team, known)).toEqual(['completed'])
})

test('C25, C1: time goes on for who was merged, and for nobody who is not there any more', async () => {
  const quiet = { all: [happened('go'), { field: 'event.go', op: 'not-happened', within: 'P7D' }] }
  await team.campaign(graph([sends('hi', 'We miss you')], [], { audience: quiet }))
  const known = await signup(team, 'u-1')
  const one = await visitor()
  await walks(one, 'go')
  await becomes(one, 'u-1')
  const flipping = await team.sql`select id from people where team_id = ${team.id} and flip_at is not null`
  expect(flipping).toEqual([{ id: known }])
  await house.clock.passes('P8D')
  expect(await said(known)).toEqual(['team: We miss you'])
})

test('C25, C23, C24: what a moving or a deletion has not reached yet is reached with the merge', async () => {
  const say = (words: string) => graph([waits('wait', { for: 'P1D' }), sends('hi', words)], ['wait > hi'], entersBy)
  const [moved, gone] = [await team.campaign(say('Old')), await team.campaign(say('Gone'))]
  const known = await signup(team, 'u-1')
  const one = await visitor()
  await walks(one, 'go')
  await changes(team, moved.id, say('New'), { inside: 'move' })
  await archives(team, gone.id)
  await becomes(one, 'u-1')
  const by = new Map((await enrollments(team, known)).map(({ campaign, ...rest }) => [campaign, rest]))
  expect(by.get(moved.id)).toMatchObject({ version: 2, status: 'active' })
  expect(by.get(gone.id)).toMatchObject({ status: 'removed', cause: 'deleted' })
  await house.clock.passes('P1D')
  expect(await said(known)).toEqual(['team: New'])
})

test('C25: the old journal stays as it is, and the signup’s refers to it', async () => {
  await team.campaign(graph([hears('chat'), sends('hi', 'Hi')], ['chat > hi']))
  const known = await signup(team, 'u-1')
  const one = await visitor()
  await one.writes('Hello')
  const before = await journal(team, one.person)
  await becomes(one, 'u-1')
  await sets(team, known, { name: 'Ana' })
  expect(await journal(team, one.person)).toEqual(before)
  expect(await journal(team, known)).toContain('merged')
})
