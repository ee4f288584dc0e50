import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks } from '../house/api.ts'
import {
  asking,
  assigns,
  email,
  emails,
  ends,
  filters,
  graph,
  hears,
  is,
  offering,
  sends,
  waits,
} from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { changes, numbers, peopleBehind, saves, sets, signup } from '../house/steering.ts'
import { acts, enrollments, statuses } from '../house/talk.ts'
import { until } from '../house/until.ts'
import { wrongLists } from '../house/wrong-lists.ts'

/** A process that leaves emails and time to others until time passes. What the API says of numbers is in test/api. */
let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse({ PAVIOR_ROLE: 'web' })
})
beforeEach(async () => {
  team = await house.bareTeam()
})
// T4: numbers = sums and deltas = totals and deltas = lists = a recount from the journal.
afterEach(async () => {
  await holds(team)
  expect(await wrongLists(team.sql, team.id)).toEqual([])
})
afterAll(() => house.stop())

const components = async (campaign: string): Promise<Record<string, unknown>> =>
  Object(await numbers(team, campaign)).components
const signups = { audience: is('type', 'signup') }
const wrote = async (person: string) => {
  const [row] = await team.sql`select id from conversations where team_id = ${team.id} and person_id = ${person}`
  return String(row?.id)
}

test('T1: each type of component counts what it did, and who stands at it now', async () => {
  const inbox = String((await team.sql`select id from inboxes where team_id = ${team.id}`)[0]?.id)
  const { id } = await team.campaign(
    graph(
      [
        hears('chat'),
        filters('pro', is('attributes.plan', 'pro'), { watch: { for: 'P1D' } }),
        waits('wait', { for: 'P1D' }),
        hears('more'),
        assigns('assign', inbox),
        sends('thanks', 'Thanks'),
        ends('end'),
      ],
      ['chat > pro', 'chat > wait > end', 'chat > more', 'pro:matched > thanks', 'more > assign'],
    ),
  )
  const [one, two] = [await team.visitor(), await team.visitor()]
  const conversation = await one.writes('Hi')
  await two.writes('Hi')
  expect(await components(id)).toMatchObject({
    chat: { acted: 2, triggered: 2, listening: 0 },
    pro: { acted: 0, watching: 2, arrived: 2 },
    wait: { acted: 0, waiting: 2, arrived: 2 },
    more: { acted: 0, listening: 2, arrived: 2 },
  })
  await one.updates({ plan: 'pro' })
  await one.writes('More', conversation)
  await house.clock.passes('P1D')
  expect(await components(id)).toMatchObject({
    pro: { acted: 2, matched: 1, unmatched: 1, watching: 0, left: 0, arrived: 2 },
    wait: { acted: 2, passed: 2, waiting: 0, left: 0 },
    more: { acted: 1, triggered: 1, listening: 0, left: 1, arrived: 2 },
    assign: { acted: 1, assigned: 1 },
    thanks: { acted: 1, sent: 1 },
    end: { acted: 2, ended: 2 },
  })
  expect(await peopleBehind(team, id, 'left', 'more')).toEqual([{ person: two.person }])
})

test('T1: people are distinct, however often they entered', async () => {
  const { id } = await team.campaign(
    graph([sends('hi', 'Hi')], [], { audience: is('attributes.on', true), reentry: 'each' }),
  )
  const person = await signup(team, 'often')
  for (const on of [true, false, true, false, true]) await sets(team, person, { attributes: { on } })
  expect(await statuses(team, person)).toEqual(['completed', 'completed', 'completed'])
  // Each of them is known as one that was left, from memory and loaded anew.
  const left = await team.sql`select id from enrollments where team_id = ${team.id} order by entered_at`
  const removes = async (row: unknown) => (await asks(team, 'DELETE', `/enrollments/${Object(row).id}`)).status
  expect(await removes(left[0])).toBe(409)
  await sets(team, person, { email: 'often@shop.example' })
  expect(await removes(left[1])).toBe(409)
  expect(await numbers(team, id)).toMatchObject({
    entered: 1,
    completed: 1,
    components: { hi: { acted: 1, sent: 1, arrived: 1 } },
  })
  expect(await peopleBehind(team, id, 'sent', 'hi')).toEqual([{ person }])
})

