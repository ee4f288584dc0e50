import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { archives, changes, numbers, pauses, resumes, sets, signup, tracks } from '../house/steering.ts'
import { acts, enrollments, journal, statuses, talk } from '../house/talk.ts'

/** A process that leaves time and bulk work to others: C24's look comes when a test lets time pass. */
let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse({ PAVIOR_ROLE: 'web' })
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterEach(() => holds(team))
afterAll(() => house.stop())

const said = async (person: string) => (await talk(team, person)).flat().filter(line => !line.startsWith('person'))
const look = () => house.clock.passes('PT1S')
const pro = is('attributes.plan', 'pro')
const happened = (name: string) => ({ field: `event.${name}`, op: 'happened' })
const out = (filter: object) => ({ exits: [{ id: 'out', name: 'Out', filter }] })

test('C24: paused, nobody enters and nothing acts; who became eligible is noted, and enters on the resume if still eligible', async () => {
  const { id } = await team.campaign(graph([sends('hi', 'Hi')], [], { audience: pro }))
  await pauses(team, id)
  const stays = await signup(team, 'stays', { attributes: { plan: 'pro' } })
  const leaves = await signup(team, 'leaves', { attributes: { plan: 'pro' } })
  await sets(team, leaves, { attributes: { plan: 'free' } })
  expect(await numbers(team, id)).toMatchObject({ entered: 0 })
  expect(await journal(team, stays)).toContain('eligible-noted')
  await resumes(team, id)
  await look()
  expect(await said(stays)).toEqual(['team: Hi'])
  expect(await enrollments(team, leaves)).toEqual([])
  expect(await journal(team, leaves)).toContain('eligible-forgotten')
  // Forgotten, they enter when they become eligible anew.
  await sets(team, leaves, { attributes: { plan: 'pro' } })
  expect(await said(leaves)).toEqual(['team: Hi'])
})

test('C24: who was eligible before, and was not noted, enters on the resume only where the author says so', async () => {
  const { id } = await team.campaign(graph([sends('hi', 'Hi')], [], { audience: is('type', 'signup') }))
  await team.sql`update campaigns set status = 'archived' where team_id = ${team.id} and id = ${id}`
  await team.sql`update teams set revision = revision + 1 where id = ${team.id}`
  const person = await signup(team, 'before')
  await team.sql`update campaigns set status = 'active' where team_id = ${team.id} and id = ${id}`
  await team.sql`update teams set revision = revision + 1 where id = ${team.id}`
  await pauses(team, id)
  await resumes(team, id, 'skip')
  await look()
  expect(await said(person)).toEqual([])
  await pauses(team, id)
  await resumes(team, id, 'enroll')
  await look()
  expect(await said(person)).toEqual(['team: Hi'])
})

test('C24: a paused campaign that starts by a message is not entered by one, then or later', async () => {
  const { id } = await team.campaign(graph([hears('chat'), sends('hi', 'Hi')], ['chat > hi']))
  await pauses(team, id)
  const visitor = await team.visitor()
  await visitor.writes('Hello')
  await resumes(team, id)
  await look()
  expect(await said(visitor.person)).toEqual([])
  await visitor.writes('Hello again')
  expect(await said(visitor.person)).toEqual(['team: Hi'])
})

test('C24: paused, exits still take people out, at a fact and when time alone makes them match', async () => {
  const quiet = { field: 'event.active', op: 'not-happened', within: 'P7D' }
  const { id } = await team.campaign(
    graph([waits('wait', { for: 'P30D' }), sends('hi', 'Hi')], ['wait > hi'], {
      audience: happened('active'),
      exits: [
        { id: 'bought', name: 'Bought', filter: happened('bought') },
        { id: 'quiet', name: 'Quiet', filter: quiet },
      ],
    }),
  )
  const buys = await signup(team, 'buys')
  const rests = await signup(team, 'rests')
  for (const person of [buys, rests]) await tracks(team, person, 'active')
  await pauses(team, id)
  await tracks(team, buys, 'bought')
  expect(await enrollments(team, buys)).toMatchObject([{ status: 'exited', cause: 'bought' }])
  await house.clock.passes('P8D')
  expect(await enrollments(team, rests)).toMatchObject([{ status: 'exited', cause: 'quiet' }])
})

