import type { InsidePage, InsideView, OutlookView, Publishing } from '@pavior/shared/protocol/campaigns.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { asks, refused } from '../house/api.ts'
import { emails, filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

/** What is said before a publication (C23) is what happens after it. */

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house?.stop())

const pro = { audience: is('attributes.plan', 'pro') }
const signup = (team: TestTeam, id: string, attributes: object = { plan: 'pro' }) =>
  asks(team, 'PUT', `/people/${id}`, { name: `Person ${id}`, attributes })
const save = async (team: TestTeam, id: string, drawn: object) => {
  const answer = await asks(team, 'PUT', `/campaigns/${id}`, drawn, { 'if-match': '*' })
  expect(answer.status).toBe(200)
}
const planOf = async (agent: TestAgent, id: string): Promise<Publishing> =>
  await (await agent.asks(`/api/dashboard/campaigns/${id}/publishing`)).json()
const peopleOf = async (agent: TestAgent, id: string, query = ''): Promise<InsidePage> =>
  await (await agent.asks(`/api/dashboard/campaigns/${id}/publishing/people${query}`)).json()

/** What stands in an enrollment, what acted in it since, and how it left. */
async function became(team: TestTeam, enrollment: string, since: number) {
  const [row] =
    await team.sql`select status, cause, standing from enrollments where team_id = ${team.id} and id = ${enrollment}`
  const acts = await team.sql`
    select component, outcome from acts where team_id = ${team.id} and enrollment_id = ${enrollment} and at > ${new Date(since)}
    order by component`
  return { status: row?.status, cause: row?.cause, standing: row?.standing, acts: [...acts] }
}

const actsIn = ({ acts }: Pick<OutlookView['now'], 'acts'>) =>
  acts.map(({ component, outcome }) => ({ component, outcome })).sort((a, b) => (a.component < b.component ? -1 : 1))

/** Publishes by this choice, lets come what was said to come next, and compares. */
async function comesTrue(team: TestTeam, id: string, said: InsideView, inside: 'stay' | 'move') {
  const outlook = said[inside]
  const before = await house.clock.now()
  const answer = await asks(team, 'POST', `/campaigns/${id}/publish`, { inside, existing: 'skip' })
  expect(answer.status).toBe(200)
  await house.catchUp()
  const now = await became(team, said.enrollment, before)
  expect(now.acts).toEqual(actsIn(outlook.now))
  expect(now.status).toBe(outlook.now.left?.status ?? 'active')
  if (outlook.now.left?.cause !== undefined) expect(now.cause).toBe(outlook.now.left.cause)
  const stood: { component: string; kind: string; until?: number }[] = now.status === 'active' ? now.standing : []
  expect(stood.map(({ component, kind }) => [component, kind])).toEqual(
    outlook.stands.map(({ component, kind }) => [component, kind]),
  )
  // It is published a moment after it was looked ahead: what begins then is as much later.
  for (const [index, { until }] of stood.entries())
    expect(Math.abs((until ?? 0) - Date.parse(outlook.stands[index]?.until ?? new Date(0).toISOString()))).toBeLessThan(
      60_000,
    )
  if (!outlook.next) return
  const at = Date.parse(outlook.next.at)
  await house.clock.is(new Date(at - 1000).toISOString())
  expect((await became(team, said.enrollment, before)).acts).toEqual(actsIn(outlook.now))
  await house.clock.is(new Date(at + 60_000).toISOString())
  const then = await became(team, said.enrollment, at - 1000)
  expect(then.acts).toEqual(actsIn(outlook.next))
  if (outlook.next.left) expect(then.status).toBe(outlook.next.left.status)
}

const wait = (duration: string) =>
  graph(
    [waits('hold', { for: duration }), sends('hello', 'Hello'), waits('more', { for: 'P2D' })],
    ['hold > hello > more'],
    pro,
  )

test.each(['stay', 'move'] as const)(
  'a Wait that is made shorter: what is said comes true for who is to %s',
  async inside => {
    const team = await house.bareTeam()
    const agent = await team.agent()
    const { id } = await team.campaign(wait('P3D'))
    await signup(team, 'a')
    await house.clock.passes('P2D')
    await save(team, id, wait('P1D'))
    const { data } = await peopleOf(agent, id)
    const [said] = data
    if (!said) throw new Error('nobody is inside')
    expect(said.person.name).toBe('Person a')
    expect(said.stay.now.acts).toEqual([])
    expect(said.stay.next?.acts).toMatchObject([{ component: 'hold' }, { component: 'hello' }])
    expect(said.move.now.acts).toMatchObject([{ component: 'hold' }, { component: 'hello' }])
    expect(said.move.stands).toMatchObject([{ component: 'more', kind: 'waiting' }])
    await comesTrue(team, id, said, inside)
    agent.leaves()
  },
)

