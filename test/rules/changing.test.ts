import { Problem } from '@pavior/shared/problem.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asking, email, ends, graph, hears, is, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { enrollments, talk } from '../house/talk.ts'

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

/** What stands against publishing it. */
async function problems(campaign: unknown, id?: string) {
  const refused: unknown = await team.campaign(campaign, id).then(
    () => undefined,
    error => error,
  )
  if (!(refused instanceof Problem)) throw refused ?? new Error('it was published')
  expect(refused.code).toBe('invalid')
  return refused.details.fields ?? []
}

test('C23: people inside stay on the version they entered; the newest decides entry', async () => {
  const asks = (words: string) =>
    graph(
      [hears('chat'), sends('ask', words), hears('more'), sends('thanks', `${words} – thanks.`)],
      ['chat > ask > more > thanks'],
    )
  const { id } = await team.campaign(asks('First'))
  const visitor = await team.visitor()
  const conversation = await visitor.writes('Hi')
  expect(await team.campaign(asks('Second'), id)).toEqual({ id, version: 2 })
  const other = await team.visitor()
  await other.writes('Hi')
  await visitor.writes('More', conversation)
  expect(await talk(team, visitor.person)).toEqual([
    ['person: Hi', 'team: First', 'person: More', 'team: First – thanks.'],
  ])
  expect(await talk(team, other.person)).toEqual([['person: Hi', 'team: Second']])
  expect(await enrollments(team, visitor.person)).toMatchObject([{ version: 1 }])
  expect(await enrollments(team, other.person)).toMatchObject([{ version: 2 }])
})

test('a campaign that is published while many write is entered on one version each, none of them half', async () => {
  const { id } = await team.campaign(graph([hears('chat'), sends('a', 'One.'), sends('b', 'Two.')], ['chat > a > b']))
  const visitors = await Promise.all(Array.from({ length: 12 }, () => team.visitor()))
  await Promise.all([
    ...visitors.map(visitor => visitor.writes('Hi')),
    team.campaign(graph([hears('chat'), sends('a', 'Three.'), sends('b', 'Four.')], ['chat > a > b']), id),
  ])
  for (const visitor of visitors) {
    const [[, ...said] = []] = await talk(team, visitor.person)
    expect([
      ['team: One.', 'team: Two.'],
      ['team: Three.', 'team: Four.'],
    ]).toContainEqual(said)
  }
})

test.each<[string, unknown, string, RegExp]>([
  ['nothing at all', undefined, '', /./],
  ['no name', graph([ends('end')], [], { name: '' }), 'name', /must not be empty/],
  ['an empty graph', graph([]), 'components', /no component/],
  [
    'more than 250 components',
    graph(Array.from({ length: 251 }, (_, index) => ends(`end${index}`))),
    'components',
    /at most 250/,
  ],
  ['a component twice', graph([hears('chat'), hears('chat')]), 'components.1.id', /Two components have the id "chat"/],
  [
    'a cycle',
    graph([hears('a'), sends('b', 'B.'), sends('c', 'C.')], ['a > b > c > b']),
    'dependencies',
    /leads back to itself/,
  ],
  ['a component that leads to itself', graph([sends('b', 'B.')], ['b > b']), 'dependencies', /leads back to itself/],
  ['a line to nowhere', graph([hears('a')], ['a > b']), 'dependencies.0.to', /no component "b"/],
  ['a line from nowhere', graph([hears('a')], ['b > a']), 'dependencies.0.from', /no component "b"/],
  ['a line twice', graph([hears('a'), ends('b')], ['a > b', 'a > b']), 'dependencies.1', /connected twice/],
  [
    'a line behind the end',
    graph([ends('a'), sends('b', 'B.')], ['a > b']),
    'dependencies.0',
    /End workflow "a" has no port/,
  ],
  [
    'an unknown agent',
    graph([sends('a', 'A.', { from: 'nobody' })]),
    'components.0.settings.from',
    /no agent "nobody"/,
  ],
  ['an empty message', graph([sends('a', '  ')]), 'components.0.settings.content', /must not be empty/],
  [
    'a message that is too long',
    graph([sends('a', 'x'.repeat(10_001))]),
    'components.0.settings.content',
    /10,000 characters/,
  ],
  [
    'a link that is none',
    graph([
      sends('a', {
        type: 'doc',
        content: [{ type: 'button', attrs: { id: 'x', label: 'X', action: { url: 'javascript:alert(1)' } } }],
      }),
    ]),
    'components.0.settings.content.content.0.attrs.action.url',
    /must be a link to http/,
  ],
  [
    'an unknown variable',
    graph([
      sends('a', {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'variable', attrs: { key: 'shoe' } }] }],
      }),
    ]),
    'components.0.settings.content',
    /no variable "shoe"/,
  ],
  [
    'an unknown field in a form',
    graph([sends('a', asking('?', { key: 'shoe' }))]),
    'components.0.settings.content.content.1.attrs.fields.0.key',
    /must be name, email/,
  ],
  [
    'a form that asks twice',
    graph([sends('a', asking('?', email, email))]),
    'components.0.settings.content.content.1.attrs.fields',
    /same key/,
  ],
  [
    'a choice of nothing',
    graph([sends('a', asking('?', { key: 'name', kind: 'choice' }))]),
    'components.0.settings.content.content.1.attrs.fields.0.options',
    /needs options/,
  ],
  ['words that are none', graph([hears('a', { contains: ['?!'] })]), 'components.0.settings.contains.0', /no word/],
  [
    'an unknown field in its audience',
    graph([ends('a')], [], { audience: is('shoe', 44) }),
    'audience.field',
    /unknown field "shoe"/,
  ],
  [
    'an unknown field in an exit',
    graph([ends('a')], [], { exits: [{ id: 'x', name: 'X', filter: is('shoe', 44) }] }),
    'exits.0.filter.field',
    /unknown field "shoe"/,
  ],
])('a campaign with %s can not be published', async (_what, campaign, path, message) => {
  expect(await problems(campaign)).toContainEqual({ path, message: expect.stringMatching(message) })
})

test('an agent of another team is unknown', async () => {
  const other = await (await house.team()).agent()
  expect(await problems(graph([sends('a', 'A.', { from: other.id })]))).toMatchObject([
    { path: 'components.0.settings.from' },
  ])
})

test('what can not be published leaves the live version as it is', async () => {
  const { id } = await team.campaign(graph([hears('chat'), sends('hello', 'Hello.')], ['chat > hello']))
  await problems(graph([]), id)
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Hello.']])
})

test('a campaign that can not be read any more is left out, and stops no other (C14)', async () => {
  const { id } = await team.campaign(graph([hears('chat'), sends('broken', 'Never.')], ['chat > broken']))
  await team.campaign(graph([hears('chat'), sends('hello', 'Hello.')], ['chat > hello']))
  await team.sql`update campaign_versions set graph = '{"components": 7}' where team_id = ${team.id} and campaign_id = ${id}`
  await team.sql`update teams set revision = revision + 1 where id = ${team.id}`
  const visitor = await team.visitor()
  await visitor.writes('Hi')
  expect(await talk(team, visitor.person)).toEqual([['person: Hi', 'team: Hello.']])
})