test('C24: what fell due in a pause acts on the resume, after the exits were asked', async () => {
  const { id } = await team.campaign(
    graph([waits('wait', { for: 'P1D' }), sends('hi', 'Hi')], ['wait > hi'], {
      audience: is('type', 'signup'),
      ...out(is('attributes.left', true)),
    }),
  )
  const [stays, leaves] = [await signup(team, 'stays'), await signup(team, 'leaves')]
  await pauses(team, id)
  await house.clock.passes('P3D')
  await sets(team, stays, { attributes: { seen: true } })
  expect([await said(stays), await statuses(team, stays)]).toEqual([[], ['active']])
  await sets(team, leaves, { attributes: { left: true } })
  await resumes(team, id)
  await look()
  expect([await said(stays), await statuses(team, stays)]).toEqual([['team: Hi'], ['completed']])
  expect([await said(leaves), await statuses(team, leaves)]).toEqual([[], ['exited']])
})

test('C24: a pause that is longer than a wait of another enrollment changes nothing for who enters afterwards', async () => {
  const { id } = await team.campaign(
    graph([waits('wait', { for: 'P1D' }), sends('hi', 'Hi')], ['wait > hi'], { audience: is('type', 'signup') }),
  )
  await pauses(team, id)
  await house.clock.passes('P3D')
  await resumes(team, id)
  await look()
  const person = await signup(team, 'later')
  await house.clock.passes('PT23H')
  expect(await said(person)).toEqual([])
  await house.clock.passes('PT1H')
  expect(await said(person)).toEqual(['team: Hi'])
})

test('C24: on the resume a watching Filter looks at the state of now, and a match wins over a time that ran out', async () => {
  const { id } = await team.campaign(
    graph(
      [filters('paid', is('attributes.paid', true), { watch: { for: 'P1D' } }), sends('yes', 'Yes'), sends('no', 'No')],
      ['paid:matched > yes', 'paid:unmatched > no'],
      { audience: is('type', 'signup') },
    ),
  )
  const [pays, wavers, never] = [await signup(team, 'pays'), await signup(team, 'wavers'), await signup(team, 'never')]
  await pauses(team, id)
  for (const person of [pays, wavers]) await sets(team, person, { attributes: { paid: true } })
  await sets(team, wavers, { attributes: { paid: false } })
  await house.clock.passes('P3D')
  await resumes(team, id)
  await look()
  expect(await said(pays)).toEqual(['team: Yes'])
  expect(await said(wavers)).toEqual(['team: No'])
  expect(await said(never)).toEqual(['team: No'])
})

test('C24: an Inbound message acts on the resume if a fitting message came meanwhile; what does not fit is not heard', async () => {
  const { id } = await team.campaign(
    graph(
      [hears('chat'), sends('ask', 'Price?'), hears('price', { contains: ['price'] }), sends('cheap', 'Cheap.')],
      ['chat > ask > price > cheap'],
    ),
  )
  const [fits, other] = [await team.visitor(), await team.visitor()]
  const [one, two] = [await fits.writes('Hi'), await other.writes('Hi')]
  await pauses(team, id)
  await fits.writes('The price, please', one)
  await fits.writes('Thanks', one)
  await other.writes('Never mind', two)
  expect(await said(fits.person)).toEqual(['team: Price?'])
  await resumes(team, id)
  await look()
  expect(await said(fits.person)).toEqual(['team: Price?', 'team: Cheap.'])
  expect(await said(other.person)).toEqual(['team: Price?'])
  await other.writes('The price?', two)
  expect(await said(other.person)).toEqual(['team: Price?', 'team: Cheap.'])
})

