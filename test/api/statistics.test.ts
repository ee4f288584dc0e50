import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asks, refused } from '../house/api.ts'
import { ends, filters, graph, hears, is, offering, sends, waits } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { everyNumberHasItsList, peopleOn } from '../house/lists.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  team = await house.bareTeam()
})
afterAll(() => house.stop())

const ask = (method: string, path: string, body?: unknown) => asks(team, method, path, body)
const signup = async (externalId: string, body: object = {}) =>
  String((await ask('PUT', `/people/${externalId}`, body)).body.id)
const statistics = async (campaign: string, query = '') =>
  (await ask('GET', `/campaigns/${campaign}/statistics${query}`)).body
const people = (path: string) => peopleOn(team, path)
const ids = async (path: string) => (await people(path)).data.map(({ person }) => person?.id)

test('T1, T2: each component and the campaign count people, and each number opens exactly its list', async () => {
  const { id } = await team.campaign(
    graph(
      [
        filters('paid', is('attributes.plan', 'pro'), { watch: 'once' }),
        sends('thanks', offering('Thank you', { id: 'more', label: 'More', url: 'https://shop.example/more' }), {
          newConversation: true,
        }),
        waits('day', { for: 'P1D' }),
        sends(
          'empty',
          {
            type: 'doc',
            content: [{ type: 'paragraph', content: [{ type: 'variable', attrs: { key: 'phone', fallback: '' } }] }],
          },
          { newConversation: true },
        ),
        ends('out'),
      ],
      ['paid:matched > thanks', 'paid:unmatched > day', 'thanks > empty', 'empty > out'],
      {
        audience: is('type', 'signup'),
        exits: [{ id: 'gone', name: 'Gone', filter: is('attributes.left', true) }],
      },
    ),
  )
  const pro = await signup('pro-1', { attributes: { plan: 'pro' } })
  const free = [await signup('free-1', { name: 'Ana' }), await signup('free-2', { name: 'Bo' }), await signup('free-3')]
  await ask('PUT', '/people/free-1', { attributes: { left: true } })
  const { data } = await people(`/campaigns/${id}/people?count=active`)
  await ask('DELETE', `/enrollments/${data[0]?.enrollment}`)
  expect(await statistics(id)).toEqual({
    version: null,
    recording: true,
    entered: 4,
    active: 1,
    completed: 0,
    ended: 1,
    exited: 1,
    exits: { gone: 1 },
    removed: 1,
    components: {
      paid: {
        type: 'filter',
        acted: 4,
        matched: 1,
        unmatched: 3,
        watching: 0,
        skipped: 0,
        failed: 0,
        left: 0,
        arrived: 4,
      },
      thanks: {
        type: 'send-message',
        acted: 1,
        sent: 1,
        seen: 0,
        clicked: 0,
        replied: 0,
        submitted: 0,
        refused: 0,
        skipped: 0,
        failed: 0,
        left: 0,
        arrived: 1,
      },
      day: { type: 'wait', acted: 0, passed: 0, waiting: 1, skipped: 0, failed: 0, left: 2, arrived: 3 },
      empty: {
        type: 'send-message',
        acted: 0,
        sent: 0,
        seen: 0,
        clicked: 0,
        replied: 0,
        submitted: 0,
        refused: 0,
        skipped: 1,
        failed: 0,
        left: 0,
        arrived: 1,
      },
      out: { type: 'end', acted: 1, ended: 1, skipped: 0, failed: 0, left: 0, arrived: 1 },
    },
  })
  await everyNumberHasItsList(team, id)
  await everyNumberHasItsList(team, id, '?version=1')
  expect(await ids(`/campaigns/${id}/components/paid/people?count=unmatched`)).toEqual([...free].reverse())
  expect(await ids(`/campaigns/${id}/components/paid/people?count=matched`)).toEqual([pro])
  const skipped = await people(`/campaigns/${id}/components/empty/people?count=skipped`)
  expect(skipped.data).toMatchObject([{ person: { id: pro }, reason: expect.stringMatching(/empty/) }])
  const search = await people(`/campaigns/${id}/people?count=entered&search=an`)
  expect([search.total, search.data.map(({ person }) => person?.name)]).toEqual([1, ['Ana']])
  await holds(team)
})

