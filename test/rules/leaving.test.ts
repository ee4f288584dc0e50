import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, ends, graph, hears, is, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { archives, changes, erases, pauses, resumes, signup } from '../house/steering.ts'
import { enrollments, statuses, talk } from '../house/talk.ts'

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

const leavesAs = (filter: object) => ({ exits: [{ id: 'out', name: 'Out', filter }] })
const askThenListen = (campaign: object) =>
  graph(
    [hears('chat'), sends('ask', asking('Your email?', email)), hears('more'), sends('thanks', 'Thanks.')],
    ['chat > ask > more > thanks'],
    campaign,
  )

test('C15: End workflow drops what still listens', async () => {
  await team.campaign(
    graph(
      [hears('chat'), hears('more'), sends('heard', 'Heard.'), hears('stop', { contains: ['stop'] }), ends('end')],
      ['chat > more > heard', 'chat > stop > end'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('stop', conversation)
  await visitor.writes('More', conversation)
  expect(await statuses(team, visitor.person)).toEqual(['ended'])
  // "more" stands above "stop" and heard the same message before the end.
  expect((await talk(team, visitor.person)).flat()).toEqual([
    'person: Hi',
    'person: stop',
    'team: Heard.',
    'person: More',
  ])
})

test('C15: after End nothing of the campaign listens any more', async () => {
  await team.campaign(
    graph(
      [hears('chat'), hears('stop', { contains: ['stop'] }), ends('end'), hears('more'), sends('heard', 'Heard.')],
      ['chat > stop > end', 'chat > more > heard'],
      {
        reentry: 'each',
      },
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.writes('stop', conversation)
  await visitor.writes('More', conversation)
  await visitor.writes('Another one')
  expect(await statuses(team, visitor.person)).toEqual(['ended'])
  expect((await talk(team, visitor.person)).flat()).not.toContain('team: Heard.')
})

test('C15: a form that was sent before the end can still be answered', async () => {
  await team.campaign(
    graph([hears('chat'), sends('ask', asking('Your email?', email)), ends('end')], ['chat > ask > end']),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await enrollments(team, visitor.person)).toMatchObject([{ status: 'ended', cause: 'end' }])
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  expect(await visitor.fills(asked.id, { email: 'ana@shop.example' })).toMatchObject({
    ok: true,
    form: { state: 'submitted' },
  })
  const person = await (await team.api(`/people/${visitor.person}`)).json()
  expect(person).toMatchObject({ type: 'lead', email: 'ana@shop.example' })
  expect(await statuses(team, visitor.person)).toEqual(['ended'])
})

test('C18: a global exit takes the person out at the fact that makes it match', async () => {
  await team.campaign(askThenListen(leavesAs(is('attributes.bought', true))))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await visitor.updates({ bought: true })
  expect(await enrollments(team, visitor.person)).toMatchObject([{ status: 'exited', cause: 'out' }])
  await visitor.writes('More', conversation)
  expect((await talk(team, visitor.person)).flat()).not.toContain('team: Thanks.')
})

test('C18: what was already due does not act: the exit is asked again before every act', async () => {
  const form = asking('Your email?', email)
  await team.campaign(graph([hears('chat'), sends('ask', form)], ['chat > ask'], {}))
  // Entered by the same form, in which the exit comes true by what the fact did.
  await team.campaign(
    graph([sends('one', 'One.'), sends('two', 'Two.')], ['one > two'], {
      audience: is('type', 'lead'),
      ...leavesAs(is('email', 'ana@shop.example')),
    }),
  )
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(asked.id, { email: 'ana@shop.example' })
  expect((await talk(team, visitor.person)).flat()).toEqual(['person: Hi', 'team: Your email? [submitted]'])
})

test('C18: exits apply to those on every version, in the wording of the newest', async () => {
  const { id } = await team.campaign(askThenListen(leavesAs(is('attributes.bought', true))))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await team.campaign(askThenListen(leavesAs(is('attributes.left', true))), id)
  await visitor.updates({ bought: true })
  expect(await statuses(team, visitor.person)).toEqual(['active'])
  await visitor.updates({ left: true })
  expect(await enrollments(team, visitor.person)).toMatchObject([{ version: 1, status: 'exited' }])
})

test('C19: on exit its open forms close, live on every screen, and what was answered stays', async () => {
  await team.campaign(askThenListen(leavesAs(is('attributes.bought', true))))
  const visitor = await team.visitor()
  const agent = await team.agent()
  const conversation = await visitor.writes('Hi')
  await agent.watches(conversation)
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.updates({ bought: true })
  await visitor.receives(({ id, form }) => id === asked.id && form?.state === 'closed', 'the form closes on the screen')
  expect(await visitor.fills(asked.id, { email: 'ana@shop.example' })).toMatchObject({
    ok: false,
    error: { code: 'gone' },
  })
  expect((await visitor.transcript(conversation))[1]).toMatchObject({ id: asked.id, form: { state: 'closed' } })
})

test('C19: a status never changes again', async () => {
  await team.campaign(askThenListen(leavesAs(is('attributes.bought', true))))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const asked = await visitor.receives(({ form }) => form?.state === 'open')
  await visitor.fills(asked.id, { email: 'ana@shop.example' })
  await visitor.writes('More', conversation)
  const before = await enrollments(team, visitor.person)
  expect(before).toMatchObject([{ status: 'completed' }])
  await visitor.updates({ bought: true })
  expect(await enrollments(team, visitor.person)).toEqual(before)
  // An answered form shows its values, whatever happens to the campaign.
  expect((await visitor.transcript(conversation))[1]).toMatchObject({
    form: { state: 'submitted', values: { email: 'ana@shop.example' } },
  })
})

test('C19: each way to be removed keeps its time and its cause, closes open forms, and is the last', async () => {
  const ways: [cause: string, removes: (campaign: string, person: string) => Promise<unknown>][] = [
    [
      'api',
      async (campaign, person) => {
        const [row] = await team.sql`
          select id from enrollments where team_id = ${team.id} and campaign_id = ${campaign} and person_id = ${person}`
        expect((await team.api(`/enrollments/${row?.id}`, { method: 'DELETE' })).status).toBe(204)
        expect((await team.api(`/enrollments/${row?.id}`, { method: 'DELETE' })).status).toBe(409)
      },
    ],
    ['deleted', campaign => archives(team, campaign)],
    ['erased', (_campaign, person) => erases(team, person)],
  ]
  for (const [cause, removes] of ways) {
    const { id } = await team.campaign(askThenListen({}))
    const visitor = await team.visitor()
    const conversation = await visitor.writes('Hi')
    await visitor.receives(({ form }) => form?.state === 'open')
    await removes(id, visitor.person)
    await house.clock.passes('PT1S')
    const [left] = await team.sql`
      select status, cause, left_at, entered_at from enrollments where team_id = ${team.id} and campaign_id = ${id}`
    expect(left).toMatchObject({ status: 'removed', cause, left_at: expect.any(Date) })
    if (cause !== 'erased') {
      expect((await visitor.transcript(conversation))[1]).toMatchObject({ form: { state: 'closed' } })
      await visitor.writes('More', conversation)
    }
    await house.clock.passes('P1D')
    expect(
      await team.sql`select status, cause, left_at, entered_at from enrollments where team_id = ${team.id} and campaign_id = ${id}`,
    ).toEqual([left])
    if (cause !== 'deleted') await archives(team, id)
    await house.clock.passes('PT1S')
  }
})

test('C19: whoever left is not moved, looked at or removed any more', async () => {
  const { id } = await team.campaign(graph([sends('hi', 'Hi')], [], { audience: is('type', 'signup') }))
  const person = await signup(team, 'done')
  const before = await enrollments(team, person)
  expect(before).toMatchObject([{ status: 'completed', version: 1 }])
  await changes(team, id, graph([sends('hi', 'New')], [], { audience: is('type', 'signup') }), { inside: 'move' })
  await pauses(team, id)
  await resumes(team, id)
  await archives(team, id)
  await house.clock.passes('P1D')
  expect(await enrollments(team, person)).toEqual(before)
})

test('C18, C1: an exit that a newer version brings takes out by time alone, also who came in by a message', async () => {
  const quiet = { field: 'lastSeenAt', op: 'not-within-last', value: 'P7D' }
  const { id } = await team.campaign(askThenListen({}))
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  await changes(team, id, askThenListen(leavesAs(quiet)))
  await house.clock.passes('P8D')
  expect(await enrollments(team, visitor.person)).toMatchObject([{ version: 1, status: 'exited', cause: 'out' }])
})
