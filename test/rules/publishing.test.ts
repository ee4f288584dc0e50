import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, emails, filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { changes, drafts, numbers, pauses, publishes, resumes, saves, sets, signup } from '../house/steering.ts'
import { acts, enrollments, statuses, talk } from '../house/talk.ts'

/** C23 for who is inside, C4 for who is not. A process that leaves bulk work to others: it is done when time passes. */
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
const work = () => house.clock.passes('PT1S')
const signups = { audience: is('type', 'signup') }
const waitThenSay = (time: string, words = 'Hi') =>
  graph([waits('wait', { for: time }), sends('hi', words)], ['wait > hi'], signups)
const move = { inside: 'move' } as const

test('C23: a draft is saved without effect', async () => {
  const { id } = await team.campaign(waitThenSay('P1D'))
  const person = await signup(team, 'inside')
  await saves(
    team,
    id,
    graph([sends('hi', 'Never')], [], { ...signups, exits: [{ id: 'all', name: 'All', filter: { all: [] } }] }),
  )
  await signup(team, 'another')
  await house.clock.passes('P1D')
  expect(await said(person)).toEqual(['team: Hi'])
  expect(await enrollments(team, person)).toMatchObject([{ version: 1, status: 'completed' }])
})

test('C23: who stays goes on under the settings they entered with', async () => {
  const { id } = await team.campaign(waitThenSay('P2D', 'Old'))
  const person = await signup(team, 'inside')
  await changes(team, id, waitThenSay('P1D', 'New'), { inside: 'stay' })
  await house.clock.passes('P1D')
  expect(await said(person)).toEqual([])
  await house.clock.passes('P1D')
  expect(await said(person)).toEqual(['team: Old'])
  expect(await enrollments(team, person)).toMatchObject([{ version: 1 }])
})

test('C23: who is moved goes on at a Wait under its new settings, its end computed again from the arrival', async () => {
  const { id } = await team.campaign(waitThenSay('P5D', 'Old'))
  const person = await signup(team, 'inside')
  await house.clock.passes('P1D')
  await changes(team, id, waitThenSay('P3D', 'New'), move)
  await work()
  expect(await enrollments(team, person)).toMatchObject([{ version: 2, status: 'active' }])
  await house.clock.passes('P1D')
  expect(await said(person)).toEqual([])
  await house.clock.passes('P1D')
  expect(await said(person)).toEqual(['team: New'])
})

test('C23: an end that lies behind by then acts with the moving', async () => {
  const { id } = await team.campaign(waitThenSay('P5D', 'Old'))
  const person = await signup(team, 'inside')
  await house.clock.passes('P2D')
  await changes(team, id, waitThenSay('P1D', 'New'), move)
  await work()
  expect(await said(person)).toEqual(['team: New'])
})

test('C23: moved further away, nothing acts at the old end', async () => {
  const { id } = await team.campaign(waitThenSay('P1D', 'Old'))
  const person = await signup(team, 'inside')
  await changes(team, id, waitThenSay('P2D', 'New'), move)
  await house.clock.passes('P1DT1H')
  expect(await said(person)).toEqual([])
  await house.clock.passes('PT23H')
  expect(await said(person)).toEqual(['team: New'])
})

test('C23: a Filter watches on by its new condition and for its new time, and an Inbound message for its new words', async () => {
  const asks = (plan: string, time: string, word: string) =>
    graph(
      [
        hears('chat'),
        filters('plan', is('attributes.plan', plan), { watch: { for: time } }),
        hears('word', { contains: [word] }),
        sends('yes', 'Yes'),
        sends('no', 'No'),
        sends('heard', 'Heard'),
      ],
      ['chat > plan', 'plan:matched > yes', 'plan:unmatched > no', 'chat > word > heard'],
    )
  const { id } = await team.campaign(asks('pro', 'P9D', 'old'))
  const [matches, lasts] = [await team.visitor(), await team.visitor()]
  const [one] = [await matches.writes('Hi'), await lasts.writes('Hi')]
  await matches.updates({ plan: 'free' })
  await changes(team, id, asks('free', 'P2D', 'new'), move)
  await work()
  expect(await said(matches.person)).toEqual(['team: Yes'])
  await matches.writes('old', one)
  expect(await said(matches.person)).toEqual(['team: Yes'])
  await matches.writes('new', one)
  expect(await said(matches.person)).toEqual(['team: Yes', 'team: Heard'])
  await house.clock.passes('P2D')
  expect(await said(lasts.person)).toEqual(['team: No'])
})