test.each(['stay', 'move'] as const)(
  'a component that is gone: what is said comes true for who is to %s',
  async inside => {
    const team = await house.bareTeam()
    const agent = await team.agent()
    const { id } = await team.campaign(wait('P3D'))
    await signup(team, 'a')
    await save(team, id, graph([sends('hello', 'Hello')], [], pro))
    const { data } = await peopleOf(agent, id)
    const [said] = data
    if (!said) throw new Error('nobody is inside')
    expect(said.move.now).toEqual({ acts: [], dropped: ['hold'], left: { status: 'removed', cause: 'published' } })
    await comesTrue(team, id, said, inside)
    agent.leaves()
  },
)

test.each(['stay', 'move'] as const)(
  'a Filter that watches for something else: what is said comes true for who is to %s',
  async inside => {
    const team = await house.bareTeam()
    const agent = await team.agent()
    const drawn = (city: string, watch: 'forever' | { for: string }) =>
      graph(
        [
          filters('city', is('attributes.city', city), { watch }),
          emails('mail', 'Hello'),
          ...(watch === 'forever' ? [] : [sends('other', 'Other')]),
        ],
        ['city:matched > mail', ...(watch === 'forever' ? [] : ['city:unmatched > other'])],
        pro,
      )
    const { id } = await team.campaign(drawn('Oslo', 'forever'))
    await signup(team, 'bergen', { plan: 'pro', city: 'Bergen' })
    await signup(team, 'nowhere')
    await house.clock.passes('P1D')
    await save(team, id, drawn('Bergen', { for: 'P2D' }))
    const { data } = await peopleOf(agent, id)
    for (const name of ['Person bergen', 'Person nowhere'])
      expect(data.map(({ person }) => person.name)).toContain(name)
    const bergen = data.find(({ person }) => person.name === 'Person bergen')
    const nowhere = data.find(({ person }) => person.name === 'Person nowhere')
    if (!bergen || !nowhere) throw new Error('somebody is not inside')
    expect(bergen.move.now.acts).toMatchObject([
      { component: 'city', outcome: 'matched' },
      { component: 'mail', outcome: 'skipped' },
    ])
    expect(bergen.stay).toMatchObject({ now: { acts: [] }, stands: [{ component: 'city', kind: 'watching' }] })
    expect(nowhere.move.next?.acts).toMatchObject([{ component: 'city', outcome: 'unmatched' }, { component: 'other' }])
    await comesTrue(team, id, nowhere, inside)
    agent.leaves()
  },
)

test('C18: a new exit is said to take people out, whatever is chosen', async () => {
  const team = await house.bareTeam()
  const agent = await team.agent()
  const { id } = await team.campaign(wait('P3D'))
  await signup(team, 'a', { plan: 'pro', city: 'Oslo' })
  const exits = [{ id: 'moved', name: 'Moved to Oslo', filter: is('attributes.city', 'Oslo') }]
  await save(team, id, { ...wait('P3D'), exits })
  const { data } = await peopleOf(agent, id)
  for (const choice of ['stay', 'move'] as const)
    expect(data[0]?.[choice].now.left).toEqual({ status: 'exited', cause: 'moved' })
  const [said] = data
  if (!said) throw new Error('nobody is inside')
  await comesTrue(team, id, said, 'move')
  agent.leaves()
})

test('nothing is written by looking ahead', async () => {
  const team = await house.bareTeam()
  const agent = await team.agent()
  const { id } = await team.campaign(wait('P3D'))
  await signup(team, 'a')
  await house.clock.passes('P2D')
  await save(team, id, wait('P1D'))
  const all = async () => {
    const [row] = await team.sql`
      select (select jsonb_agg(e order by e.id) from enrollments e where team_id = ${team.id}) as enrollments,
        (select count(*)::int from journal where team_id = ${team.id}) as entries,
        (select count(*)::int from messages where team_id = ${team.id}) as messages`
    return row
  }
  const before = await all()
  await peopleOf(agent, id)
  await planOf(agent, id)
  expect(await all()).toEqual(before)
  agent.leaves()
})

