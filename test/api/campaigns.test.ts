import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ApiAnswer, asks, refused } from '../house/api.ts'
import { emails, graph, hears, is, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterAll(() => house.stop())

const ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  asks(team, method, path, body, headers)
const made = async (body: unknown): Promise<string> => String((await ask('POST', '/campaigns', body)).body.id)
const publish = (id: string, choice: object, headers?: Record<string, string>) =>
  ask('POST', `/campaigns/${id}/publish`, choice, headers)
const work = ({ body }: ApiAnswer): string[] =>
  (Array.isArray(body.work) ? body.work : []).map(({ kind }) => String(kind)).reverse()
const signup = async (externalId: string, body: object = {}) =>
  String((await ask('PUT', `/people/${externalId}`, body)).body.id)

const greeting = graph([sends('hello', 'Welcome')], [], { audience: is('type', 'signup') })
const pro = { ...greeting, audience: is('attributes.plan', 'pro') }
const chat = graph([hears('chat'), sends('answer', 'Hello')], ['chat > answer'])

test('a draft is made, listed, read, saved and duplicated, without effect', async () => {
  const { status, body, headers } = await ask('POST', '/campaigns', greeting)
  expect([status, headers.get('etag')]).toEqual([201, '"1"'])
  expect(body).toMatchObject({ status: 'draft', revision: 1, name: 'A campaign', changed: true, work: [], exits: [] })
  expect(body).not.toHaveProperty('version')
  const path = `/campaigns/${body.id}`
  const saved = await ask('PUT', path, { ...pro, name: 'Pro' }, { 'if-match': '"1"' })
  expect(saved).toMatchObject({
    status: 200,
    body: { revision: 2, name: 'Pro', audience: is('attributes.plan', 'pro') },
  })
  expect((await ask('GET', path)).body).toEqual(saved.body)
  expect(saved.body).toMatchObject({ changedBy: { type: 'api' } })
  const copy = await ask('POST', `${path}/duplicate`)
  expect(copy).toMatchObject({ status: 201, body: { name: 'Copy of Pro', status: 'draft', revision: 1 } })
  expect(copy.body.components).toEqual(saved.body.components)
  const names = async (query = '') => {
    const { body } = await ask('GET', `/campaigns${query}`)
    return Array.isArray(body.data) ? body.data.map(({ name }) => name) : []
  }
  expect(await names()).toEqual(['Copy of Pro', 'Pro'])
  expect(await names('?status=active')).toEqual([])
  const first = await ask('GET', '/campaigns?limit=1')
  expect(await names(`?limit=1&after=${first.body.next}`)).toEqual(['Pro'])
  await signup('u-1', { attributes: { plan: 'pro' } })
  expect((await ask('GET', '/campaigns')).body.data).toMatchObject([{ entered: 0 }, { entered: 0 }])
  await holds(team)
})

test('C23: a draft may be unfinished and wrong; check says all of it, publishing it is refused with all of it', async () => {
  const wrong = {
    name: 'Half a thought',
    components: [
      { id: 'x', type: 'teleport' },
      { id: 'y', type: 'assign' },
    ],
  }
  const id = await made(wrong)
  const checked = await ask('POST', '/campaigns/check', wrong)
  expect(checked.status).toBe(200)
  const problems = Array.isArray(checked.body.problems) ? checked.body.problems : []
  for (const problem of problems)
    expect(problem).toMatchObject({
      level: expect.stringMatching(/error|warning/),
      message: expect.stringMatching(/.{8,}/),
    })
  const paths = problems.filter(({ level }) => level === 'error').map(({ path }) => path)
  expect(paths.length).toBeGreaterThanOrEqual(3)
  expect(refused(await publish(id, { existing: 'skip' }), 400).sort()).toEqual(paths.sort())
  expect((await ask('GET', `/campaigns/${id}`)).body).toMatchObject({ status: 'draft', revision: 1 })
})

test('what is saved after somebody else saved or published is refused, and nothing is written over', async () => {
  const id = await made(greeting)
  await ask('PUT', `/campaigns/${id}`, pro, { 'if-match': '1' })
  expect(refused(await ask('PUT', `/campaigns/${id}`, greeting, { 'if-match': '1' }), 412)).toEqual([])
  expect(refused(await publish(id, { existing: 'skip' }, { 'if-match': '1' }), 412)).toEqual([])
  expect(refused(await ask('PUT', `/campaigns/${id}`, greeting), 400)).toEqual(['If-Match'])
  expect(refused(await ask('PUT', `/campaigns/${id}`, greeting, { 'if-match': 'soon' }), 400)).toEqual(['If-Match'])
  expect((await ask('GET', `/campaigns/${id}`)).body).toMatchObject({
    revision: 2,
    audience: is('attributes.plan', 'pro'),
  })
  expect((await ask('PUT', `/campaigns/${id}`, greeting, { 'if-match': '*' })).body).toMatchObject({ revision: 3 })
})

test('C4: what becomes of existing people is asked on activation and when the audience changed, and of nobody else', async () => {
  const id = await made(greeting)
  expect(refused(await publish(id, {}), 400)).toEqual(['existing'])
  expect(work(await publish(id, { existing: 'skip' }))).toEqual([])
  const reworded = { ...greeting, components: [sends('hello', 'Welcome!')] }
  await ask('PUT', `/campaigns/${id}`, reworded, { 'if-match': '2' })
  const second = await publish(id, { existing: 'enroll' })
  expect(second.body).toMatchObject({ version: 2, status: 'active', changed: false })
  expect(work(second)).toEqual([])
  await ask('PUT', `/campaigns/${id}`, { ...reworded, audience: is('attributes.plan', 'pro') }, { 'if-match': '*' })
  expect(refused(await publish(id, {}), 400)).toEqual(['existing'])
  expect(work(await publish(id, { existing: 'enroll' }))).toEqual(['enroll'])
  expect(work(await publish(await made(chat), {}))).toEqual([])
  expect(work(await publish(await made({ ...greeting, startable: true }), {}))).toEqual([])
})

test('C1: an audience that time alone can change is looked through when it goes live', async () => {
  const quiet = { ...greeting, audience: { field: 'lastSeenAt', op: 'not-within-last', value: 'P7D' } }
  const id = await made(quiet)
  expect(work(await publish(id, { existing: 'enroll' }))).toEqual(['enroll', 'flips'])
  await ask('PUT', `/campaigns/${id}`, { ...quiet, name: 'Again' }, { 'if-match': '*' })
  expect(work(await publish(id, {}))).toEqual(['enroll', 'flips'])
})

test('C23: people inside stay on their version, or are moved', async () => {
  const id = await made(chat)
  await publish(id, {})
  const renamed = (name: string) => ask('PUT', `/campaigns/${id}`, { ...chat, name }, { 'if-match': '*' })
  await renamed('Two')
  expect(work(await publish(id, { inside: 'stay' }))).toEqual([])
  await renamed('Three')
  expect(work(await publish(id, { inside: 'move' }))).toEqual(['look'])
  const [row] = await team.sql`select version, move_before from campaigns where team_id = ${team.id} and id = ${id}`
  expect(row).toEqual({ version: 3, move_before: 3 })
})

test('publishing twice at once: one wins, the other is told; without a change there is nothing to publish', async () => {
  const id = await made(greeting)
  const both = await Promise.all([publish(id, { existing: 'skip' }), publish(id, { existing: 'skip' })])
  const told = both.map(({ status }) => status).sort()
  expect(told[0]).toBe(200)
  expect([409, 412]).toContain(told[1])
  expect(refused(await publish(id, { existing: 'skip' }), 409)).toEqual([])
  const versions =
    await team.sql`select version from campaign_versions where team_id = ${team.id} and campaign_id = ${id}`
  expect(versions).toHaveLength(1)
})

test('C24: paused nobody enters; publishing leaves it paused; the resume asks about existing people', async () => {
  const id = await made(greeting)
  for (const step of ['pause', 'resume'])
    expect(refused(await ask('POST', `/campaigns/${id}/${step}`, { existing: 'skip' }), 409)).toEqual([])
  await publish(id, { existing: 'skip' })
  expect((await ask('POST', `/campaigns/${id}/pause`)).body).toMatchObject({ status: 'paused' })
  expect(refused(await ask('POST', `/campaigns/${id}/pause`), 409)).toEqual([])
  await signup('u-2', { attributes: { plan: 'pro' } })
  await ask('PUT', `/campaigns/${id}`, pro, { 'if-match': '*' })
  expect((await publish(id, {})).body).toMatchObject({ status: 'paused', version: 2, work: [] })
  expect((await ask('GET', '/campaigns?status=paused')).body.data).toMatchObject([{ id, entered: 0 }])
  expect(refused(await ask('POST', `/campaigns/${id}/resume`, {}), 400)).toEqual(['existing'])
  const resumed = await ask('POST', `/campaigns/${id}/resume`, { existing: 'enroll' })
  expect(resumed.body).toMatchObject({ status: 'active' })
  expect(work(resumed)).toEqual(['look', 'enroll'])
  await holds(team)
})

test('C24: deleting is archiving: it is still read, and can be duplicated, but nothing else', async () => {
  const id = await made(greeting)
  await publish(id, { existing: 'skip' })
  const path = `/campaigns/${id}`
  expect((await ask('DELETE', path)).status).toBe(204)
  expect((await ask('DELETE', path)).status).toBe(204)
  const { body } = await ask('GET', path)
  expect(body).toMatchObject({ status: 'archived', version: 1 })
  expect(work({ body, status: 200, headers: new Headers() })).toEqual(['look'])
  expect(refused(await ask('PUT', path, pro, { 'if-match': '*' }), 410)).toEqual([])
  expect(refused(await publish(id, { existing: 'skip' }), 410)).toEqual([])
  for (const step of ['pause', 'resume'])
    expect(refused(await ask('POST', `${path}/${step}`, { existing: 'skip' }), 410)).toEqual([])
  expect(refused(await ask('POST', `${path}/people`, { person: await signup('u-3') }), 410)).toEqual([])
  expect((await ask('GET', '/campaigns')).body.data).toEqual([])
  expect((await ask('GET', '/campaigns?status=archived')).body.data).toMatchObject([{ id }, {}])
  expect((await ask('POST', `${path}/duplicate`)).status).toBe(201)
})

test('with its Idempotency-Key each write is done once; with other content the key is refused', async () => {
  const key = (name: string) => ({ 'idempotency-key': name })
  const [one, other] = await Promise.all([
    ask('POST', '/campaigns', greeting, key('a')),
    ask('POST', '/campaigns', greeting, key('a')),
  ])
  expect(other.body).toEqual(one.body)
  expect(refused(await ask('POST', '/campaigns', pro, key('a')), 409)).toEqual([])
  const id = String(one.body.id)
  const first = await publish(id, { existing: 'enroll' }, key('b'))
  const again = await publish(id, { existing: 'enroll' }, key('b'))
  expect([first.status, again.status]).toEqual([200, 200])
  expect(work(again)).toEqual(['enroll'])
  await ask('POST', `/campaigns/${id}/pause`, undefined, key('c'))
  await ask('POST', `/campaigns/${id}/resume`, { existing: 'skip' }, key('d'))
  expect((await ask('POST', `/campaigns/${id}/pause`, undefined, key('c'))).body).toMatchObject({ status: 'active' })
  expect(refused(await ask('POST', `/campaigns/${id}/resume`, { existing: 'enroll' }, key('d')), 409)).toEqual([])
})

test('C2, C3: people are put in by the state alone, startable or not, and taken out', async () => {
  const started = await made({ ...greeting, startable: true })
  const plain = await made(greeting)
  const person = await signup('u-4')
  expect(refused(await ask('POST', `/campaigns/${plain}/people`, { person }), 409)).toEqual([])
  await publish(started, {})
  await publish(plain, { existing: 'skip' })
  for (const id of [started, plain]) {
    const entered = await ask('POST', `/campaigns/${id}/people`, { person: { externalId: 'u-4' } })
    expect(entered).toMatchObject({ status: 201, body: { campaign: id, person, enrollment: expect.any(String) } })
    expect(refused(await ask('POST', `/campaigns/${id}/people`, { person }), 409)).toEqual([])
  }
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  for (const id of [started, plain])
    expect(refused(await ask('POST', `/campaigns/${id}/people`, { person: visitor.person }), 409)).toEqual([])
  const waiting = await made(graph([hears('chat', { which: 'any' })], [], { startable: true }))
  await publish(waiting, {})
  const { body } = await ask('POST', `/campaigns/${waiting}/people`, { person })
  expect((await ask('DELETE', `/enrollments/${body.enrollment}`)).status).toBe(204)
  expect(refused(await ask('DELETE', `/enrollments/${body.enrollment}`), 409)).toEqual([])
  expect((await ask('GET', `/campaigns/${waiting}/people?count=removed`)).body).toMatchObject({ total: 1 })
  await holds(team)
})

test('a startable campaign is started from the page by whom its audience lets, known or not', async () => {
  const id = await made({
    ...greeting,
    startable: true,
    audience: { field: 'page.url', op: 'contains', value: '/pricing' },
  })
  await publish(id, {})
  const plain = await made(greeting)
  await publish(plain, { existing: 'skip' })
  const byHttp = async (url: string) => {
    const facts = [{ id: crypto.randomUUID(), kind: 'start', campaign: id, url }]
    const response = await fetch(`${team.url}/visitor/facts`, {
      method: 'POST',
      body: JSON.stringify({ team: team.id, facts }),
    })
    return await response.json()
  }
  expect(await byHttp('https://shop.example/about')).toMatchObject({ connect: false, refused: [{}] })
  const visitor = await team.visitor()
  const start = (campaign: string) => ({ id: crypto.randomUUID(), kind: 'start' as const, campaign })
  expect(await visitor.tells(start(id), start(plain))).toMatchObject({ ok: true, refused: [{}, {}] })
  expect(await team.sql`select from people where team_id = ${team.id}`).toHaveLength(0)
  await visitor.views('https://shop.example/pricing')
  const fact = start(id)
  const answer = await visitor.tells(fact)
  expect(answer).toMatchObject({ ok: true, person: visitor.person, connect: true })
  expect(answer).not.toHaveProperty('refused')
  expect((await visitor.receives(({ from }) => from.type === 'team')).from).toMatchObject({ type: 'team' })
  expect(await visitor.tells(fact)).toMatchObject({ ok: true })
  expect((await ask('GET', `/campaigns/${id}/people?count=entered`)).body).toMatchObject({ total: 1 })
  expect(await byHttp('https://shop.example/pricing')).toMatchObject({ connect: true, person: expect.any(String) })
  expect((await ask('GET', `/campaigns/${id}/people?count=entered`)).body).toMatchObject({ total: 2 })
  await holds(team)
})

test('a Send component is tried on an agent, uncounted', async () => {
  const agent = await team.agent()
  const content = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'variable', attrs: { key: 'name', fallback: 'you' } }] }],
  }
  const id = await made(graph([hears('chat'), sends('hello', content, { from: agent.id })], ['chat > hello']))
  expect((await ask('POST', `/campaigns/${id}/test`, { component: 'hello', agent: agent.id })).body).toMatchObject({
    kind: 'message',
    from: { type: 'agent', name: agent.name },
    content: { content: [{ content: [{ type: 'text', text: agent.name }] }] },
  })
  const mail = await made(graph([emails('mail', content, { subject: 'Hello' })]))
  expect((await ask('POST', `/campaigns/${mail}/test`, { component: 'mail', agent: agent.id })).body).toMatchObject({
    kind: 'email',
    subject: 'Hello',
    to: expect.stringContaining('@agents.example'),
    // Nothing is set up by which it could leave.
    sent: false,
  })
  const test = (component: string, who: string) => ask('POST', `/campaigns/${id}/test`, { component, agent: who })
  expect(refused(await test('chat', agent.id), 400)).toEqual(['component'])
  expect(refused(await test('nothing', agent.id), 400)).toEqual(['component'])
  expect(refused(await test('hello', 'nobody'), 400)).toEqual(['agent'])
  expect(await team.sql`select from count_deltas where team_id = ${team.id}`).toHaveLength(0)
})