test('T1, C3: whatever they enter later, each message of who came often is told of: what is remembered, and what is loaded', async () => {
  await team.campaign(graph([hears('chat'), sends('hi', 'Hi')], ['chat > hi'], { reentry: 'each' }))
  const visitor = await team.visitor()
  const begun: string[] = []
  for (const words of ['One', 'Two', 'Three', 'Four']) begun.push(await visitor.writes(words))
  const [one = '', two = '', three = '', four = ''] = begun
  await visitor.sees(one, 2)
  const [{ id: person } = {}] = await team.sql`select id from people where team_id = ${team.id}`
  // Who gets an address is loaded anew, with what bears on that alone.
  await sets(team, String(person), { email: 'ana@shop.example' })
  await visitor.sees(two, 2)
  await sets(team, String(person), { email: 'ana@home.example' })
  await visitor.writes('And more', three)
  await visitor.sees(four, 2)
  const told = await team.sql`
    select e.data ->> 'outcome' as outcome, count(distinct e.data ->> 'enrollment')::int as enrollments from journal e
    where e.team_id = ${team.id} and e.kind = 'engaged' group by 1 order by 1`
  expect([...told]).toEqual([
    { outcome: 'replied', enrollments: 1 },
    { outcome: 'seen', enrollments: 4 },
  ])
})

test('T1: what was skipped or failed is not among who it acted on, and who did both is in each', async () => {
  const named = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'variable', attrs: { key: 'name', fallback: '' } }] }],
  }
  const { id } = await team.campaign(
    graph([sends('hi', named)], [], { audience: is('attributes.on', true), reentry: 'each' }),
  )
  const person = await signup(team, 'unnamed')
  await sets(team, person, { attributes: { on: true } })
  expect(await components(id)).toMatchObject({ hi: { acted: 0, sent: 0, skipped: 1, arrived: 1 } })
  await sets(team, person, { attributes: { on: false }, name: 'Ana' })
  await sets(team, person, { attributes: { on: true } })
  expect(await components(id)).toMatchObject({ hi: { acted: 1, sent: 1, skipped: 1 } })
})