test('C24: on the resume, what matches or was heard goes before what is overdue', async () => {
  const { id } = await team.campaign(
    graph(
      [
        hears('chat'),
        waits('wait', { for: 'P1D' }),
        hears('word'),
        filters('paid', is('attributes.paid', true)),
        sends('late', 'Late'),
        sends('heard', 'Heard'),
        sends('thanks', 'Thanks'),
      ],
      ['chat > wait > late', 'chat > word > heard', 'chat > paid', 'paid:matched > thanks'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await pauses(team, id)
  await visitor.writes('More', conversation)
  await visitor.updates({ paid: true })
  await house.clock.passes('P3D')
  expect(await said(visitor.person)).toEqual([])
  await resumes(team, id)
  await look()
  const acted = await team.sql`
    select data ->> 'component' as component from journal
    where team_id = ${team.id} and stream = ${visitor.person} and kind = 'acted' order by number`
  expect(acted.map(({ component }) => component).filter(one => ['wait', 'word', 'paid'].includes(one))).toEqual([
    'word',
    'paid',
    'wait',
  ])
  expect((await said(visitor.person)).sort()).toEqual(['team: Heard', 'team: Late', 'team: Thanks'])
})

test('C24: whoever the look has not reached is looked at before their next fact', async () => {
  const { id } = await team.campaign(
    graph([waits('wait', { for: 'P1D' }), sends('hi', 'Hi'), sends('more', 'More')], ['wait > hi > more'], {
      audience: is('type', 'signup'),
      ...out(is('attributes.left', true)),
    }),
  )
  const inside = await signup(team, 'inside')
  await pauses(team, id)
  const noted = await signup(team, 'noted')
  await house.clock.passes('P2D')
  await resumes(team, id)
  // The job has not run: the very fact that would take them out comes behind what was due before it.
  await sets(team, inside, { attributes: { left: true } })
  expect([await said(inside), await statuses(team, inside)]).toEqual([['team: Hi', 'team: More'], ['completed']])
  await sets(team, noted, { attributes: { left: true } })
  expect(await enrollments(team, noted)).toMatchObject([{ status: 'exited' }])
  await look()
  expect(await said(inside)).toEqual(['team: Hi', 'team: More'])
})

test('C24: paused and resumed again, everybody inside is looked at once for each resume', async () => {
  const { id } = await team.campaign(
    graph([waits('wait', { for: 'P1D' }), sends('hi', 'Hi')], ['wait > hi'], { audience: is('type', 'signup') }),
  )
  const person = await signup(team, 'inside')
  for (let times = 1; times <= 2; times++) {
    await pauses(team, id)
    await resumes(team, id)
    await look()
    await look()
    expect((await journal(team, person)).filter(kind => kind === 'looked')).toHaveLength(times)
  }
  await house.clock.passes('P1D')
  expect(await said(person)).toEqual(['team: Hi'])
})

test('C24: published while paused it stays paused, and the resume lets it act as it is then', async () => {
  const { id } = await team.campaign(graph([sends('hi', 'Old')], [], { audience: pro }))
  await pauses(team, id)
  const person = await signup(team, 'noted', { attributes: { plan: 'pro' } })
  await changes(team, id, graph([sends('hi', 'New')], [], { audience: pro }))
  const during = await signup(team, 'during', { attributes: { plan: 'pro' } })
  await look()
  expect(await numbers(team, id)).toMatchObject({ entered: 0 })
  await resumes(team, id)
  await look()
  expect([await said(person), await said(during)]).toEqual([['team: New'], ['team: New']])
})

test('C24: who was noted does not enter where, published meanwhile, only a message or a start lets in', async () => {
  for (const next of [
    graph([hears('chat'), sends('hi', 'Hi')], ['chat > hi'], { audience: pro }),
    graph([sends('hi', 'Hi')], [], { audience: pro, startable: true }),
  ]) {
    const { id } = await team.campaign(graph([sends('hi', 'Hi')], [], { audience: pro }))
    await pauses(team, id)
    const person = await signup(team, `noted-${id}`, { attributes: { plan: 'pro' } })
    await changes(team, id, next)
    await resumes(team, id)
    await look()
    expect((await enrollments(team, person)).filter(({ campaign }) => campaign === id)).toEqual([])
  }
})

test('C24, C16: what was heard while it was paused is answered in the conversation in which it was said', async () => {
  const { id } = await team.campaign(
    graph([hears('chat'), hears('more', { where: 'anywhere' }), sends('thanks', 'Thanks')], ['chat > more > thanks']),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await pauses(team, id)
  await visitor.writes('Another thing')
  await resumes(team, id)
  await look()
  expect(await talk(team, visitor.person)).toEqual([['person: Hi'], ['person: Another thing', 'team: Thanks']])
})

test('C24: deleting takes everybody out, closes their forms, and versions and numbers stay', async () => {
  const { id } = await team.campaign(
    graph(
      [hears('chat'), sends('ask', asking('Who?', email)), hears('more'), sends('thanks', 'Thanks')],
      ['chat > ask > more > thanks'],
    ),
  )
  const [reached, behind] = [await team.visitor(), await team.visitor()]
  const conversation = await reached.writes('Hi')
  const other = await behind.writes('Hi')
  await archives(team, id)
  // Before the job has come by, their next fact finds it deleted.
  await behind.writes('More', other)
  expect(await said(behind.person)).toEqual(['team: Who? [closed]'])
  await look()
  await reached.writes('More', conversation)
  for (const { person } of [reached, behind]) {
    expect(await said(person)).toEqual(['team: Who? [closed]'])
    expect(await enrollments(team, person)).toMatchObject([{ status: 'removed', cause: 'deleted' }])
  }
  expect(await numbers(team, id)).toMatchObject({
    entered: 2,
    removed: 2,
    active: 0,
    components: { ask: { sent: 2, acted: 2 }, more: { listening: 0, left: 2 } },
  })
  expect(await numbers(team, id, 1)).toMatchObject({ entered: 2 })
  expect(await acts(team, reached.person)).toMatchObject({ ask: { outcome: 'sent' } })
})
