import type { GraphProblem, Known } from '@pavior/shared/campaign/check/problem.ts'
import { check } from '@pavior/shared/campaign/check.ts'
import { describe, expect, test } from 'vitest'
import {
  asking,
  assigns,
  email,
  emails,
  ends,
  filters,
  graph,
  hears,
  is,
  not,
  of,
  offering,
  sends,
  waits,
} from '../house/graph.ts'

/** What stands against publishing a campaign, and what is only odd (interfaces.md, "A campaign"). */

const known: Known = {
  agents: new Set(['robin']),
  inboxes: new Set(['support']),
  campaigns: new Set(['welcome']),
  transport: 'silent',
  zone: 'Europe/Oslo',
  now: Date.parse('2027-06-01T12:00Z'),
}

const problemsIn = (input: unknown): GraphProblem[] => check(input, known).problems

/** What `check` must say: all of it, in this order. */
type Expected = [level: 'error' | 'warning', code: string, path: string, message: RegExp, component?: string]
type Case = [what: string, campaign: unknown, ...expected: Expected[]]

function saysAll(cases: Case[]): void {
  test.each(cases)('%s', (_what, campaign, ...expected) => {
    const { problems, graph: read } = check(campaign, known)
    expect(problems).toEqual(
      expected.map(([level, code, path, message, component]) => ({
        level,
        code,
        path,
        message: expect.stringMatching(message),
        ...(component !== undefined && { component }),
      })),
    )
    expect(read === undefined).toBe(expected.some(([level]) => level === 'error'))
  })
}

const paid = is('attributes.plan', 'pro')
const once = { watch: 'once' } as const
const forever = { watch: 'forever' } as const
const aDay = { for: 'P1D' }

describe('nothing is wrong with', () => {
  saysAll([
    ['one message', graph([sends('a', 'A.')])],
    [
      'one way that parts and joins',
      graph([hears('a'), sends('b', 'B.'), sends('c', 'C.'), ends('d')], ['a > b > d', 'a > c > d']),
    ],
    [
      'both ports of a Filter to one component',
      graph([filters('f', paid, once), sends('b', 'B.')], ['f:matched > b', 'f:unmatched > b']),
    ],
    [
      'a Filter that watches for a time',
      graph([filters('f', paid, { watch: aDay }), sends('b', 'B.')], ['f:unmatched > b']),
    ],
    [
      'an Assign behind a message of another branch',
      graph([hears('a'), waits('w', aDay), assigns('b', 'support')], ['a > w > b']),
    ],
    [
      'a condition on what came before',
      graph([sends('a', 'A.'), waits('w', aDay), filters('f', not(of('a', 'seen')), once)], ['a > w > f']),
    ],
    [
      'a condition on a button',
      graph(
        [sends('a', offering('?', { id: 'yes', label: 'Yes' })), filters('f', of('a', 'clicked', 'yes'))],
        ['a > f'],
      ),
    ],
    [
      'an exit by what a component did',
      graph([sends('a', 'A.')], [], { exits: [{ id: 'x', name: 'X', filter: of('a', 'replied') }] }),
    ],
    [
      'an exit of whom a later component found silent',
      graph([sends('a', 'A.'), waits('w', aDay)], ['a > w'], {
        exits: [{ id: 'x', name: 'X', filter: { all: [of('w', 'acted'), not(of('a', 'seen'))] } }],
      }),
    ],
    ['a wait until this afternoon in the team’s zone', graph([waits('w', { until: '2027-06-01T14:00' })])],
    ['a wait that is past for some only', graph([waits('w', { until: '2027-06-01T12:00', zone: 'person' })])],
    ['a wait in a named zone', graph([waits('w', { until: '2027-06-01T21:00', zone: 'Asia/Tokyo' })])],
    [
      'a campaign that the team has',
      graph([sends('a', 'A.')], [], { audience: { field: 'campaign.welcome', op: 'completed' } }),
    ],
  ])
})

