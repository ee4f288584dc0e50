import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { TestAgent } from '../house/agent.ts'
import { asks } from '../house/api.ts'
import { closesInbox, leavesTeam, opensInbox } from '../house/desk.ts'
import { assigns, graph, hears, is, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { acts, statuses, talk } from '../house/talk.ts'
import { until } from '../house/until.ts'

let house: House
let team: TestTeam
let mara: TestAgent
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
  mara = await team.agent()
})
afterEach(() => holds(team))
afterAll(() => house.stop())

const assigning = (inbox: string, agent?: string, campaign: object = {}) =>
  graph(
    [
      hears('chat'),
      hears('sales', { contains: ['sales'] }),
      assigns('to', inbox, agent === undefined ? {} : { agent }),
      sends('next', 'Somebody will be with you.'),
    ],
    ['chat > sales > to > next'],
    { reentry: 'each', ...campaign },
  )

const Row = z
  .object({ state: z.string(), inbox: z.object({ id: z.string() }), assignee: z.object({ id: z.string() }).optional() })
  .transform(({ state, inbox, assignee }) => ({ state, inbox: inbox.id, assignee: assignee?.id ?? null }))
const Agents = z.object({ data: z.array(z.object({ available: z.boolean() })) })

const standsIn = async (conversation: string) => Row.parse(await mara.reads(`/api/v1/conversations/${conversation}`))

/** A conversation that reached the Assign; `before` is done to it on the way. */
async function asksForSales(before: (conversation: string) => Promise<unknown> = async () => undefined) {
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await before(conversation)
  await visitor.writes('Sales, please', conversation)
  return { visitor, conversation, row: await standsIn(conversation) }
}

test('C13: it moves the closest upstream conversation to the inbox and leaves its state', async () => {
  const sales = await opensInbox(team, 'Sales')
  await team.campaign(assigning(sales))
  const { visitor, row } = await asksForSales()
  expect(row).toEqual({ inbox: sales, assignee: null, state: 'open' })
  expect(await acts(team, visitor.person)).toMatchObject({ to: { outcome: 'assigned' }, next: { outcome: 'sent' } })
})