test('the plan counts who stands where on which version, and the list is paged and searched', async () => {
  const team = await house.bareTeam()
  const agent = await team.agent()
  const { id } = await team.campaign(wait('P3D'))
  for (const person of ['a', 'b']) await signup(team, person)
  await team.campaign(wait('P4D'), id)
  await signup(team, 'c')
  await save(team, id, wait('P5D'))
  const plan = await planOf(agent, id)
  expect(plan).toMatchObject({ status: 'active', inside: 3, asks: false, byEvent: false, problems: [] })
  expect(plan.versions.map(({ version, active }) => [version, active])).toEqual([
    [2, 1],
    [1, 2],
  ])
  expect(plan.standing).toEqual([
    { version: 1, component: 'hold', kind: 'waiting', people: 2 },
    { version: 2, component: 'hold', kind: 'waiting', people: 1 },
  ])
  const names = ({ data }: InsidePage) => data.map(({ person }) => person.name)
  const first = await peopleOf(agent, id, '?limit=2')
  expect(names(first)).toEqual(['Person c', 'Person b'])
  expect(first.total).toBe(3)
  expect(names(await peopleOf(agent, id, `?limit=2&after=${first.next}`))).toEqual(['Person a'])
  expect(names(await peopleOf(agent, id, '?search=PERSON%20b'))).toEqual(['Person b'])
  expect((await peopleOf(agent, id, '?component=hold')).total).toBe(3)
  expect((await peopleOf(agent, id, '?component=more')).total).toBe(0)
  agent.leaves()
})

test('C2, C3: those who would enter are counted as the engine would let them in', async () => {
  const team = await house.bareTeam()
  const agent = await team.agent()
  const { id } = await team.campaign(
    graph([waits('hold', { for: 'P9D' })], [], { audience: is('attributes.plan', 'basic') }),
  )
  await signup(team, 'inside', { plan: 'basic' })
  for (const person of ['a', 'b', 'c']) await signup(team, person)
  await signup(team, 'barred', { plan: 'pro', city: 'Oslo' })
  await signup(team, 'inside', { plan: 'pro' })
  const exits = [{ id: 'oslo', name: 'In Oslo', filter: is('attributes.city', 'Oslo') }]
  await save(team, id, { ...graph([waits('hold', { for: 'P9D' })], [], pro), exits })
  expect((await planOf(agent, id)).asks).toBe(true)
  const entering = await agent.reads(`/api/dashboard/campaigns/${id}/publishing/entering`)
  expect(entering).toEqual({ count: 3 })
  await asks(team, 'POST', `/campaigns/${id}/publish`, { existing: 'enroll' })
  await house.catchUp()
  const [row] = await team.sql`select count(*)::int from enrollments where team_id = ${team.id} and version = 2`
  expect(row?.count).toBe(3)
  const heard = await team.campaign(graph([hears('chat'), sends('hi', 'Hi')], ['chat > hi']))
  expect(await agent.reads(`/api/dashboard/campaigns/${heard.id}/publishing/entering`)).toEqual({ count: 0 })
  expect((await planOf(agent, heard.id)).byEvent).toBe(true)
  agent.leaves()
})

test('an unfinished draft is refused in a sentence, and what is another team’s is not there', async () => {
  const [team, other] = [await house.bareTeam(), await house.bareTeam()]
  const [agent, stranger] = [await team.agent(), await other.agent()]
  const { id } = await team.campaign(wait('P3D'))
  await save(team, id, { ...wait('P3D'), audience: undefined })
  expect((await planOf(agent, id)).problems).toMatchObject([{ path: 'audience' }])
  const answer = async (path: string, by = agent) => {
    const response = await by.asks(`/api/dashboard/campaigns/${path}`)
    return { status: response.status, body: await response.json(), headers: response.headers }
  }
  expect(refused(await answer(`${id}/publishing/people`), 400)).toContain('audience')
  for (const query of ['limit=0', 'after=x', `search=${'x'.repeat(300)}`])
    refused(await answer(`${id}/publishing/people?${query}`), 400)
  for (const path of ['versions', 'publishing', 'publishing/entering', 'publishing/people']) {
    refused(await answer(`${id}/${path}`, stranger), 404)
    refused(await answer(`nothing/${path}`), 404)
  }
  await asks(team, 'DELETE', `/campaigns/${id}`)
  refused(await answer(`${id}/publishing`), 410)
  expect((await answer(`${id}/versions`)).body.data).toHaveLength(1)
  agent.leaves()
  stranger.leaves()
})