test('C23: what stood at a component that is gone, or is of another type now, is dropped; nothing keeps them: removed', async () => {
  const { id } = await team.campaign(
    graph(
      [waits('gone', { for: 'P1D' }), waits('other', { for: 'P1D' }), sends('hi', 'Hi')],
      ['gone > hi', 'other > hi'],
      signups,
    ),
  )
  const person = await signup(team, 'inside')
  await changes(
    team,
    id,
    graph([filters('other', is('attributes.plan', 'pro')), sends('hi', 'Hi')], ['other:matched > hi'], signups),
    move,
  )
  await work()
  expect(await enrollments(team, person)).toMatchObject([{ status: 'removed', cause: 'published', version: 2 }])
  await sets(team, person, { attributes: { plan: 'pro' } })
  await house.clock.passes('P2D')
  expect(await said(person)).toEqual([])
  expect(await numbers(team, id)).toMatchObject({
    entered: 1,
    removed: 1,
    components: { gone: { waiting: 0 }, other: {} },
  })
})

test('C23: an open form, or an email on its way, keeps who was moved inside', async () => {
  const { id } = await team.campaign(
    graph([hears('chat'), sends('ask', asking('Who?', email)), hears('more')], ['chat > ask > more']),
  )
  const mail = await team.campaign(
    graph([emails('mail', 'Hello'), waits('wait', { for: 'P9D' })], ['mail > wait'], signups),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const person = await signup(team, 'mailed', { email: 'ana@shop.example' })
  await changes(team, id, graph([hears('chat'), sends('ask', 'Hi')], ['chat > ask']), move)
  await changes(team, mail.id, graph([emails('mail', 'Hi')], [], signups), move)
  // Nobody hands emails over meanwhile: the very next fact of each moves them.
  await visitor.updates({ moved: true })
  await sets(team, person, { attributes: { moved: true } })
  expect(await enrollments(team, visitor.person)).toMatchObject([{ status: 'active', version: 2 }])
  expect(await enrollments(team, person)).toMatchObject([{ status: 'active', version: 2 }])
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(asked.id, { email: 'eva@shop.example' })
  await work()
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
  expect(await statuses(team, person)).toEqual(['completed'])
  expect((await acts(team, person)).mail).toMatchObject({ outcome: 'sent' })
})

test('C23: what acted does not act again, and new roots do not start', async () => {
  const { id } = await team.campaign(
    graph([sends('hi', 'Hi'), waits('wait', { for: 'P1D' }), sends('later', 'Later')], ['hi > wait > later'], signups),
  )
  const person = await signup(team, 'inside')
  await changes(
    team,
    id,
    graph(
      [
        sends('root', 'Root'),
        waits('wait', { for: 'P1D' }),
        sends('hi', 'Hi again'),
        sends('later', 'Later'),
        sends('end', 'End'),
      ],
      ['wait > hi > end', 'wait > later'],
      signups,
    ),
    move,
  )
  await work()
  expect(await said(person)).toEqual(['team: Hi'])
  await house.clock.passes('P1D')
  expect(await said(person)).toEqual(['team: Hi', 'team: Later'])
  expect(await statuses(team, person)).toEqual(['completed'])
  // Who enters now starts at all roots.
  expect(await said(await signup(team, 'new'))).toEqual(['team: Root'])
})

test('C23: whoever the moving has not reached is moved before their next fact', async () => {
  const say = (word: string, words: string) =>
    graph([hears('chat'), hears('word', { contains: [word] }), sends('heard', words)], ['chat > word > heard'])
  const { id } = await team.campaign(say('old', 'Old'))
  const [one, other] = [await team.visitor(), await team.visitor()]
  const [first, second] = [await one.writes('Hi'), await other.writes('Hi')]
  await changes(team, id, say('new', 'New'), move)
  await one.writes('old', first)
  expect(await said(one.person)).toEqual([])
  await other.writes('new', second)
  expect(await said(other.person)).toEqual(['team: New'])
  await work()
  await one.writes('new', first)
  expect(await said(one.person)).toEqual(['team: New'])
})

test('C23, C24: moved while it is paused, they go on under the new settings after the resume', async () => {
  const { id } = await team.campaign(waitThenSay('P5D', 'Old'))
  const person = await signup(team, 'inside')
  await pauses(team, id)
  await changes(team, id, waitThenSay('P2D', 'New'), move)
  await work()
  expect(await enrollments(team, person)).toMatchObject([{ version: 2, status: 'active' }])
  await house.clock.passes('P3D')
  expect(await said(person)).toEqual([])
  await resumes(team, id)
  await work()
  expect(await said(person)).toEqual(['team: New'])
})

test('C23: the numbers follow who was moved; what they did before stays with the version they did it in', async () => {
  const two = (words: string) =>
    graph([sends('hi', 'Hi'), waits('wait', { for: 'P1D' }), sends('later', words)], ['hi > wait > later'], signups)
  const { id } = await team.campaign(two('Old'))
  await signup(team, 'moved')
  await changes(team, id, two('New'), move)
  await house.clock.passes('P1D')
  expect(await numbers(team, id, 1)).toMatchObject({ entered: 0, components: { hi: { sent: 1 }, later: { sent: 0 } } })
  expect(await numbers(team, id, 2)).toMatchObject({ entered: 1, components: { hi: { sent: 0 }, later: { sent: 1 } } })
  expect(await numbers(team, id)).toMatchObject({ entered: 1, components: { hi: { sent: 1 }, later: { sent: 1 } } })
})

test('C4: on activation everyone who is eligible now enters, or only who becomes so from now on', async () => {
  const pro = { attributes: { plan: 'pro' } }
  const here = await signup(team, 'here', pro)
  const not = await signup(team, 'not')
  const greets = (words: string) => graph([sends('hi', words)], [], { audience: is('attributes.plan', 'pro') })
  const [skips, enrolls] = [await drafts(team, greets('Skips')), await drafts(team, greets('Enrolls'))]
  await publishes(team, skips, { existing: 'skip' })
  await publishes(team, enrolls, { existing: 'enroll' })
  await work()
  expect([await said(here), await said(not)]).toEqual([['team: Enrolls'], []])
  await sets(team, not, pro)
  expect((await said(not)).sort()).toEqual(['team: Enrolls', 'team: Skips'])
  const campaign = await (await team.api(`/campaigns/${enrolls}`)).json()
  expect(campaign.work).toMatchObject([{ kind: 'enroll', done: expect.any(Number), endedAt: expect.any(String) }])
})

test('C4: a publication that changes the audience asks again; exits, re-entry and End still bar', async () => {
  const greets = (audience: object, more: object = {}) =>
    graph([sends('hi', 'Hi')], [], {
      audience,
      exits: [{ id: 'left', name: 'Left', filter: is('attributes.left', true) }],
      ...more,
    })
  const was = await signup(team, 'was')
  const left = await signup(team, 'left', { attributes: { left: true } })
  const id = await drafts(team, greets(is('attributes.plan', 'pro')))
  await publishes(team, id, { existing: 'enroll' })
  const inside = await signup(team, 'inside', { attributes: { plan: 'pro' } })
  await work()
  await changes(team, id, greets(is('type', 'signup')), { existing: 'enroll' })
  await work()
  expect([await said(was), await said(left), await said(inside)]).toEqual([['team: Hi'], [], ['team: Hi']])
  await changes(team, id, greets(is('type', 'signup'), { reentry: 'each' }))
  await changes(team, id, greets({ all: [] }, { reentry: 'each' }), { existing: 'enroll' })
  await work()
  expect([await said(was), await said(left), await said(inside)]).toEqual([
    ['team: Hi', 'team: Hi'],
    [],
    ['team: Hi', 'team: Hi'],
  ])
})
