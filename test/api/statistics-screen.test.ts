import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestAgent } from '../house/agent.ts'
import { ends, filters, graph, hears, is, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { lapseAt, toldBy } from '../house/lapse.ts'
import { numbers, peopleBehind, sets, signup } from '../house/steering.ts'

/** What the screen of a campaign's statistics reads beside the API, and does with who is chosen there. */
let house: House
let team: TestTeam
let agent: TestAgent
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
  agent = await (await team.agent()).connected()
})
afterAll(() => house.stop())

const path = (campaign: string, of: string) => `/api/dashboard/campaigns/${campaign}${of}`
const reads = async (campaign: string, of: string) => Object(await agent.reads(path(campaign, `/statistics${of}`)))
const does = async (campaign: string, what: string, body: object, who = agent) => {
  const answer = await who.asks(path(campaign, what), { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}
const file = async (campaign: string, of: string) => {
  const answer = await agent.asks(path(campaign, `/statistics/${of}`))
  expect([of, answer.status, answer.headers.get('content-type')]).toEqual([of, 200, 'text/csv; charset=utf-8'])
  const text = Buffer.from(await answer.arrayBuffer()).toString()
  expect(text.startsWith('\ufeff')).toBe(true)
  return text.slice(1).split('\r\n').slice(0, -1)
}
const person = (externalId: string, attributes: object, more: object = {}) =>
  signup(team, externalId, { attributes, ...more })

const forked = () =>
  graph(
    [
      filters('pro', is('attributes.plan', 'pro'), { watch: 'once' }),
      waits('day', { for: 'P1D' }),
      sends('hello', 'Hi {{phone}}', { newConversation: true }),
      filters('paid', is('attributes.paid', true), { watch: 'once' }),
      sends('thanks', 'Thanks', { newConversation: true }),
    ],
    ['pro:matched > hello', 'pro:unmatched > day', 'day > hello', 'hello > paid', 'paid:matched > thanks'],
    {
      audience: is('type', 'signup'),
      exits: [{ id: 'over', name: 'It is over', filter: is('attributes.over', true) }],
    },
  )

test('the ways: how many came along each line, each person by their latest arrival', async () => {
  const { id } = await team.campaign(forked())
  await person('a', { plan: 'pro', paid: true })
  await person('b', { plan: 'pro' })
  const waiting = await person('c', {})
  await person('d', {})
  await house.clock.passes('P2D')
  await person('e', {})
  await sets(team, waiting, { attributes: { over: true } })
  const { ways, first } = await reads(id, '/ways')
  expect(ways).toEqual([
    { from: 'pro', to: 'hello', port: 'matched', people: 2 },
    { from: 'pro', to: 'day', port: 'unmatched', people: 3 },
    { from: 'day', to: 'hello', people: 2 },
    { from: 'hello', to: 'paid', people: 4 },
    { from: 'paid', to: 'thanks', port: 'matched', people: 1 },
  ])
  expect(Object(await numbers(team, id)).components).toMatchObject({ hello: { arrived: 4 }, day: { arrived: 3 } })
  expect(first).toEqual([
    {
      kind: 'lost',
      component: 'paid',
      people: 3,
      of: 4,
      reasons: [{ reason: 'unmatched, and no line leads on from there', people: 3 }],
    },
  ])
  await holds(team)
})

test('what to look at first: where people are lost, skipped and why, of the period that is asked for', async () => {
  const empty = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'variable', attrs: { key: 'phone', fallback: '' } }] }],
  }
  const { id } = await team.campaign(
    graph([sends('empty', empty, { newConversation: true }), waits('day', { for: 'P1D' })], ['empty > day'], {
      audience: is('type', 'signup'),
      exits: [{ id: 'over', name: 'It is over', filter: is('attributes.over', true) }],
    }),
  )
  const gone = await person('gone', {})
  await person('stays', {})
  await sets(team, gone, { attributes: { over: true } })
  const { first } = await reads(id, '/ways')
  expect(first).toEqual([
    { kind: 'lost', component: 'day', people: 1, of: 2, reasons: [{ reason: 'exited: It is over', people: 1 }] },
    {
      kind: 'skipped',
      component: 'empty',
      people: 2,
      of: 2,
      reasons: [{ reason: expect.stringMatching(/empty/), people: 2 }],
    },
  ])
  expect(await reads(id, '/ways?to=2020-01-01T00:00:00Z')).toMatchObject({ first: [], ways: [{ people: 0 }] })
})