test('T1: what becomes of a message counts after the enrollment left, too, each person once', async () => {
  const { id } = await team.campaign(
    graph(
      [
        hears('chat', { which: 'any' }),
        sends(
          'ask',
          offering('Which?', { id: 'yes', label: 'Yes' }, { id: 'link', label: 'Link', url: 'https://a.example' }),
        ),
      ],
      ['chat > ask'],
      { reentry: 'each' },
    ),
  )
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  const first = await visitor.receives(({ number }) => number === 2)
  await visitor.sees(conversation, 2)
  await visitor.presses(first.id, 'link')
  await visitor.writes('And again', conversation)
  await visitor.receives(({ number }) => number === 4)
  expect(await statistics(id)).toMatchObject({
    entered: 1,
    components: {
      chat: { acted: 1, triggered: 1 },
      ask: { acted: 1, sent: 1, seen: 1, clicked: 1, replied: 1, arrived: 1 },
    },
  })
  await everyNumberHasItsList(team, id)
  await holds(team)
})

test('T1: arrived and left go by the latest arrival of whoever entered again', async () => {
  const { id } = await team.campaign(
    graph([filters('paid', is('attributes.plan', 'pro')), sends('thanks', 'Thank you')], ['paid:matched > thanks'], {
      audience: is('attributes.trial', true),
      exits: [{ id: 'over', name: 'Over', filter: is('attributes.over', true) }],
      reentry: 'each',
    }),
  )
  const set = (attributes: object) => ask('PUT', '/people/again', { attributes })
  await set({ trial: true })
  await set({ over: true })
  expect(await statistics(id)).toMatchObject({ components: { paid: { acted: 0, watching: 0, left: 1, arrived: 1 } } })
  await everyNumberHasItsList(team, id)
  await set({ over: false })
  expect(await statistics(id)).toMatchObject({
    entered: 1,
    active: 1,
    exited: 0,
    components: { paid: { watching: 1, left: 0, arrived: 1 } },
  })
  await set({ plan: 'pro' })
  expect(await statistics(id)).toMatchObject({
    entered: 1,
    completed: 1,
    components: { paid: { acted: 1, watching: 0, left: 0, arrived: 1 }, thanks: { acted: 1, arrived: 1 } },
  })
  await everyNumberHasItsList(team, id)
  await holds(team)
})

test('T2: by version, which are those of all together; a component is the same across versions', async () => {
  const first = graph([hears('chat'), sends('hello', 'One')], ['chat > hello'])
  const { id } = await team.campaign(first)
  await (await team.visitor()).writes('Hi')
  await team.campaign({ ...first, name: 'Two' }, id)
  const second = await team.visitor()
  await second.writes('Hi')
  expect([await statistics(id, '?version=1'), await statistics(id, '?version=2'), await statistics(id)]).toMatchObject([
    { version: 1, entered: 1, components: { hello: { sent: 1 } } },
    { version: 2, entered: 1, components: { hello: { sent: 1 } } },
    { version: null, entered: 2, components: { hello: { sent: 2 } } },
  ])
  expect(await ids(`/campaigns/${id}/people?count=entered&version=2`)).toEqual([second.person])
  // Whoever has no name is found by what they are called on the screens.
  const called = encodeURIComponent(`Visitor ${second.person?.slice(-4).toUpperCase()}`)
  expect(await ids(`/campaigns/${id}/people?count=entered&search=${called}`)).toEqual([second.person])
  for (const query of ['', '?version=1', '?version=2']) await everyNumberHasItsList(team, id, query)
})

test('T2: what a component did while it was of another type is told, and opens its people', async () => {
  const audience = { audience: is('type', 'signup') }
  const { id } = await team.campaign(graph([waits('x', { for: 'PT1H' })], [], audience))
  const one = await signup('one')
  await house.clock.passes('PT2H')
  await team.campaign(graph([sends('x', 'Hi', { newConversation: true })], [], audience), id)
  await signup('two')
  const { components } = Object(await everyNumberHasItsList(team, id))
  expect(components.x).toMatchObject({ type: 'send-message', acted: 2, sent: 1, passed: 1, arrived: 2 })
  expect(await ids(`/campaigns/${id}/components/x/people?count=passed`)).toEqual([one])
})

