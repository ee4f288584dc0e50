import { evaluate } from '@pavior/shared/filter/evaluate.ts'
import { Filter } from '@pavior/shared/filter/filter.ts'
import { subjectOf } from '@pavior/shared/filter/subject.ts'
import { newcomer, type Person } from '@pavior/shared/people/person.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { graph, is, sends } from '../house/graph.ts'
import { holds } from '../house/holds.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { statuses } from '../house/talk.ts'

let house: House
let team: TestTeam
beforeAll(async () => {
  house = await openHouse()
  team = await house.bareTeam()
})
afterAll(() => house.stop())

const now = Date.parse('2027-03-31T12:00:00Z')
const ana: Person = {
  ...newcomer('p', Date.parse('2027-01-01T00:00:00Z')),
  type: 'lead',
  email: 'Ana@Shop.example',
  name: 'Ana López',
  language: 'nb',
  page: { url: 'https://shop.example/Pricing?x=1', title: 'Pricing' },
  lastSeenAt: Date.parse('2027-03-24T12:00:00Z'),
  attributes: { plan: 'Pro', seats: 12, beta: true, renews: '2027-04-01', zero: 0, empty: '' },
}

test.each([
  // Text compares without case.
  ['type', 'equals', 'LEAD', true],
  ['email', 'equals', 'ana@shop.example', true],
  ['email', 'not-equals', 'ana@shop.example', false],
  ['attributes.plan', 'in', ['free', 'pro'], true],
  ['attributes.plan', 'in', [], false],
  ['attributes.plan', 'not-in', ['free', 'pro'], false],
  ['name', 'contains', 'LÓP', true],
  ['name', 'not-contains', 'lóp', false],
  ['page.url', 'starts-with', 'HTTPS://shop.example/pricing', true],
  ['page.url', 'ends-with', 'x=1', true],
  ['page.title', 'equals', 'pricing', true],
  // Numbers, and yes or no.
  ['attributes.seats', 'equals', 12, true],
  ['attributes.seats', 'equals', '12', true],
  ['attributes.seats', 'greater', 11, true],
  ['attributes.seats', 'greater', 12, false],
  ['attributes.seats', 'less', 13, true],
  ['attributes.plan', 'greater', 1, false],
  ['attributes.zero', 'set', undefined, true],
  ['attributes.empty', 'set', undefined, true],
  ['attributes.beta', 'equals', true, true],
  ['attributes.beta', 'equals', false, false],
  // Moments.
  ['firstSeenAt', 'before', '2027-01-02', true],
  ['firstSeenAt', 'after', '2027-01-01T00:00:00Z', false],
  ['attributes.renews', 'after', '2027-03-31T23:59:59Z', true],
  ['lastSeenAt', 'within-last', 'P7D', false],
  ['lastSeenAt', 'within-last', 'P7DT1S', true],
  ['lastSeenAt', 'not-within-last', 'P7D', true],
  ['firstSeenAt', 'within-last', 'P3M', true],
  ['emailStatus', 'equals', 'ok', true],
  // A missing value matches only the negative operators.
  ['phone', 'set', undefined, false],
  ['phone', 'not-set', undefined, true],
  ['attributes.none', 'equals', 'x', false],
  ['attributes.none', 'not-equals', 'x', true],
  ['attributes.none', 'in', ['x'], false],
  ['attributes.none', 'not-in', ['x'], true],
  ['attributes.none', 'contains', 'x', false],
  ['attributes.none', 'not-contains', 'x', true],
  ['attributes.none', 'starts-with', 'x', false],
  ['attributes.none', 'ends-with', 'x', false],
  ['attributes.none', 'greater', 0, false],
  ['attributes.none', 'less', 0, false],
  ['signedUpAt', 'before', '2030-01-01', false],
  ['signedUpAt', 'after', '2000-01-01', false],
  ['signedUpAt', 'within-last', 'P1Y', false],
  ['signedUpAt', 'not-within-last', 'P1Y', true],
  ['attributes.constructor', 'set', undefined, false],
] as const)('a condition: %s %s %s', (field, op, value, matches) => {
  const filter = Filter.parse({ field, op, ...(value !== undefined && { value }) })
  expect(evaluate(filter, subjectOf(ana), now)).toBe(matches)
  expect(evaluate({ not: filter }, subjectOf(ana), now)).toBe(!matches)
})