describe('an error is a graph with', () => {
  saysAll([
    ['no component', graph([]), ['error', 'empty', 'components', /no component/]],
    [
      'two components of one id',
      graph([hears('a'), hears('a')]),
      ['error', 'double-id', 'components.1.id', /Two components have the id "a"/, 'a'],
    ],
    [
      'two exits of one id',
      graph([hears('a')], [], { exits: [1, 2].map(() => ({ id: 'x', name: 'X', filter: paid })) }),
      ['error', 'double-id', 'exits.1.id', /Two exits have the id "x"/],
    ],
    [
      'a line to nowhere',
      graph([hears('a')], ['a > b']),
      ['error', 'unknown-component', 'dependencies.0.to', /no component "b"/],
    ],
    [
      'a line from nowhere',
      graph([hears('a')], ['b > a']),
      ['error', 'unknown-component', 'dependencies.0.from', /no component "b"/],
      ['warning', 'unreachable', 'components.0', /Nobody ever gets/, 'a'],
    ],
    [
      'a line twice',
      graph([hears('a'), ends('b')], ['a > b', 'a > b']),
      ['error', 'double-dependency', 'dependencies.1', /connected twice/, 'a'],
    ],
    [
      'a line twice by one port',
      graph([filters('f', paid, once), ends('b')], ['f:matched > b', 'f:matched > b']),
      ['error', 'double-dependency', 'dependencies.1', /connected twice by "matched"/, 'f'],
    ],
    [
      'a line from a port that its component does not have',
      graph([sends('a', 'A.'), ends('b')], ['a:matched > b']),
      ['error', 'unknown-port', 'dependencies.0.port', /Send message "a" has no port "matched"/, 'a'],
    ],
    [
      'a line from a port that there is not',
      graph([filters('f', paid), ends('b')], ['f:maybe > b']),
      ['error', 'invalid', 'dependencies.0.port', /must be "matched" or "unmatched"/],
    ],
    [
      'a line from a Filter by no port',
      graph([filters('f', paid), ends('b')], ['f > b']),
      ['error', 'missing-port', 'dependencies.0.port', /Filter "f" needs a port/, 'f'],
    ],
    [
      'a line behind the end',
      graph([ends('a'), sends('b', 'B.')], ['a > b']),
      ['error', 'unknown-port', 'dependencies.0', /End workflow "a" has no port/, 'a'],
      ['warning', 'unreachable', 'components.1', /Nobody ever gets to Send message "b"/, 'b'],
    ],
    [
      'a Filter that watches for ever and goes on unmatched',
      graph([filters('f', paid, forever), sends('b', 'B.')], ['f:unmatched > b']),
      ['error', 'dead-line', 'dependencies.0', /watches for ever/, 'f'],
      ['warning', 'unreachable', 'components.1', /Nobody/, 'b'],
    ],
    [
      'a cycle',
      graph([hears('a'), sends('b', 'B.'), sends('c', 'C.'), sends('d', 'D.')], ['a > b > c > b', 'c > d']),
      ['error', 'cycle', 'dependencies', /"b" → "c" → "b"/, 'b'],
    ],
    [
      'a component that leads to itself',
      graph([sends('b', 'B.')], ['b > b']),
      ['error', 'cycle', 'dependencies', /"b" → "b"/, 'b'],
      ['warning', 'unreachable', 'components.0', /Nobody/, 'b'],
    ],
    [
      'an unknown agent',
      graph([sends('a', 'A.', { from: 'nobody' })]),
      ['error', 'unknown-agent', 'components.0.settings.from', /no agent "nobody"/, 'a'],
    ],
    [
      'an email from an unknown agent',
      graph([emails('a', 'A.', { from: 'nobody' })]),
      ['error', 'unknown-agent', 'components.0.settings.from', /no agent "nobody"/, 'a'],
    ],
    [
      'an unknown inbox',
      graph([hears('h'), assigns('a', 'theirs')], ['h > a']),
      ['error', 'unknown-inbox', 'components.1.settings.inbox', /no inbox "theirs"/, 'a'],
    ],
    [
      'an Assign to an unknown agent',
      graph([hears('h'), assigns('a', 'support', { agent: 'nobody' })], ['h > a']),
      ['error', 'unknown-agent', 'components.1.settings.agent', /no agent "nobody"/, 'a'],
    ],
    [
      'words that are none',
      graph([hears('a', { contains: ['?!'] })]),
      ['error', 'no-word', 'components.0.settings.contains.0', /no word/, 'a'],
    ],
    [
      'an unknown variable',
      graph([emails('a', variable('shoe'))]),
      ['error', 'unknown-variable', 'components.0.settings.content', /no variable "shoe"/, 'a'],
    ],
    [
      'a form in an email',
      graph([emails('a', asking('Your email?', email))]),
      ['error', 'form-in-email', 'components.0.settings.content', /can't hold a form/, 'a'],
    ],
    [
      'a condition on a component that is not there',
      graph([filters('f', of('gone', 'acted'))]),
      ['error', 'unknown-component', 'components.0.settings.filter.field', /no component "gone"/, 'f'],
    ],
    [
      'an exit by a component that is not there',
      graph([ends('a')], [], { exits: [{ id: 'x', name: 'X', filter: { any: [paid, of('gone', 'acted')] } }] }),
      ['error', 'unknown-component', 'exits.0.filter.any.1.field', /no component "gone"/],
    ],
    [
      'a condition on a button that is not there',
      graph([sends('a', 'A.'), filters('f', of('a', 'clicked', 'yes'))], ['a > f']),
      ['error', 'unknown-button', 'components.1.settings.filter.value', /has no button "yes"/, 'f'],
    ],
    [
      'a condition on an unknown campaign',
      graph([ends('a')], [], { audience: { field: 'campaign.gone', op: 'entered' } }),
      ['error', 'unknown-campaign', 'audience.field', /no campaign "gone"/],
    ],
    [
      'a condition on an unknown inbox',
      graph([hears('a'), filters('f', { field: 'upstream.inbox', op: 'in', value: ['support', 'theirs'] })], ['a > f']),
      ['error', 'unknown-inbox', 'components.1.settings.filter.value', /no inbox "theirs"/, 'f'],
    ],
  ])
})

const variable = (key: string) => ({
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Hi ' },
        { type: 'variable', attrs: { key } },
      ],
    },
  ],
})

