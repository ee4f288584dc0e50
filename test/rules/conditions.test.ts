import { describe as sentenceOf } from '@pavior/shared/filter/describe.ts'
import { evaluate } from '@pavior/shared/filter/evaluate.ts'
import type { Place } from '@pavior/shared/filter/field.ts'
import { Filter, readFilter } from '@pavior/shared/filter/filter.ts'
import { nextFlip } from '@pavior/shared/filter/flip.ts'
import { readsOf } from '@pavior/shared/filter/reads.ts'
import { needKey, type Subject } from '@pavior/shared/filter/subject.ts'
import { newcomer, type Person } from '@pavior/shared/people/person.ts'
import { expect, test } from 'vitest'
import { subjectIn } from '../properties/any-subject.ts'

const now = Date.parse('2027-03-31T12:00:00Z')
const at = (moment: string) => Date.parse(moment)

const ana: Person = {
  ...newcomer('p', at('2027-01-01T00:00:00Z')),
  email: 'ana@shop.example',
  emailStatus: 'bounced',
  openConversations: 2,
  lastMessageAt: at('2027-03-30T12:00:00Z'),
  lastSeenAt: at('2027-02-28T12:00:00Z'),
  attributes: { tiny: 1e-7, huge: 1e21, renews: '2027-02-30', seen: 1_800_000_000_000, city: 'ΟΔΟΣ' },
}

const history = subjectIn({
  person: ana,
  events: [
    { name: 'order placed', properties: { amount: 120, plan: 'pro' }, at: at('2027-03-30T12:00:00Z') },
    { name: 'order placed', properties: { amount: 20 }, at: at('2027-03-24T12:00:00Z') },
    { name: 'order placed', properties: { amount: 20 }, at: at('2027-01-01T12:00:00Z') },
  ],
  enrollments: [
    { campaign: 'welcome', status: 'completed' },
    { campaign: 'winback', status: 'active' },
  ],
})
const subject: Subject = {
  ...history,
  act: component =>
    ({
      ask: { outcome: 'sent', engaged: { seen: true as const, clicked: ['yes'] } },
      bare: { outcome: 'sent', engaged: {} },
      check: { outcome: 'unmatched', engaged: {} },
      broken: { outcome: 'failed', engaged: {} },
    })[component],
  upstream: { state: 'closed', inbox: 'sales', answeredByAgent: false },
}

const big = { field: 'amount', op: 'greater', value: 100 }