test('a file holds every line, and nothing in it runs in a spreadsheet', async () => {
  const { id } = await team.campaign(graph([waits('day', { for: 'P1D' })], [], { audience: is('type', 'signup') }))
  const names = ['=1+1', '+49', '-2', '@SUM(A1)', ' =cmd', '\t=x', 'A "quoted", name', "O'Hara", '＝1']
  for (const [place, name] of names.entries()) await person(`p-${place}`, {}, { name, email: `p${place}@shop.example` })
  await person('p-plain', {}, { name: 'Ana\nBo' })
  const lines = await file(id, 'people.csv?count=entered')
  expect(lines[0]).toBe('person,name,email,type,at,reason,enrollment')
  expect(lines.length).toBe(11)
  const name = (line: string | undefined) => /^[\da-f-]{36},("(?:[^"]|"")*"|[^,]*),/.exec(line ?? '')?.[1]
  expect(lines.slice(1).reverse().map(name)).toEqual([
    "'=1+1",
    "'+49",
    "'-2",
    "'@SUM(A1)",
    "' =cmd",
    '"\'\t=x"',
    '"A ""quoted"", name"',
    "O'Hara",
    "'＝1",
    '"Ana\nBo"',
  ])
  const chosen = (await peopleBehind(team, id, 'entered')).map(one => one.person)
  expect((await file(id, `people.csv?count=waiting&component=day&people=${chosen[0]},${chosen[1]}`)).length).toBe(3)
  expect((await file(id, 'people.csv?count=entered&search=O%27Hara')).length).toBe(2)
  const all = await file(id, 'numbers.csv')
  expect(all.slice(0, 3)).toEqual(['component,type,name,count,people', ',campaign,,entered,10', ',campaign,,active,10'])
  expect(all).toContain('day,wait,Wait,waiting,10')
  for (const [query, status] of [
    ['people.csv?count=happy', 400],
    ['people.csv?count=waiting', 400],
    ['people.csv?count=entered&component=day', 400],
    ['people.csv?count=acted&component=none', 404],
    ['people.csv?count=entered&people=all', 400],
  ] as const)
    expect([query, (await agent.asks(path(id, `/statistics/${query}`))).status]).toEqual([query, status])
})

test('the name of a file says what it is of: campaign, number, version and days', async () => {
  const drawn = (name: string) =>
    graph([sends('hi', 'Hello there')], [], {
      ...{
        name,
        audience: is('type', 'signup'),
        exits: [{ id: 'paid', name: 'Has paid', filter: is('attributes.paid', true) }],
      },
    })
  const { id } = await team.campaign(drawn('Welcome, “Zoë” / 50 %'))
  const named = async (campaign: string, of: string) =>
    (await agent.asks(path(campaign, `/statistics/${of}`))).headers.get('content-disposition')
  const days = 'from=2026-09-30T22:00:00Z&to=2026-11-25T23:00:00Z&zone=Europe/Berlin'
  expect(await named(id, `people.csv?component=hi&count=sent&version=1&${days}`)).toBe(
    `attachment; filename="welcome-zoe-50_send-message-hello-there_sent_version-1_2026-10-01_2026-11-25.csv"; filename*=UTF-8''${encodeURIComponent('welcome-zoë-50_send-message-hello-there_sent_version-1_2026-10-01_2026-11-25.csv')}`,
  )
  expect(await named(id, 'people.csv?count=exited&exit=paid&to=2026-11-25T00:00:00Z&zone=UTC')).toMatch(
    /filename="welcome-zoe-50_exited_has-paid_all-versions_until-2026-11-24\.csv"/,
  )
  expect(await named(id, 'numbers.csv')).toMatch(
    /filename="welcome-zoe-50_numbers_all-versions_until-\d{4}-\d\d-\d\d\.csv"/,
  )
  const japanese = await team.campaign(drawn('ようこそ'))
  const whole = await named(japanese.id, 'numbers.csv?to=2026-11-25T00:00:00Z&zone=UTC')
  expect(whole).toMatch(
    /^attachment; filename="campaign_numbers_all-versions_until-2026-11-24\.csv"; filename\*=UTF-8''/,
  )
  expect(decodeURIComponent(whole ?? '')).toContain('ようこそ_numbers_')
  expect((await agent.asks(path(id, '/statistics/numbers.csv?zone=Mars'))).status).toBe(400)
})

test('a file of more people than are read at a time has each of them once', async () => {
  const { id } = await team.campaign(graph([hears('chat')], [], {}))
  await team.sql`
    with made as (
      insert into people (team_id, id, type, attributes, sources, context, first_seen_at, fact_at, entries)
      select ${team.id}, gen_random_uuid(), 'signup', '{}', '{}', '{}', now(), now(), 0 from generate_series(1, 2500) n returning id)
    insert into enrollments (team_id, id, person_id, campaign_id, version, status, entered_at, left_at, standing, open_forms)
    select ${team.id}, gen_random_uuid(), id, ${id}, 1, 'completed', now(), now(), '[]', '[]' from made`
  const lines = await file(id, 'people.csv?count=completed')
  expect(lines.length).toBe(2501)
  expect(new Set(lines).size).toBe(2501)
})

