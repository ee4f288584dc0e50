import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks, refused } from '../house/api.ts'
import { assigns, ends, filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
})
afterAll(() => house.stop())

const ask = (method: string, path: string, body?: unknown) => asks(team, method, path, body)
/** All that a campaign, a save or a publication could have changed. */
const kept = async () =>
  await team.sql`
    select (select jsonb_agg(c order by c.id) from campaigns c where team_id = ${team.id}) as campaigns,
      (select count(*)::int from campaign_versions where team_id = ${team.id}) as versions,
      (select count(*)::int from campaign_work where team_id = ${team.id}) as work,
      (select revision from teams where id = ${team.id}) as revision`
let before: unknown
beforeEach(async () => {
  before = await kept()
})

/** A filter of so many levels. */
const deep = (levels: number): unknown => {
  let filter: unknown = is('type', 'signup')
  for (let level = 1; level < levels; level++) filter = { not: filter }
  return filter
}
const doc = (...content: unknown[]) => ({ type: 'doc', content })
const line = (...content: unknown[]) => ({ type: 'paragraph', content })
const linked = (href: string) => doc(line({ type: 'text', text: 'Here', marks: [{ type: 'link', attrs: { href } }] }))
const many = (howMany: number) => Array.from({ length: howMany }, (_, index) => hears(`c${index}`))

test.each([
  ['no name', { components: [] }, ['name']],
  ['a name of nothing', { name: '' }, ['name']],
  ['components that are none', { name: 'A', components: 'many' }, ['components']],
  ['a component without a type', { name: 'A', components: [{ id: 'a' }] }, ['components.0.type']],
  [
    'settings that are none',
    { name: 'A', components: [{ id: 'a', type: 'wait', settings: 7 }] },
    ['components.0.settings'],
  ],
  ['10,000 components', graph(many(10_000)), ['components']],
  ['NUL in a text', graph([sends('a', 'a\0b')]), ['components.0.settings.content']],
  ['half a character', graph([sends('a', '\ud800')]), ['components.0.settings.content']],
  ['an unknown way to enter again', { ...graph([hears('a')]), reentry: 'often' }, ['reentry']],
] as const)('%s can not even be saved: path and reason, and nothing changed', async (_, campaign, paths) => {
  expect(refused(await ask('POST', '/campaigns', campaign), 400)).toEqual(paths)
  expect(await kept()).toEqual(before)
})

test.each([
  ['a filter of 1,000 levels', { ...graph([hears('a')]), audience: deep(1000) }],
  ['content of 200 levels', graph([sends('a', doc(...[deep(200)]))])],
  [
    'a key that reaches behind an object',
    JSON.stringify(graph([hears('a')], [], { audience: { a: 1 } })).replace('"a":1', '"__proto__":{"admin":true}'),
  ],
])('%s can not even be saved', async (_, campaign) => {
  const paths = refused(await ask('POST', '/campaigns', campaign), 400)
  expect(paths).toEqual([expect.stringMatching(/^(audience|components\.0\.settings)/)])
  expect(await kept()).toEqual(before)
})

const inbox = crypto.randomUUID()