test.each([
  // Events, with counts, windows and properties.
  [{ field: 'event.order placed', op: 'happened' }, true],
  [{ field: 'event.Order placed', op: 'happened' }, false],
  [{ field: 'event.order placed', op: 'not-happened' }, false],
  [{ field: 'event.refund', op: 'not-happened' }, true],
  [{ field: 'event.order placed', op: 'count-at-least', value: 3 }, true],
  [{ field: 'event.order placed', op: 'count-at-least', value: 4 }, false],
  [{ field: 'event.order placed', op: 'count-at-most', value: 3 }, true],
  [{ field: 'event.order placed', op: 'count-at-most', value: 2 }, false],
  [{ field: 'event.refund', op: 'count-at-most', value: 0 }, true],
  [{ field: 'event.order placed', op: 'happened', within: 'P1D' }, false],
  [{ field: 'event.order placed', op: 'happened', within: 'P1DT1S' }, true],
  [{ field: 'event.order placed', op: 'not-happened', within: 'P1D' }, true],
  [{ field: 'event.order placed', op: 'count-at-least', value: 2, within: 'P7D' }, false],
  [{ field: 'event.order placed', op: 'count-at-least', value: 2, within: 'P7DT1S' }, true],
  [{ field: 'event.order placed', op: 'count-at-most', value: 1, within: 'P7D' }, true],
  [{ field: 'event.order placed', op: 'happened', where: big }, true],
  [{ field: 'event.order placed', op: 'count-at-least', value: 2, where: big }, false],
  [
    {
      field: 'event.order placed',
      op: 'happened',
      where: { all: [big, { field: 'plan', op: 'equals', value: 'PRO' }] },
    },
    true,
  ],
  [{ field: 'event.order placed', op: 'count-at-most', value: 1, where: { not: big } }, false],
  [{ field: 'event.order placed', op: 'happened', where: { field: '__proto__', op: 'set' } }, false],
  [{ field: 'event.order placed', op: 'happened', where: { field: 'constructor', op: 'set' } }, false],
  [{ field: 'event.__proto__', op: 'happened' }, false],
  [{ field: 'attributes.__proto__', op: 'set' }, false],
  // Other campaigns.
  [{ field: 'campaign.welcome', op: 'entered' }, true],
  [{ field: 'campaign.welcome', op: 'completed' }, true],
  [{ field: 'campaign.welcome', op: 'active' }, false],
  [{ field: 'campaign.winback', op: 'active' }, true],
  [{ field: 'campaign.other', op: 'entered' }, false],
  // C8: the components before it.
  [{ field: 'component.ask', op: 'acted' }, true],
  [{ field: 'component.ask', op: 'seen' }, true],
  [{ field: 'component.ask', op: 'replied' }, false],
  [{ field: 'component.ask', op: 'clicked' }, true],
  [{ field: 'component.ask', op: 'clicked', value: 'yes' }, true],
  [{ field: 'component.ask', op: 'clicked', value: 'no' }, false],
  [{ field: 'component.bare', op: 'clicked' }, false],
  [{ field: 'component.check', op: 'unmatched' }, true],
  [{ field: 'component.check', op: 'matched' }, false],
  // T1: what failed did not act.
  [{ field: 'component.broken', op: 'failed' }, true],
  [{ field: 'component.broken', op: 'acted' }, false],
  [{ field: 'component.later', op: 'acted' }, false],
  [{ field: 'upstream.state', op: 'equals', value: 'closed' }, true],
  [{ field: 'upstream.inbox', op: 'in', value: ['sales', 'support'] }, true],
  [{ field: 'upstream.answeredByAgent', op: 'equals', value: false }, true],
  // Conversations and the address.
  [{ field: 'conversations.open', op: 'greater', value: 1 }, true],
  [{ field: 'conversations.open', op: 'equals', value: 2 }, true],
  [{ field: 'conversations.lastMessageAt', op: 'within-last', value: 'P2D' }, true],
  [{ field: 'emailStatus', op: 'equals', value: 'bounced' }, true],
  // Numbers are text as they are written out.
  [{ field: 'attributes.tiny', op: 'equals', value: '0.0000001' }, true],
  [{ field: 'attributes.huge', op: 'starts-with', value: '1000' }, true],
  // A day that does not exist is no date, and a number is none.
  [{ field: 'attributes.renews', op: 'after', value: '2000-01-01' }, false],
  [{ field: 'attributes.seen', op: 'after', value: '2000-01-01' }, false],
  // Where a sigma stands does not matter.
  [{ field: 'attributes.city', op: 'contains', value: 'οσ' }, true],
  [{ field: 'attributes.city', op: 'equals', value: 'οδοσ' }, true],
  // March has passed wholly since February ended.
  [{ field: 'lastSeenAt', op: 'within-last', value: 'P1M' }, false],
] as const)('C8: %j', (input, matches) => {
  const filter = readFilter('filter-component').parse(input)
  expect(evaluate(filter, subject, now)).toBe(matches)
  expect(evaluate({ not: filter }, subject, now)).toBe(!matches)
})