test('C26: an erased person stays in each number and list as a row of their own, without a name', async () => {
  const { id } = await team.campaign(
    graph([waits('day', { for: 'P1D' }), sends('hello', 'Hi', { newConversation: true })], ['day > hello'], {
      audience: is('type', 'signup'),
    }),
  )
  const person = await signup('erased', { name: 'Ana', email: 'ana@shop.example' })
  await signup('stays')
  await ask('DELETE', `/people/${person}`)
  expect(await statistics(id)).toMatchObject({
    entered: 2,
    active: 1,
    removed: 1,
    components: { day: { waiting: 1, left: 1, arrived: 2 } },
  })
  const { data } = await people(`/campaigns/${id}/people?count=removed`)
  expect(data).toMatchObject([{ person: null, reason: 'erased' }])
  expect((await people(`/campaigns/${id}/people?count=entered&search=ana`)).total).toBe(0)
  await everyNumberHasItsList(team, id)
})

test('C25: of two who turn out to be one there is one in each list', async () => {
  const { id } = await team.campaign(graph([hears('chat', { which: 'any' }), sends('hello', 'Hi')], ['chat > hello']))
  const one = await team.visitor()
  await one.writes('Hi')
  const identity = await team.identity('u-1')
  await (await team.visitor({ token: one.token, identity })).connected()
  const other = await team.visitor()
  await other.writes('Hi')
  await (await team.visitor({ token: other.token, identity })).connected()
  expect(await statistics(id)).toMatchObject({ entered: 1, components: { hello: { sent: 1, arrived: 1 } } })
  await everyNumberHasItsList(team, id)
  await holds(team)
})

test('what does not exist is not found, what can not be counted is refused', async () => {
  const { id } = await team.campaign(graph([hears('chat')]))
  const none = crypto.randomUUID()
  for (const path of [
    `/campaigns/${none}/statistics`,
    `/campaigns/${none}/people?count=entered`,
    `/campaigns/${id}/statistics?version=2`,
    `/campaigns/${id}/people?count=entered&version=2`,
    `/campaigns/${none}/components/chat/people?count=acted`,
  ])
    expect([path, refused(await ask('GET', path), 404)]).toEqual([path, []])
  expect(refused(await ask('GET', `/campaigns/${id}/people?count=happy`), 400)).toEqual(['count'])
  expect(refused(await ask('GET', `/campaigns/${id}/people`), 400)).toEqual(['count'])
  expect(refused(await ask('GET', `/campaigns/${id}/components/chat/people?count=entered`), 400)).toEqual(['count'])
  expect(refused(await ask('GET', `/campaigns/${id}/statistics?version=none`), 400)).toEqual(['version'])
  const beyond = await ask('GET', `/campaigns/${id}/statistics?version=99999999999`)
  expect([beyond.status, beyond.body.detail]).toEqual([400, 'version: must be 1000000 at most'])
  for (const path of ['statistics?', 'people?count=entered&', 'components/chat/people?count=acted&']) {
    expect(refused(await ask('GET', `/campaigns/${id}/${path}from=yesterday`), 400)).toEqual(['from'])
    expect(refused(await ask('GET', `/campaigns/${id}/${path}to=2027-13-01T00:00:00Z`), 400)).toEqual(['to'])
    for (const far of ['0001-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '9999-12-31T23:59:59-01:00'])
      expect([far, refused(await ask('GET', `/campaigns/${id}/${path}to=${far}`), 400)]).toEqual([far, ['to']])
    const backwards = 'from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z'
    expect(refused(await ask('GET', `/campaigns/${id}/${path}${backwards}`), 400)).toEqual(['to'])
  }
  const foreign = await house.bareTeam()
  expect(refused(await asks(foreign, 'GET', `/campaigns/${id}/statistics`), 404)).toEqual([])
})

test('ids that objects have by themselves are ids like any other; what no version has is not there', async () => {
  const { id } = await team.campaign(
    graph(
      [filters('constructor', is('type', 'signup'), { watch: 'once' }), waits('toString', { for: 'P1D' })],
      ['constructor:matched > toString'],
      { exits: [{ id: 'hasOwnProperty', name: 'Paid', filter: is('attributes.paid', true) }] },
    ),
  )
  await signup('u-1')
  await signup('u-2', { attributes: { paid: true } })
  await ask('PUT', '/people/u-1', { attributes: { paid: true } })
  expect(await statistics(id)).toMatchObject({
    entered: 1,
    exits: { hasOwnProperty: 1 },
    components: { constructor: { matched: 1 }, toString: { left: 1, waiting: 0 } },
  })
  await everyNumberHasItsList(team, id)
  for (const component of ['__proto__', 'valueOf', 'nobody', '%22', '..%2f'])
    expect(refused(await ask('GET', `/campaigns/${id}/components/${component}/people?count=acted`), 404)).toEqual([])
})