test('T1: seen counts once what was shown, not what lies behind it', async () => {
  const { id } = await team.campaign(
    graph([hears('chat'), sends('one', 'One'), sends('two', 'Two')], ['chat > one > two']),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  expect(await components(id)).toMatchObject({ one: { sent: 1, seen: 0 }, two: { seen: 0 } })
  await visitor.sees(conversation, 2)
  await visitor.sees(conversation, 2)
  expect(await components(id)).toMatchObject({ one: { seen: 1 }, two: { seen: 0 } })
  await visitor.sees(conversation, 3)
  expect(await components(id)).toMatchObject({ one: { seen: 1 }, two: { seen: 1 } })
})

test('T1: replied is the next message of the person there, unless an agent wrote in between; writing elsewhere is none', async () => {
  const { id } = await team.campaign(graph([hears('chat'), sends('ask', 'How are you?')], ['chat > ask']))
  const [replies, answered, elsewhere] = [await team.visitor(), await team.visitor(), await team.visitor()]
  const agent = await team.agent()
  const one = await replies.writes('Hi')
  const two = await answered.writes('Hi')
  await elsewhere.writes('Hi')
  await agent.notes(one, 'A note is not a word to them')
  await replies.writes('Fine', one)
  await agent.replies(two, 'Let me take over')
  await answered.writes('Thanks', two)
  await elsewhere.writes('Something else')
  expect(await components(id)).toMatchObject({ ask: { sent: 3, replied: 1 } })
  expect(await peopleBehind(team, id, 'replied', 'ask')).toEqual([{ person: replies.person }])
})

test('T1: of several that nobody answered yet, the reply is to each; to what came later it is none', async () => {
  const { id } = await team.campaign(
    graph(
      [hears('chat'), sends('one', 'One'), sends('two', 'Two'), hears('more'), sends('three', 'Three')],
      ['chat > one > two > more > three'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('Yes', conversation)
  expect(await components(id)).toMatchObject({
    one: { replied: 1 },
    two: { replied: 1 },
    three: { sent: 1, replied: 0 },
  })
})

test('T1: clicked and submitted count people, also after they left', async () => {
  const exits = [{ id: 'left', name: 'Left', filter: is('attributes.left', true) }]
  const { id } = await team.campaign(
    graph(
      [
        hears('chat'),
        sends(
          'offer',
          offering(
            'Which?',
            { id: 'a', label: 'A', url: 'https://a.example' },
            { id: 'b', label: 'B', url: 'https://b.example' },
          ),
        ),
        sends('ask', asking('Who?', email)),
        ends('end'),
      ],
      ['chat > offer > ask > end'],
      { exits },
    ),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await statuses(team, visitor.person)).toEqual(['ended'])
  const offered = await visitor.receives(({ number }) => number === 2)
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  for (const button of ['a', 'a', 'b']) await visitor.presses(offered.id, button)
  await visitor.fills(asked.id, { email: 'ana@shop.example' })
  await visitor.sees(await wrote(visitor.person), 3)
  expect(await components(id)).toMatchObject({ offer: { clicked: 1, seen: 1 }, ask: { submitted: 1, seen: 1 } })
})

test('T1, C12: an email that never leaves moves from sent to skipped, whatever takes it back', async () => {
  const exits = [{ id: 'left', name: 'Left', filter: is('attributes.left', true) }]
  const { id } = await team.campaign(
    graph([emails('mail', 'Hello'), waits('wait', { for: 'P9D' })], ['mail > wait'], { ...signups, exits }),
  )
  const mailed = (name: string) => signup(team, name, { email: `${name}@shop.example` })
  const [exited, removed] = [await mailed('exited'), await mailed('removed')]
  const [goes, stays] = [await mailed('goes'), await mailed('stays')]
  const bare = await signup(team, 'bare')
  expect(await components(id)).toMatchObject({ mail: { acted: 4, sent: 4, skipped: 1, arrived: 5 } })
  await sets(team, exited, { attributes: { left: true } })
  const [row] = await team.sql`select id from enrollments where team_id = ${team.id} and person_id = ${removed}`
  await team.api(`/enrollments/${row?.id}`, { method: 'DELETE' })
  expect(await components(id)).toMatchObject({ mail: { acted: 2, sent: 2, skipped: 3, arrived: 5 } })
  await house.clock.passes('PT1M')
  expect(await components(id)).toMatchObject({ mail: { acted: 2, sent: 2, skipped: 3 } })
  // What was handed over stays so.
  await sets(team, stays, { attributes: { left: true } })
  expect((await acts(team, stays)).mail).toMatchObject({ outcome: 'sent' })
  expect((await acts(team, removed)).mail).toMatchObject({
    outcome: 'skipped',
    reason: 'The person had left the campaign.',
  })
  expect((await acts(team, bare)).mail).toMatchObject({ outcome: 'skipped', reason: 'There is no email address.' })
  expect(await peopleBehind(team, id, 'sent', 'mail')).toEqual([{ person: stays }, { person: goes }])
})

test('T1, C12: who got the same email before stays in its number when the second one is taken back', async () => {
  const exits = [{ id: 'left', name: 'Left', filter: is('attributes.left', true) }]
  const once = (words: string) =>
    graph([emails('mail', words), waits('wait', { for: 'P9D' })], ['mail > wait'], {
      audience: is('attributes.on', true),
      reentry: 'each',
      exits,
    })
  const { id } = await team.campaign(once('Hello'))
  const person = await signup(team, 'twice', { email: 'ana@shop.example', attributes: { on: true } })
  await house.clock.passes('PT1M')
  await changes(team, id, once('Hello again'))
  await sets(team, person, { attributes: { left: true } })
  await sets(team, person, { attributes: { left: false } })
  expect(await enrollments(team, person)).toMatchObject([
    { version: 1, status: 'exited' },
    { version: 2, status: 'active' },
  ])
  await sets(team, person, { attributes: { left: true } })
  expect(await components(id)).toMatchObject({ mail: { acted: 1, sent: 1, skipped: 1 } })
  expect(await numbers(team, id, 1)).toMatchObject({ components: { mail: { sent: 1, skipped: 0 } } })
  expect(await numbers(team, id, 2)).toMatchObject({ components: { mail: { sent: 0, skipped: 1 } } })
})

test('T1, C12, C23: an email of who was moved is taken back from the version that sent it', async () => {
  const exits = [{ id: 'left', name: 'Left', filter: is('attributes.left', true) }]
  const once = (words: string) =>
    graph([emails('mail', words), waits('wait', { for: 'P9D' })], ['mail > wait'], {
      audience: is('attributes.on', true),
      reentry: 'each',
      exits,
    })
  const { id } = await team.campaign(once('Hello'))
  const person = await signup(team, 'moved', { email: 'ana@shop.example', attributes: { on: true } })
  await changes(team, id, once('Hello again'), { inside: 'move' })
  await sets(team, person, { attributes: { left: true } })
  expect(await numbers(team, id, 1)).toMatchObject({ components: { mail: { sent: 0 } } })
  expect(await numbers(team, id)).toMatchObject({ components: { mail: { acted: 0, sent: 0, skipped: 1 } } })
})

test('T1, C12, C23: taken back, an email leaves in the number the one before that was sent on an older version', async () => {
  const exits = [{ id: 'left', name: 'Left', filter: is('attributes.left', true) }]
  const once = (words: string) =>
    graph([emails('mail', words), waits('wait', { for: 'P9D' })], ['mail > wait'], {
      audience: is('attributes.on', true),
      reentry: 'each',
      exits,
    })
  const { id } = await team.campaign(once('One'))
  const person = await signup(team, 'moved', { email: 'ana@shop.example', attributes: { on: true } })
  await house.clock.passes('PT1M')
  // Sent on version 1, and moved to 2 before they left.
  await changes(team, id, once('Two'), { inside: 'move' })
  await house.clock.passes('PT1M')
  await sets(team, person, { attributes: { left: true } })
  await sets(team, person, { attributes: { left: false } })
  await sets(team, person, { attributes: { left: true } })
  expect(await enrollments(team, person)).toMatchObject([{ version: 2 }, { version: 2 }])
  expect(await numbers(team, id, 1)).toMatchObject({ components: { mail: { sent: 1 } } })
  expect(await numbers(team, id, 2)).toMatchObject({ components: { mail: { sent: 0, skipped: 1 } } })
  expect(await numbers(team, id)).toMatchObject({ components: { mail: { sent: 1, skipped: 1 } } })
})

test('T2: entered is the sum of all, by each person’s latest enrollment, and by exit', async () => {
  const exits = ['one', 'two'].map(name => ({ id: name, name, filter: is(`attributes.${name}`, true) }))
  const { id } = await team.campaign(
    graph(
      [
        filters('end-it', is('attributes.end', true)),
        filters('done', is('attributes.done', true), { watch: { for: 'P1D' } }),
        ends('end'),
      ],
      ['end-it:matched > end'],
      { audience: is('attributes.on', true), exits, reentry: 'each' },
    ),
  )
  for (const name of ['one', 'two', 'end', 'stays']) {
    const person = await signup(team, name, { attributes: { on: true } })
    await sets(team, person, { attributes: { [name]: true } })
  }
  const back = await signup(team, 'back', { attributes: { on: true } })
  await sets(team, back, { attributes: { one: true } })
  expect(await numbers(team, id)).toMatchObject({
    entered: 5,
    exited: 3,
    exits: { one: 2, two: 1 },
    ended: 1,
    active: 1,
  })
  await sets(team, back, { attributes: { one: false } })
  const all = await numbers(team, id)
  expect(all).toMatchObject({
    entered: 5,
    active: 2,
    completed: 0,
    ended: 1,
    exited: 2,
    removed: 0,
    exits: { one: 1, two: 1 },
  })
  expect(await peopleBehind(team, id, 'active')).toHaveLength(2)
  expect((await peopleBehind(team, id, 'active'))[0]).toEqual({ person: back })
})

test('T2: who was removed by an agent counts as removed; a draft changes no number', async () => {
  const { id } = await team.campaign(graph([waits('wait', { for: 'P1D' })], [], signups))
  const person = await signup(team, 'out')
  const [row] = await team.sql`select id from enrollments where team_id = ${team.id} and person_id = ${person}`
  await team.api(`/enrollments/${row?.id}`, { method: 'DELETE' })
  expect(await enrollments(team, person)).toMatchObject([{ status: 'removed', cause: 'api' }])
  await saves(team, id, graph([ends('end')], [], signups))
  expect(await numbers(team, id)).toMatchObject({
    entered: 1,
    removed: 1,
    components: { wait: { waiting: 0, left: 1, arrived: 1 } },
  })
})

test('T4: folded into totals the numbers are what they were', async () => {
  const folding = await openHouse()
  try {
    const other = await folding.bareTeam()
    const { id } = await other.campaign(graph([hears('chat'), sends('hi', 'Hi')], ['chat > hi']))
    const visitors = await Promise.all(Array.from({ length: 8 }, () => other.visitor()))
    await Promise.all(visitors.map(visitor => visitor.writes('Hi')))
    const before = await numbers(other, id)
    expect(before).toMatchObject({ entered: 8, completed: 8, components: { hi: { sent: 8 } } })
    await until(async () => (await other.sql`select from count_deltas limit 1`).length === 0, 'all deltas are folded')
    expect(await numbers(other, id)).toEqual(before)
    await holds(other)
  } finally {
    await folding.stop()
  }
})
