import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, ends, graph, hears, is, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
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