test.each<[place: Place, filter: object, path: string, message: RegExp]>([
  [
    'audience',
    { field: 'component.ask', op: 'seen' },
    'field',
    /"component.ask" can be asked only by a Filter component and by exits/,
  ],
  [
    'exit',
    { field: 'upstream.state', op: 'equals', value: 'open' },
    'field',
    /can be asked only by a Filter component$/,
  ],
  ['filter-component', { field: 'conversation.state', op: 'set' }, 'field', /only by a view of the inbox/],
  ['audience', { field: 'event.', op: 'happened' }, 'field', /unknown field "event."/],
  [
    'audience',
    { field: `event.${'x'.repeat(10_000)}`, op: 'happened' },
    'field',
    /the name of an event has at most 200 characters/,
  ],
  [
    'audience',
    { field: 'event.bought', op: 'equals', value: 1 },
    'op',
    /"equals" can't be asked of "bought", only "happened"/,
  ],
  [
    'audience',
    { field: 'event.bought', op: 'count-at-least', value: 0 },
    'value',
    /needs a whole number from 1 to 1,000/,
  ],
  ['audience', { field: 'event.bought', op: 'count-at-least', value: 1.5 }, 'value', /needs a whole number/],
  ['audience', { field: 'event.bought', op: 'count-at-most', value: 1001 }, 'value', /from 0 to 1,000/],
  ['audience', { field: 'event.bought', op: 'happened', value: 1 }, 'value', /takes no value/],
  ['audience', { field: 'event.bought', op: 'happened', within: '7 days' }, 'within', /"within" needs a duration/],
  ['audience', { field: 'event.bought', op: 'happened', within: 'P0D' }, 'within', /"within" needs a duration/],
  [
    'audience',
    { field: 'event.bought', op: 'happened', where: { field: 'at', op: 'within-last', value: 'P1D' } },
    'where',
    /can't be asked of an event's property/,
  ],
  ['audience', { field: 'event.bought', op: 'happened', where: [] }, 'where', /must be a condition/],
  [
    'audience',
    { field: 'event.bought', op: 'happened', where: { any: [{ field: 'a', op: 'greater', value: 'x' }] } },
    'where.any.0.value',
    /needs a number/,
  ],
  ['audience', { field: 'type', op: 'set', where: {} }, 'where', /"where" is asked only of an event/],
  ['audience', { field: 'type', op: 'set', within: 'P1D' }, 'within', /"within" is asked only of an event/],
  ['audience', { field: 'campaign.welcome', op: 'set' }, 'op', /can't be asked of "welcome", only "entered"/],
  ['audience', { field: 'type', op: 'contains', value: 'lead' }, 'op', /"contains" can't be asked of "type"/],
  ['audience', { field: 'type', op: 'equals', value: 'customer' }, 'value', /"type" is one of anonymous, lead, signup/],
  [
    'audience',
    { field: 'firstSeenAt', op: 'equals', value: 'x' },
    'op',
    /can't be asked of "firstSeenAt", only "before"/,
  ],
  ['audience', { field: 'attributes.x', op: 'before', value: '2027-02-30' }, 'value', /needs a date such as/],
  [
    'audience',
    { field: 'conversations.open', op: 'equals', value: 'two' },
    'value',
    /"conversations.open" is a number/,
  ],
  ['filter-component', { field: 'upstream.answeredByAgent', op: 'equals', value: 'yes' }, 'value', /is true or false/],
  ['exit', { field: 'component.ask', op: 'clicked', value: 7 }, 'value', /needs the id of a button/],
  ['properties', { field: 'x'.repeat(101), op: 'set' }, 'field', /a property has at most 100 characters/],
])('C8: at the place "%s", %j is refused by name', (place, filter, path, message) => {
  const read = readFilter(place).safeParse({ all: [filter] })
  const at = `all.0.${path}`
  expect(
    read.error?.issues.map(issue => ({ path: issue.path.join('.').slice(0, at.length), message: issue.message })),
  ).toContainEqual({
    path: at,
    message: expect.stringMatching(message),
  })
})

test('C8: what an event is asked counts among the 100 conditions and 8 levels', () => {
  const deep = (levels: number): object => (levels === 0 ? { field: 'a', op: 'set' } : { not: deep(levels - 1) })
  const event = (where: object) => ({ field: 'event.x', op: 'happened', where })
  expect(Filter.safeParse(event(deep(6))).success).toBe(true)
  expect(Filter.safeParse(event(deep(7))).error?.issues[0]?.message).toBe('has more than 8 levels')
  expect(Filter.safeParse(event(deep(1000))).error?.issues[0]?.message).toBe('has more than 8 levels')
  const half = { all: Array.from({ length: 50 }, () => event({ field: 'a', op: 'set' })) }
  expect(Filter.safeParse(half).success).toBe(true)
  expect(Filter.safeParse({ all: [half, event({ all: [] })] }).error?.issues[0]?.message).toBe(
    'has more than 100 conditions',
  )
})

test('C1: an answer flips when the event that decides leaves its window', () => {
  const asked = (filter: object) => nextFlip(Filter.parse(filter), subject, now)
  expect(asked({ field: 'event.order placed', op: 'happened', within: 'P7D' })).toBe(at('2027-04-06T12:00:00Z'))
  expect(asked({ field: 'event.order placed', op: 'count-at-least', value: 2, within: 'P30D' })).toBe(
    at('2027-04-23T12:00:00Z'),
  )
  expect(asked({ field: 'event.order placed', op: 'count-at-least', value: 4, within: 'P30D' })).toBeUndefined()
  expect(asked({ field: 'event.order placed', op: 'happened' })).toBeUndefined()
  expect(asked({ field: 'firstSeenAt', op: 'before', value: '2030-01-01' })).toBeUndefined()
  const lastWeek = { field: 'event.order placed', op: 'happened', within: 'P7D' }
  const lead = { field: 'type', op: 'equals', value: 'lead' }
  expect(asked({ all: [lastWeek, lead] })).toBeUndefined()
  expect(asked({ any: [lastWeek, lead] })).toBe(at('2027-04-06T12:00:00Z'))
  expect(asked({ not: { any: [lastWeek, { not: lead }] } })).toBeUndefined()
})

test('C2: a filter says what it reads, each counter once with the most that is needed', () => {
  const where = { field: 'amount', op: 'greater', value: 100 } as const
  const turned = { value: 100, op: 'greater', field: 'amount' } as const
  const reads = readsOf(
    readFilter('filter-component').parse({
      all: [
        { field: 'event.bought', op: 'happened', where },
        { field: 'event.bought', op: 'count-at-least', value: 3, where: turned },
        { field: 'event.bought', op: 'count-at-most', value: 3 },
        { field: 'event.bought', op: 'happened', where: { all: [] } },
        { not: { field: 'attributes.plan', op: 'equals', value: 'pro' } },
        {
          any: [
            { field: 'page.url', op: 'contains', value: 'x' },
            { field: 'campaign.c', op: 'entered' },
          ],
        },
        { field: 'conversations.open', op: 'greater', value: 0 },
        { field: 'component.ask', op: 'seen' },
        { field: 'upstream.state', op: 'set' },
      ],
    }),
  )
  expect(reads).toEqual({
    fields: new Set(['attributes.plan', 'page.url']),
    events: [
      { name: 'bought', where, newest: 3 },
      { name: 'bought', newest: 4 },
    ],
    campaigns: new Set(['c']),
    conversations: true,
    components: new Set(['ask']),
    upstream: true,
    timely: false,
  })
  expect(needKey({ name: 'bought', where, newest: 1 })).toBe(needKey({ name: 'bought', where: turned, newest: 9 }))
  expect(needKey({ name: 'bought', newest: 1 })).not.toBe(needKey({ name: 'bought', where, newest: 1 }))
  expect(readsOf(Filter.parse({ field: 'event.bought', op: 'happened', within: 'P1D' })).timely).toBe(true)
})

const names = {
  campaign: (id: string) => (id === 'welcome' ? 'Welcome' : undefined),
  component: (id: string) => (id === 'ask' ? 'Ask for the plan' : undefined),
  inbox: (id: string) => (id === 'sales' ? 'Sales' : undefined),
  agent: () => undefined,
}
const lead = { field: 'type', op: 'equals', value: 'lead' }
const pro = { field: 'attributes.plan', op: 'equals', value: 'pro' }

test.each<[place: Place, filter: object, sentence: string]>([
  [
    'audience',
    { all: [lead, { field: 'event.order placed', op: 'count-at-least', value: 3, within: 'P7D' }, { not: pro }] },
    'type is lead and tracked “order placed” at least 3 times in 7 days, and not (plan is pro)',
  ],
  ['audience', { all: [] }, 'everybody'],
  ['audience', { any: [] }, 'nobody'],
  ['audience', { any: [{ all: [lead, pro] }, { not: lead }] }, '(type is lead and plan is pro), or not (type is lead)'],
  ['audience', { all: [{ any: [lead, pro] }] }, 'type is lead or plan is pro'],
  ['audience', { field: 'attributes.company size', op: 'greater', value: 10 }, '“company size” is more than 10'],
  ['audience', { field: 'type', op: 'in', value: ['lead', 'signup'] }, 'type is lead or signup'],
  ['audience', { field: 'country', op: 'not-in', value: ['NO', 'SE', 'DK'] }, 'country is not NO, SE or DK'],
  ['audience', { field: 'page.url', op: 'contains', value: '/pricing' }, 'page address contains “/pricing”'],
  ['audience', { field: 'name', op: 'not-set' }, 'name is unknown'],
  ['audience', { field: 'signedUpAt', op: 'set' }, 'signed up is known'],
  ['audience', { field: 'attributes.beta', op: 'equals', value: true }, 'beta is yes'],
  ['audience', { field: 'firstSeenAt', op: 'before', value: '2027-01-31' }, 'first seen before 31 January 2027'],
  [
    'audience',
    { field: 'attributes.renews', op: 'after', value: '2027-01-31T09:00:30+01:00' },
    'renews is after 31 January 2027, 08:00:30 UTC',
  ],
  [
    'audience',
    { field: 'lastSeenAt', op: 'not-within-last', value: 'P1Y2MT1H' },
    'last seen not within the last 1 year, 2 months and 1 hour',
  ],
  ['audience', { field: 'event.visited', op: 'not-happened', within: 'PT5M' }, 'did not track “visited” in 5 minutes'],
  ['audience', { field: 'event.visited', op: 'count-at-most', value: 0 }, 'did not track “visited”'],
  [
    'audience',
    {
      field: 'event.bought',
      op: 'count-at-most',
      value: 1,
      where: {
        all: [
          { field: 'amount', op: 'greater', value: 100 },
          { field: 'plan', op: 'not-equals', value: 'pro plan' },
        ],
      },
    },
    'tracked “bought” (amount is more than 100 and plan is not “pro plan”) at most once',
  ],
  ['audience', { field: 'campaign.welcome', op: 'completed' }, 'completed “Welcome”'],
  ['audience', { field: 'campaign.gone', op: 'active' }, 'is in “gone”'],
  ['audience', { field: 'conversations.open', op: 'equals', value: 0 }, 'number of open conversations is 0'],
  ['filter-component', { field: 'component.ask', op: 'clicked', value: 'yes' }, 'clicked “yes” in “Ask for the plan”'],
  ['filter-component', { not: { field: 'component.ask', op: 'replied' } }, 'not (replied to “Ask for the plan”)'],
  [
    'filter-component',
    { field: 'upstream.inbox', op: 'equals', value: 'sales' },
    "the conversation's inbox is “Sales”",
  ],
  ['filter-component', { field: 'upstream.answeredByAgent', op: 'equals', value: false }, 'no agent answered'],
  [
    'inbox-view',
    { field: 'conversation.lastFrom', op: 'equals', value: 'person' },
    "the last message's sender is person",
  ],
])('C8: at the place "%s", %j reads: %s', (place, filter, sentence) => {
  expect(sentenceOf(readFilter(place).parse(filter), names)).toBe(sentence)
})