test('C13: a closed conversation stays closed', async () => {
  const sales = await opensInbox(team, 'Sales')
  await team.campaign(
    graph(
      [hears('chat'), sends('ask', 'Which?'), hears('any', { where: 'anywhere' }), assigns('to', sales)],
      ['chat > ask > to'],
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  await mara.changes(conversation, { state: 'closed' })
  expect(await standsIn(conversation)).toMatchObject({ inbox: sales, state: 'closed' })
})

test('C13: the present assignee stays if a member of that inbox, otherwise nobody has it', async () => {
  const kim = await team.agent('Kim Osei')
  const sales = await opensInbox(team, 'Sales', [kim.id])
  await team.campaign(assigning(sales))
  const own = await asksForSales(conversation => mara.changes(conversation, { assignee: kim.id }))
  expect(own.row).toMatchObject({ inbox: sales, assignee: kim.id })
  const other = await asksForSales(conversation => mara.changes(conversation, { assignee: mara.id }))
  expect(other.row).toMatchObject({ inbox: sales, assignee: null })
})

test('C13: an agent that is set gets it, whoever had it', async () => {
  const kim = await team.agent('Kim Osei')
  const sales = await opensInbox(team, 'Sales', [kim.id, mara.id])
  await team.campaign(assigning(sales, kim.id))
  const { row } = await asksForSales(conversation => mara.changes(conversation, { assignee: mara.id }))
  expect(row).toMatchObject({ inbox: sales, assignee: kim.id })
})

test('C14: an agent who left is replaced by the team: it waits in the inbox', async () => {
  const kim = await team.agent('Kim Osei')
  const sales = await opensInbox(team, 'Sales', [kim.id])
  await team.campaign(assigning(sales, kim.id))
  await leavesTeam(team, kim.id)
  const { visitor, row } = await asksForSales()
  expect(row).toMatchObject({ inbox: sales, assignee: null })
  expect(await acts(team, visitor.person)).toMatchObject({ to: { outcome: 'assigned' } })
})

test('C13, C14: an agent who left keeps nothing, and is given nothing in turn', async () => {
  const kim = await team.agent('Kim Osei')
  const [sales, support] = [
    await opensInbox(team, 'Sales', [kim.id]),
    await opensInbox(team, 'Support', [kim.id, mara.id]),
  ]
  await team.campaign(assigning(sales))
  const theirs = await asksForSales(async conversation => {
    await mara.changes(conversation, { assignee: kim.id })
    await leavesTeam(team, kim.id)
  })
  expect(theirs.row).toMatchObject({ inbox: sales, assignee: null })
  const { conversation } = theirs
  // Nor is it kept for their return.
  expect(
    await team.sql`select assignee_id from conversations where team_id = ${team.id} and id = ${conversation}`,
  ).toEqual([{ assignee_id: null }])
  await team.campaign(assigning(support, 'round-robin'))
  for (let count = 0; count < 3; count++) expect((await asksForSales()).row.assignee).not.toBe(kim.id)
})

test('C13: round robin goes round the available agents of the inbox, nobody twice before all had one', async () => {
  const [kim, ola, eve] = [await team.agent('Kim Osei'), await team.agent('Ola'), await team.agent('Eve')]
  const sales = await opensInbox(team, 'Sales', [kim.id, ola.id, mara.id])
  await team.campaign(assigning(sales, 'round-robin'))
  const given: unknown[] = []
  for (let count = 0; count < 6; count++) given.push((await asksForSales()).row.assignee)
  const members = [kim.id, ola.id, mara.id].sort()
  expect([...given.slice(0, 3)].sort()).toEqual(members)
  expect(given.slice(3)).toEqual(given.slice(0, 3))
  expect(given).not.toContain(eve.id)
})

test('C13: who set themselves away, or closed the dashboard, is given nothing in turn', async () => {
  const [kim, ola] = [await team.agent('Kim Osei'), await team.agent('Ola')]
  const sales = await opensInbox(team, 'Sales', [kim.id, ola.id, mara.id])
  await team.campaign(assigning(sales, 'round-robin'))
  await kim.sends('available', { available: false })
  ola.leaves()
  await agentsThere(1)
  for (let count = 0; count < 3; count++) expect((await asksForSales()).row.assignee).toBe(mara.id)
  await kim.sends('available', { available: true })
  expect([(await asksForSales()).row.assignee, (await asksForSales()).row.assignee].sort()).toEqual(
    [kim.id, mara.id].sort(),
  )
})

test('C13: with nobody available it waits in the inbox, unassigned, whoever had it', async () => {
  const sales = await opensInbox(team, 'Sales', [mara.id])
  await team.campaign(assigning(sales, 'round-robin'))
  await mara.sends('available', { available: false })
  const { row, visitor } = await asksForSales(conversation => mara.changes(conversation, { assignee: mara.id }))
  expect(row).toMatchObject({ inbox: sales, assignee: null })
  expect(await acts(team, visitor.person)).toMatchObject({ to: { outcome: 'assigned' } })
})

test('C13, C14: without an upstream conversation it is skipped with the reason, and passes on', async () => {
  const sales = await opensInbox(team, 'Sales')
  await team.campaign(
    graph([assigns('to', sales), sends('next', 'Hello.')], ['to > next'], { audience: is('attributes.plan', 'pro') }),
  )
  const visitor = await team.visitor()
  await visitor.writes('A conversation, but not upstream')
  await visitor.updates({ plan: 'pro' })
  expect(await acts(team, visitor.person)).toMatchObject({
    to: { outcome: 'skipped', reason: expect.stringMatching(/no conversation/) },
    next: { outcome: 'sent', from: 'to' },
  })
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
})

test('C14: a deleted inbox fails with the reason, and passes on; other ways and people go on', async () => {
  const [gone, sales] = [await opensInbox(team, 'Gone'), await opensInbox(team, 'Sales')]
  await team.campaign(
    graph(
      [
        hears('chat'),
        assigns('broken', gone),
        sends('next', 'Passed on.'),
        assigns('whole', sales),
        sends('fine', 'Fine.'),
      ],
      ['chat > broken > next', 'chat > whole > fine'],
    ),
  )
  await closesInbox(team, gone)
  for (const visitor of [await team.visitor(), await team.visitor()]) {
    const conversation = await visitor.writes('Hi')
    expect(await acts(team, visitor.person)).toMatchObject({
      broken: { outcome: 'failed', reason: 'The inbox was deleted.' },
      next: { outcome: 'sent', from: 'broken' },
      whole: { outcome: 'assigned' },
    })
    expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Passed on.', 'team: Fine.']])
    expect(await standsIn(conversation)).toMatchObject({ inbox: sales })
  }
})

test('C13, C16: each branch moves its own conversation', async () => {
  const [sales, support] = [await opensInbox(team, 'Sales'), await opensInbox(team, 'Support')]
  await team.campaign(
    graph(
      [
        hears('chat'),
        sends('fresh', 'A new one.', { newConversation: true }),
        assigns('new', sales),
        assigns('old', support),
      ],
      ['chat > fresh > new', 'chat > old'],
    ),
  )
  const visitor = await team.visitor()
  const own = await visitor.writes('Hi')
  const fresh = await visitor.receives(({ conversation }) => conversation !== own)
  expect(await standsIn(own)).toMatchObject({ inbox: support })
  expect(await standsIn(fresh.conversation)).toMatchObject({ inbox: sales })
})

/** The server has seen the others' sockets go. */
async function agentsThere(count: number): Promise<void> {
  await until(async () => {
    const { data } = Agents.parse((await asks(team, 'GET', '/agents')).body)
    return data.filter(({ available }) => available).length === count
  }, 'the others are gone')
}