test('all of nothing is true, any of nothing is false, and they nest', () => {
  const yes = { field: 'type', op: 'equals', value: 'lead' }
  const no = { field: 'type', op: 'equals', value: 'signup' }
  for (const [filter, matches] of [
    [{ all: [] }, true],
    [{ any: [] }, false],
    [{ all: [yes, { any: [no, { not: no }] }] }, true],
    [{ all: [yes, no] }, false],
    [{ any: [no, no] }, false],
    [{ not: { all: [yes, no] } }, true],
  ] as const)
    expect(evaluate(Filter.parse(filter), subjectOf(ana), now)).toBe(matches)
})

const deep = (levels: number): object => (levels === 0 ? is('type', 'lead') : { not: deep(levels - 1) })

test.each([
  ['no filter', 'everyone', '', /must be a condition/],
  ['an unknown field', is('shoe', 44), 'field', /unknown field "shoe"/],
  ['an attribute without a name', is('attributes.', 'x'), 'field', /unknown field/],
  ['an unknown operator', { field: 'type', op: 'matches', value: 'x' }, 'op', /unknown operator "matches"/],
  ['a value where none belongs', { field: 'type', op: 'set', value: 'x' }, 'value', /takes no value/],
  ['no value', { field: 'type', op: 'equals' }, 'value', /needs one value/],
  ['a list where a value belongs', is('type', ['lead']), 'value', /needs one value/],
  ['a value where a list belongs', { field: 'type', op: 'in', value: 'lead' }, 'value', /needs a list/],
  ['text where a number belongs', { field: 'attributes.seats', op: 'greater', value: 'x' }, 'value', /needs a number/],
  ['no date', { field: 'firstSeenAt', op: 'before', value: 'soon' }, 'value', /needs a date/],
  ['no duration', { field: 'firstSeenAt', op: 'within-last', value: '7 days' }, 'value', /needs a duration/],
  ['an object as a value', is('type', {}), 'value', /./],
  ['a wrong part deep inside', { all: [{ any: [is('shoe', 44)] }] }, 'all.0.any.0.field', /unknown field/],
  ['more than 8 levels', deep(8), '', /more than 8 levels/],
  [
    'more than 100 conditions',
    { all: Array.from({ length: 101 }, () => is('type', 'lead')) },
    '',
    /more than 100 conditions/,
  ],
])('a filter with %s is refused, and the place named', (_what, filter, path, message) => {
  const read = Filter.safeParse(filter)
  expect(read.error?.issues.map(issue => ({ path: issue.path.join('.'), message: issue.message }))).toContainEqual({
    path,
    message: expect.stringMatching(message),
  })
})

test('what a browser tells of itself, and the page, can be asked by an audience', async () => {
  const audience = {
    all: [
      is('language', 'nb'),
      is('timezone', 'Europe/Oslo'),
      { field: 'page.url', op: 'contains', value: '/pricing' },
      { field: 'page.title', op: 'starts-with', value: 'our' },
      { not: { field: 'email', op: 'set' } },
    ],
  }
  await team.campaign(graph([sends('hei', 'Hei.')], [], { audience }))
  const [visitor, other] = [
    await team.visitor({ context: { language: 'nb', timezone: 'Europe/Oslo' } }),
    await team.visitor({ context: { language: 'en', timezone: 'Europe/Oslo' } }),
  ]
  for (const one of [visitor, other])
    await one.tells({ id: crypto.randomUUID(), kind: 'page', url: 'https://shop.example/pricing', title: 'Our prices' })
  expect(await statuses(team, visitor.person)).toEqual(['completed'])
  expect(await statuses(team, other.person)).toEqual([])
  await holds(team)
})