test.each([
  ['an empty graph', graph([]), ['components']],
  ['a cycle', graph([hears('a'), sends('b', 'B'), sends('c', 'C')], ['a > b > c > b']), [/^dependencies/]],
  ['a component that leads to itself', graph([hears('a')], ['a > a']), [/^dependencies/]],
  ['a dangling dependency', graph([hears('a')], ['a > nowhere']), ['dependencies.0.to']],
  ['a double dependency', graph([hears('a'), sends('b', 'B')], ['a > b', 'a > b']), ['dependencies.1']],
  ['a port that does not exist', graph([hears('a'), sends('b', 'B')], ['a:matched > b']), ['dependencies.0.port']],
  ['a line from an end', graph([ends('a'), sends('b', 'B')], ['a > b']), [/^dependencies\.0/]],
  ['a dead unmatched line', graph([filters('a', { all: [] }), ends('b')], ['a:unmatched > b']), [/^dependencies\.0/]],
  ['two components with one id', graph([hears('a'), sends('a', 'B')]), ['components.1.id']],
  ['a filter of 20 levels', { ...graph([hears('a')]), audience: deep(20) }, ['audience']],
  ['no audience', { ...graph([hears('a')]), audience: undefined }, ['audience']],
  ['a wait of a million years', graph([waits('a', { for: 'P1000000Y' })]), [/^components\.0\.settings/]],
  ['a wait of nothing', graph([waits('a', { for: 'P0D' })]), [/^components\.0\.settings/]],
  ['a negative wait', graph([waits('a', { for: '-P1D' })]), [/^components\.0\.settings/]],
  ['a date that does not exist', graph([waits('a', { until: '2027-02-30T09:00' })]), [/^components\.0\.settings/]],
  ['an unknown zone', graph([waits('a', { for: 'P1D', zone: 'Mars/Olympus' })]), ['components.0.settings.zone']],
  [
    'content with an unknown node',
    graph([sends('a', doc({ type: 'marquee' }))]),
    [/^components\.0\.settings\.content/],
  ],
  ['a javascript: link', graph([sends('a', linked('javascript:alert(1)'))]), [/^components\.0\.settings\.content/]],
  ['an empty message', graph([sends('a', '')]), [/^components\.0\.settings\.content/]],
  [
    'an unknown variable',
    graph([sends('a', doc(line({ type: 'variable', attrs: { key: 'shoeSize', fallback: '' } })))]),
    [/^components\.0\.settings\.content/],
  ],
  ['an inbox that is not there', graph([assigns('a', inbox)]), ['components.0.settings.inbox']],
  ['an agent who is not there', graph([sends('a', 'A', { from: 'nobody' })]), ['components.0.settings.from']],
  ['an unknown type', { ...graph([]), components: [{ ...hears('a'), type: 'teleport' }] }, ['components.0.type']],
  ['an unknown field', { ...graph([hears('a')]), audience: is('shoeSize', 44) }, ['audience.field']],
] as const)('%s: check says it, publishing says it, and nothing changed', async (_, campaign, paths) => {
  const expected = paths.map(path => (typeof path === 'string' ? path : expect.stringMatching(path)))
  const checked = await ask('POST', '/campaigns/check', campaign)
  expect(checked.status).toBe(200)
  const problems = Array.isArray(checked.body.problems) ? checked.body.problems : []
  const errors = problems.filter(({ level }) => level === 'error')
  expect(errors.map(({ path }) => path)).toEqual(expected)
  for (const { message } of errors) expect(message).toMatch(/^.{8,300}$/)
  expect(await kept()).toEqual(before)
  const { status, body } = await ask('POST', '/campaigns', campaign)
  expect(status).toBe(201)
  const saved = await kept()
  expect(refused(await ask('POST', `/campaigns/${body.id}/publish`, { existing: 'skip' }), 400)).toEqual(expected)
  expect(await kept()).toEqual(saved)
})

test('an inbox of another team is not there, and neither is their campaign', async () => {
  const foreign = await house.bareTeam()
  const theirs = Object((await asks(foreign, 'GET', '/inboxes')).body).data[0].id
  const { body } = await ask('POST', '/campaigns', graph([hears('a'), assigns('b', theirs)], ['a > b']))
  expect(refused(await ask('POST', `/campaigns/${body.id}/publish`, {}), 400)).toEqual(['components.1.settings.inbox'])
  const path = `/campaigns/${body.id}`
  for (const [method, end, sent] of [
    ['GET', ''],
    ['GET', '/statistics'],
    ['GET', '/people?count=entered'],
    ['GET', '/components/a/people?count=acted'],
    ['DELETE', ''],
    ['POST', '/publish', {}],
    ['POST', '/pause'],
    ['POST', '/resume', {}],
    ['POST', '/duplicate'],
    ['POST', '/test', { component: 'a', agent: 'nobody' }],
    ['POST', '/people', { person: crypto.randomUUID() }],
  ] as const)
    expect([end, refused(await asks(foreign, method, `${path}${end}`, sent), 404)]).toEqual([end, []])
  const put = await asks(foreign, 'PUT', path, graph([hears('a')]), { 'if-match': '*' })
  expect(refused(put, 404)).toEqual([])
})

test.each([
  ['GET', '/campaigns?status=lost', undefined, ['status']],
  ['GET', '/campaigns?limit=0', undefined, ['limit']],
  ['GET', '/campaigns?after=nonsense', undefined, ['after']],
  ['POST', '/campaigns', '{', []],
  ['POST', '/campaigns', '[]', ['']],
  ['POST', '/campaigns/ID/publish', { existing: 'some' }, ['existing']],
  ['POST', '/campaigns/ID/publish', { existing: 'skip', inside: 'out' }, ['inside']],
  ['POST', '/campaigns/ID/publish', '', []],
  ['POST', '/campaigns/ID/test', { component: 'a' }, ['agent']],
  ['POST', '/campaigns/ID/people', { person: 'Ana' }, ['person']],
  ['POST', '/campaigns/ID/people', {}, ['person']],
] as const)('%s %s %j is refused with path and reason, and changes nothing', async (method, path, body, paths) => {
  const { body: made } = await ask('POST', '/campaigns', graph([hears('a')]))
  const saved = await kept()
  expect(refused(await ask(method, path.replace('ID', String(made.id)), body), 400)).toEqual(paths)
  expect(await kept()).toEqual(saved)
})