test('who is chosen is taken out, or put into a campaign that is made for it; each once', async () => {
  const { id } = await team.campaign(graph([waits('day', { for: 'P1D' })], [], { audience: is('type', 'signup') }))
  const other = await team.campaign(
    graph([waits('day', { for: 'P1D' })], [], { audience: is('type', 'signup'), startable: true, name: 'By hand' }),
  )
  const people = [await person('a', {}), await person('b', {}), await person('c', {})]
  expect(await agent.reads('/api/dashboard/campaigns/startable')).toEqual({ data: [{ id: other.id, name: 'By hand' }] })
  const [first, second] = people
  expect(await does(other.id, '/starts', { people: [first, second, first] })).toEqual({
    status: 200,
    body: { started: 2, refused: [] },
  })
  const says = 'They are in the campaign already.'
  const refused = [first, second].map(one => ({ person: one, says }))
  expect(await does(other.id, '/starts', { people })).toEqual({ status: 200, body: { started: 1, refused } })
  const rows =
    await team.sql`select id from enrollments where team_id = ${team.id} and campaign_id = ${id} order by entered_at`
  const enrollments = rows.map(row => String(row.id))
  expect(await does(id, '/removals', { enrollments: enrollments.slice(0, 2) })).toEqual({
    status: 200,
    body: { removed: 2, alreadyLeft: 0 },
  })
  expect(await does(id, '/removals', { enrollments })).toEqual({ status: 200, body: { removed: 1, alreadyLeft: 2 } })
  expect(await numbers(team, id)).toMatchObject({ entered: 3, active: 0, removed: 3 })
  expect(await numbers(team, other.id)).toMatchObject({ entered: 3, active: 3 })
  const foreign = await (await (await house.bareTeam()).agent()).connected()
  const none = crypto.randomUUID()
  for (const [what, campaign, body, who, status] of [
    ['/removals', id, { enrollments: [none] }, agent, 404],
    ['/removals', other.id, { enrollments }, agent, 404],
    ['/removals', id, { enrollments }, foreign, 404],
    ['/removals', id, { enrollments: [] }, agent, 400],
    ['/removals', id, { enrollments: Array.from({ length: 201 }, () => none) }, agent, 400],
    ['/starts', other.id, { people: [none] }, agent, 404],
    ['/starts', other.id, { people }, foreign, 404],
    ['/starts', none, { people }, agent, 404],
    ['/starts', id, { people }, agent, 409],
    ['/starts', other.id, { people: ['me'] }, agent, 400],
  ] as const) {
    const answer = await does(campaign, what, body, who)
    expect([what, body, answer.status]).toEqual([what, body, status])
  }
  await holds(team)
})

test('time-lapse: who came along each line and when, and of very many people only how many', async () => {
  const { id } = await team.campaign(forked())
  await person('a', { plan: 'pro', paid: true })
  await person('b', {})
  const whole = await reads(id, '/lapse')
  const moves = whole.moves.map(({ at: _at, ...move }: { at: string }) => move)
  expect(moves.length).toBe(4)
  expect(moves).toEqual(
    expect.arrayContaining([
      { from: 'pro', to: 'hello', port: 'matched', people: 1 },
      { from: 'hello', to: 'paid', people: 1 },
      { from: 'paid', to: 'thanks', port: 'matched', people: 1 },
      { from: 'pro', to: 'day', port: 'unmatched', people: 1 },
    ]),
  )
  expect(lapseAt(whole, whole.to)).toEqual(toldBy(Object(await numbers(team, id))))
  expect(lapseAt(whole, whole.to)).toMatchObject({ day: { waiting: 1, arrived: 1 }, thanks: { sent: 1 } })
  expect(await reads(id, '/lapse?to=2020-01-01T00:00:00Z')).toMatchObject({ moves: [], numbers: [] })
  await team.sql`
    insert into enrollments (team_id, id, person_id, campaign_id, version, status, entered_at, left_at, standing, open_forms)
    select ${team.id}, gen_random_uuid(), gen_random_uuid(), ${id}, 1, 'exited', now() - interval '1 hour', now(),
      '[{"component": "day", "kind": "waiting", "from": "pro", "since": 0}]'::jsonb || jsonb_build_object('component', 'hello', 'kind', 'waiting',
        'since', (extract(epoch from now()) - 1800) * 1000), '[]' from generate_series(1, 2100) n`
  const many = await reads(id, '/lapse')
  expect(many.moves).toContainEqual({ at: expect.any(String), from: 'pro', to: 'day', port: 'unmatched', people: 1 })
  expect(lapseAt(many, many.to)).toMatchObject({ hello: { left: 2100 }, day: { waiting: 1, left: 2100 } })
  expect(Math.max(...many.numbers.map((one: { people: number }) => one.people))).toBe(2100)
})

test('what the screen reads of another team is not there', async () => {
  const { id } = await team.campaign(graph([hears('chat'), ends('end')], ['chat > end']))
  const foreign = await (await (await house.bareTeam()).agent()).connected()
  for (const of of ['', '/chart', '/ways', '/lapse', '/numbers.csv', '/people.csv?count=entered'])
    expect([of, (await foreign.asks(path(id, `/statistics${of}`))).status]).toEqual([of, 404])
})
