import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { asks, refused } from '../house/api.ts'
import { graph, hears, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

/** What is another team's is not there: not to be read, changed, named, or told apart from what does not exist. */

let house: House
let team: TestTeam
let theirs: Record<'campaign' | 'enrollment' | 'person' | 'inbox' | 'webhook' | 'agent' | 'conversation', string>
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
  const foreign = await house.bareTeam()
  const { id: campaign } = await foreign.campaign(graph([waits('wait', { for: 'P1D' })], [], { startable: true }))
  const person = String((await asks(foreign, 'PUT', '/people/u-1', { email: 'ann@example.com' })).body.id)
  const { data: inboxes } = (await asks(foreign, 'GET', '/inboxes')).body
  theirs = {
    campaign,
    person,
    enrollment: String((await asks(foreign, 'POST', `/campaigns/${campaign}/people`, { person })).body.enrollment),
    inbox: z.array(z.object({ id: z.string() })).parse(inboxes)[0]?.id ?? '',
    webhook: String((await asks(foreign, 'POST', '/webhooks', { url: 'https://example.com/theirs' })).body.id),
    agent: (await foreign.agent()).id,
    conversation: await (await foreign.visitor()).writes('Hi'),
  }
})
afterAll(() => house.stop())

const ask = (method: string, path: string, body?: unknown) => asks(team, method, path, body)

test('every call that takes an id answers as if there were none', async () => {
  const { campaign, enrollment, person, inbox, webhook, conversation } = theirs
  const { id: own } = await team.campaign(graph([waits('wait', { for: 'P1D' })], [], { startable: true }))
  for (const [method, path, body] of [
    ['DELETE', `/enrollments/${enrollment}`],
    ['DELETE', `/webhooks/${webhook}`],
    ['DELETE', `/inboxes/${inbox}`],
    ['PATCH', `/inboxes/${inbox}`, { name: 'Mine' }],
    ['GET', `/people/${person}`],
    ['GET', `/people/${person}/journal`],
    ['PATCH', `/people/${person}`, { name: 'Mine' }],
    ['DELETE', `/people/${person}`],
    ['GET', `/conversations/${conversation}/messages`],
    ['GET', `/conversations/${conversation}/rewind`],
    ['GET', `/enrollments/${enrollment}/rewind`],
    ['POST', '/events', { person: { id: person }, name: 'paid' }],
    ['POST', `/campaigns/${own}/people`, { person }],
    ['POST', `/campaigns/${campaign}/people`, { person }],
    ['GET', `/campaigns/${campaign}/components/wait/people?count=acted`],
    ['GET', `/campaigns/${campaign}/people/${person}/why`],
    ['GET', `/campaigns/${own}/people/${person}/why`],
  ] as const)
    expect([path, refused(await ask(method, path, body), 404)]).toEqual([path, []])
})

test('no campaign speaks of what is theirs', async () => {
  const problems = async (campaign: object) => {
    const { body } = await ask('POST', '/campaigns/check', campaign)
    return z
      .array(z.object({ path: z.string() }))
      .parse(body.problems)
      .map(({ path }) => path)
  }
  expect(await problems(graph([sends('hi', 'Hi.', { from: theirs.agent })]))).toEqual(['components.0.settings.from'])
  expect(
    await problems(graph([hears('chat')], [], { audience: { field: `campaign.${theirs.campaign}`, op: 'entered' } })),
  ).toEqual(['audience.field'])
  const { body } = await ask('POST', '/campaigns', graph([sends('hi', 'Hi.')]))
  const tried = await ask('POST', `/campaigns/${body.id}/test`, { component: 'hi', agent: theirs.agent })
  expect(refused(tried, 400)).toEqual(['agent'])
  expect(refused(await ask('POST', '/inboxes', { name: 'Mine', agents: [theirs.agent] }), 400)).toEqual(['agents.0'])
})

test('no page starts a campaign of theirs, or one that is not startable', async () => {
  const { id: drip } = await team.campaign(
    graph([sends('hi', 'Hi.', { newConversation: true })], [], { audience: is('type', 'lead') }),
  )
  const visitor = await team.visitor()
  for (const campaign of [theirs.campaign, drip, crypto.randomUUID(), 'nothing', '__proto__']) {
    const id = crypto.randomUUID()
    expect(await visitor.tells({ id, kind: 'start', campaign })).toEqual({
      ok: true,
      connect: false,
      refused: [{ id, message: 'There is no campaign with this id that can be started.' }],
    })
  }
  expect(await team.sql`select from enrollments where team_id = ${team.id}`).toHaveLength(0)
})