describe('a warning is', () => {
  const sendThenAsk = (filter: object, watch: object) =>
    graph([sends('a', 'A.'), filters('f', filter, watch)], ['a > f'])
  saysAll([
    [
      'a component that only a Filter that lets everybody through leads to, unmatched',
      graph([filters('f', { all: [] }, once), sends('a', 'A.')], ['f:unmatched > a']),
      ['warning', 'unreachable', 'components.1', /Nobody ever gets/, 'a'],
      ['warning', 'everybody-passes', 'components.0.settings.filter', /"f" lets everybody through/, 'f'],
    ],
    [
      'a component behind a Filter that nobody passes',
      graph([filters('f', { not: { all: [] } }), sends('a', 'A.')], ['f:matched > a']),
      ['warning', 'unreachable', 'components.1', /Nobody ever gets/, 'a'],
      ['warning', 'nobody-passes', 'components.0.settings.filter', /Nobody ever matches Filter "f"/, 'f'],
    ],
    [
      'what a cut line left behind in a campaign that begins with a message',
      graph([hears('chat'), sends('a', 'Hello'), sends('b', 'There')], ['a > b']),
      ['warning', 'begins-at-once', 'components.1', /"a": it acts as soon as a person enters/, 'a'],
    ],
    [
      'an Assign without a conversation',
      graph([waits('w', aDay), assigns('a', 'support', { agent: 'round-robin' })], ['w > a']),
      ['warning', 'no-conversation', 'components.1', /finds no conversation/, 'a'],
    ],
    [
      'a question about a conversation that is not there',
      graph([filters('f', is('upstream.state', 'open'))]),
      ['warning', 'no-conversation', 'components.0.settings.filter.field', /none before it/, 'f'],
    ],
    [
      'a wait in the past',
      graph([waits('w', { until: '2027-06-01T13:59' })]),
      ['warning', 'past-wait', 'components.0.settings.until', /2027-06-01 13:59, which has passed/, 'w'],
    ],
    [
      'a wait that is past everywhere',
      graph([waits('w', { until: '2027-05-31T23:59', zone: 'person' })]),
      ['warning', 'past-wait', 'components.0.settings.until', /has passed/, 'w'],
    ],
    [
      '“has not engaged” right after sending',
      sendThenAsk(not(of('a', 'seen')), forever),
      ['warning', 'no-wait', 'components.1.settings.filter.not.op', /put a Wait/, 'f'],
    ],
    [
      '“has not engaged” among other conditions',
      sendThenAsk({ all: [paid, not({ any: [of('a', 'replied')] })] }, forever),
      ['warning', 'no-wait', 'components.1.settings.filter.all.1.not.any.0.op', /put a Wait/, 'f'],
    ],
    [
      '“has engaged”, asked once right after sending',
      sendThenAsk(of('a', 'replied'), once),
      ['warning', 'no-wait', 'components.1.settings.filter.op', /replied to right after/, 'f'],
    ],
    [
      '“has not engaged” where only one way waits',
      graph([sends('a', 'A.'), waits('w', aDay), filters('f', not(of('a', 'seen')))], ['a > w > f', 'a > f']),
      ['warning', 'no-wait', 'components.2.settings.filter.not.op', /put a Wait/, 'f'],
    ],
    [
      'an exit of whoever has not engaged',
      graph([sends('a', 'A.')], [], { exits: [{ id: 'x', name: 'X', filter: not(of('a', 'seen')) }] }),
      ['warning', 'no-wait', 'exits.0.filter.not.op', /everybody leaves at once/],
    ],
    [
      'a condition on what the transport can’t report',
      graph([emails('a', 'A.'), filters('f', of('a', 'opened'))], ['a > f']),
      ['warning', 'not-reported', 'components.1.settings.filter.op', /can't tell whether one was opened/, 'f'],
    ],
    [
      'a condition on what comes later',
      graph([filters('f', of('a', 'seen')), sends('a', 'A.')], ['f:matched > a']),
      ['warning', 'not-upstream', 'components.0.settings.filter.field', /does not come before/, 'f'],
    ],
    [
      'a condition on what a component never is',
      graph([waits('w', aDay), filters('f', of('w', 'seen'))], ['w > f']),
      ['warning', 'never', 'components.1.settings.filter.op', /Wait "w" is never seen/, 'f'],
    ],
    [
      'an audience of nobody',
      graph([ends('a')], [], { audience: { any: [] } }),
      ['warning', 'nobody-enters', 'audience', /Nobody/],
    ],
    [
      'an exit for everybody',
      graph([ends('a')], [], { exits: [{ id: 'x', name: 'Out', filter: { all: [] } }] }),
      ['warning', 'everybody-exits', 'exits.0.filter', /"Out" matches everybody/],
    ],
  ])

  test('not the silence of a transport that reports, or of a message', () => {
    const asks = graph(
      [emails('a', 'A.'), sends('b', 'B.'), filters('f', { any: [of('a', 'opened'), of('b', 'clicked')] })],
      ['a > b > f'],
    )
    expect(check(asks, { ...known, transport: 'reports' }).problems).toEqual([])
    expect(problemsIn(asks).map(({ path }) => path)).toEqual(['components.2.settings.filter.any.0.op'])
  })
})

describe('what is too large is said in a sentence, at once', () => {
  test('10,000 components', () => {
    const components = Array.from({ length: 10_000 }, () => ({ type: 'none' }))
    expect(problemsIn({ name: 'A', audience: { all: [] }, components })).toEqual([
      {
        level: 'error',
        code: 'too-large',
        path: 'components',
        message: expect.stringMatching(/at most 250 components, this one has 10000/),
      },
    ])
  })

  const many = Array.from({ length: 250 }, (_, index) => sends(`c${index}`, 'A.', { position: { x: 0, y: index + 1 } }))

  test('more lines than anybody can draw', () => {
    const ways = many.flatMap((one, index) => many.slice(index + 1).map(other => `${one.id} > ${other.id}`))
    expect(problemsIn(graph(many, ways))).toMatchObject([{ code: 'too-large', path: 'dependencies' }])
  })

  test('250 components with a thousand lines are no problem, one behind the other neither', () => {
    const near = many.flatMap((one, index) => many.slice(index + 1, index + 5).map(other => `${one.id} > ${other.id}`))
    expect(problemsIn(graph(many, near.slice(0, 1000)))).toEqual([])
    const cycle = graph(many, [...near.slice(0, 990), 'c240 > c0'])
    expect(problemsIn(cycle)).toMatchObject([
      { code: 'cycle' },
      ...Array.from({ length: 49 }, () => ({ code: 'unreachable' })),
    ])
  })

  test('250 Filters that ask a hundred times of each other', () => {
    const ask = { any: Array.from({ length: 99 }, (_, index) => not(of(`c${index}`, 'seen'))) }
    const components = [
      ...many.slice(0, 99),
      ...Array.from({ length: 151 }, (_, index) => filters(`f${index}`, ask, { watch: { for: 'P1D' } })),
    ]
    const near = many.slice(0, 98).map(({ id }, index) => `${id} > c${index + 1}`)
    const problems = problemsIn(graph(components, [...near, ...components.slice(99).map(({ id }) => `c98 > ${id}`)]))
    expect(problems).toHaveLength(50)
    expect(problems[0]).toMatchObject({ level: 'warning', code: 'no-wait', component: 'f0' })
  })

  test('of many errors the first fifty are told, before all warnings', () => {
    const none = Array.from({ length: 100 }, (_, index) => sends(`c${index}`, 'A.', { from: 'nobody' }))
    const problems = problemsIn(graph([assigns('a', 'support'), ...none]))
    expect(problems).toHaveLength(50)
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['unknown-agent']))
  })
})
