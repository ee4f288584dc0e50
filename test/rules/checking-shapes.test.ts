import type { GraphProblem } from '@pavior/shared/campaign/check/problem.ts'
import { check } from '@pavior/shared/campaign/check.ts'
import { describe, expect, test } from 'vitest'
import { is, of } from '../house/graph.ts'

/** Campaigns that are none: what is said about each setting, and where. */

const problemsIn = (input: unknown): GraphProblem[] => check(input, { agents: new Set(), inboxes: new Set() }).problems

describe('what has another shape is named at its place:', () => {
  const drawn = (component: object, more: object = {}) => ({
    name: 'A campaign',
    audience: { all: [] },
    components: [{ id: 'a', position: { x: 0, y: 0 }, ...component }],
    ...more,
  })
  const wait = (settings: unknown) => drawn({ type: 'wait', settings })
  const filter = (settings: object) => drawn({ type: 'filter', settings: { filter: { all: [] }, ...settings } })
  const mail = (settings: object) =>
    drawn({ type: 'send-email', settings: { subject: 'A', content: 'A.', ...settings } })
  const at = 'components.0.settings'
  const deep = Array.from({ length: 1000 }).reduce<object>(inner => ({ not: inner }), { all: [] })

  test.each<[what: string, input: unknown, path: string, message: RegExp]>([
    ['nothing', undefined, '', /is missing/],
    ['a number', 7, '', /must be an object/],
    ['a list', [], '', /must be an object/],
    ['no name', { ...wait({ for: 'P1D' }), name: undefined }, 'name', /is missing/],
    ['a blank name', { ...wait({ for: 'P1D' }), name: '  ' }, 'name', /must not be empty/],
    [
      'a blank name of an exit',
      { ...wait({ for: 'P1D' }), exits: [{ id: 'x', name: ' ', filter: { all: [] } }] },
      'exits.0.name',
      /must not be empty/,
    ],
    ['another re-entry', { ...wait({ for: 'P1D' }), reentry: 'often' }, 'reentry', /must be "never" or "each"/],
    ['no components', { name: 'A', audience: { all: [] } }, 'components', /is missing/],
    ['a component that is none', { ...wait({}), components: [7] }, 'components.0', /must be a component/],
    ['a component without a type', drawn({ settings: {} }), 'components.0.type', /needs a type/],
    [
      'an unknown type',
      drawn({ type: 'teleport', settings: {} }),
      'components.0.type',
      /no type "teleport".*send-message/,
    ],
    ['an id that is a trap', drawn({ id: '__proto__', type: 'end' }), 'components.0.id', /is not allowed as an id/],
    ['a component without an id', drawn({ id: '', type: 'end' }), 'components.0.id', /must not be empty/],
    [
      'a place that is nowhere',
      drawn({ type: 'end', position: { x: Number.POSITIVE_INFINITY, y: 0 } }),
      'components.0.position.x',
      /must be a finite number/,
    ],
    ['a place that is nothing', drawn({ type: 'end', position: null }), 'components.0.position', /must be an object/],
    ['a word that no setting has', mail({ newConverstaion: true }), at, /does not know "newConverstaion"/],
    ['a word that no component has', drawn({ type: 'end', port: 'matched' }), 'components.0', /does not know "port"/],
    [
      'a word that no line has',
      drawn({ type: 'end' }, { dependencies: [{ from: 'a', to: 'a', on: 'matched' }] }),
      'dependencies.0',
      /does not know "on"/,
    ],
    ['no settings', drawn({ type: 'wait' }), at, /is missing/],

    ['a wait of nothing said', wait({}), at, /needs "for" or "until"/],
    ['a wait for and until', wait({ for: 'P1D', until: '2028-01-01T09:00' }), at, /not both/],
    ['a wait of P0D', wait({ for: 'P0D' }), `${at}.for`, /longer than nothing/],
    ['a wait of PT0S', wait({ for: 'P0DT0H0S' }), `${at}.for`, /longer than nothing/],
    ['a negative wait', wait({ for: '-P1D' }), `${at}.for`, /must not be negative/],
    ['a wait of minus a day', wait({ for: 'P-1D' }), `${at}.for`, /such as P3D/],
    ['a wait of a million years', wait({ for: 'P1000000Y' }), `${at}.for`, /ten years at most/],
    ['a wait of too many seconds', wait({ for: `PT${'9'.repeat(30)}S` }), `${at}.for`, /ten years at most/],
    ['a wait of three days, in words', wait({ for: '3 days' }), `${at}.for`, /such as P3D/],
    ['a wait of an unfinished time', wait({ for: 'P1DT' }), `${at}.for`, /such as P3D/],
    ['a wait of a number', wait({ for: 3 }), `${at}.for`, /must be text/],
    [
      'a day that is not in the calendar',
      wait({ until: '2027-02-30T09:00' }),
      `${at}.until`,
      /no 2027-02-30T09:00 in the calendar/,
    ],
    ['a leap day in another year', wait({ until: '2027-02-29T09:00' }), `${at}.until`, /in the calendar/],
    ['an hour that is not on the clock', wait({ until: '2027-02-28T24:00' }), `${at}.until`, /in the calendar/],
    ['a moment with a zone', wait({ until: '2027-02-28T09:00Z' }), `${at}.until`, /a local date and time/],
    ['a day in 8,000 years', wait({ until: '9999-12-31T23:59' }), `${at}.until`, /years 1000 to 2999/],
    ['an unknown zone', wait({ for: 'P1D', zone: 'Mars/Olympus' }), `${at}.zone`, /no time zone "Mars\/Olympus"/],
    ['a zone that never ends', wait({ for: 'P1D', zone: 'x'.repeat(1000) }), `${at}.zone`, /at most 60 characters/],
    ['an offset for a zone', wait({ for: 'P1D', zone: '+02:00' }), `${at}.zone`, /no time zone/],
    ['an eighth weekday', wait({ for: 'P1D', hours: { days: [1, 8] } }), `${at}.hours.days.1`, /7 \(Sunday\) or less/],
    ['no weekday', wait({ for: 'P1D', hours: { days: [] } }), `${at}.hours.days`, /must name a day/],
    ['half a weekday', wait({ for: 'P1D', hours: { days: [1.5] } }), `${at}.hours.days.0`, /from 1 \(Monday\)/],
    ['an hour past midnight', wait({ for: 'P1D', hours: { to: '24:30' } }), `${at}.hours.to`, /a time such as 18:00/],
    ['hours by another name', wait({ for: 'P1D', hours: { start: '09:00' } }), `${at}.hours`, /does not know "start"/],

    ['another way to watch', filter({ watch: 'sometimes' }), `${at}.watch`, /must be "once", "forever" or/],
    ['watching for nothing said', filter({ watch: {} }), `${at}.watch.for`, /is missing/],
    ['watching for P0D', filter({ watch: { for: 'P0D' } }), `${at}.watch.for`, /longer than nothing/],
    ['watching for a million years', filter({ watch: { for: 'P1000000Y' } }), `${at}.watch.for`, /ten years at most/],
    ['a filter of 1,000 levels', filter({ filter: deep }), `${at}.filter`, /more than 8 levels/],
    [
      'a field of a component in the audience',
      { ...wait({ for: 'P1D' }), audience: of('a', 'acted') },
      'audience.field',
      /only by a Filter component and by exits/,
    ],
    [
      'the conversation upstream in an exit',
      { ...wait({ for: 'P1D' }), exits: [{ id: 'x', name: 'X', filter: is('upstream.state', 'open') }] },
      'exits.0.filter.field',
      /only by a Filter component/,
    ],

    [
      'an empty message',
      drawn({ type: 'send-message', settings: { content: '  ' } }),
      `${at}.content`,
      /must not be empty/,
    ],
    ['no content', drawn({ type: 'send-message', settings: {} }), `${at}.content`, /is missing/],
    [
      'a script for a link',
      drawn({ type: 'send-message', settings: { content: link('javascript:alert(1)') } }),
      `${at}.content.content.0.content.0.marks.0.attrs.href`,
      /must be a link to http/,
    ],
    [
      'an unknown node',
      drawn({ type: 'send-message', settings: { content: { type: 'doc', content: [{ type: 'html', html: '<b>' }] } } }),
      `${at}.content.content.0.type`,
      /none of what can stand here/,
    ],
    ['an email without a subject', mail({ subject: ' ' }), `${at}.subject`, /must not be empty/],
    ['a subject of two lines', mail({ subject: 'A\nBcc: all@example.com' }), `${at}.subject`, /on one line/],
    ['an empty email', mail({ content: '' }), `${at}.content`, /must not be empty/],
    ['an Assign to nowhere', drawn({ type: 'assign', settings: {} }), `${at}.inbox`, /is missing/],
    [
      'another which',
      drawn({ type: 'inbound-message', settings: { which: 'last' } }),
      `${at}.which`,
      /must be "first" or "any"/,
    ],
  ])('%s', (_what, input, path, message) => {
    const there = problemsIn(input).filter(problem => problem.path === path)
    expect(there).toMatchObject([{ level: 'error', code: 'invalid', message: expect.stringMatching(message) }])
  })

  test('and the component it is in', () => {
    const { components } = drawn({ type: 'wait', settings: {} })
    const shown = problemsIn({ ...wait({}), components: [7, { id: '' }, { id: 7 }, ...components] })
    expect(shown.map(({ path, component }) => [path, component])).toEqual([
      ['components.0', undefined],
      ['components.1.type', undefined],
      ['components.2.type', undefined],
      ['components.3.settings', 'a'],
    ])
  })
})

const link = (href: string) => ({
  type: 'doc',
  content: [
    { type: 'paragraph', content: [{ type: 'text', text: 'Here', marks: [{ type: 'link', attrs: { href } }] }] },
  ],
})

test('components without a place stand one below the other, as they are listed', () => {
  const components = ['a', 'b', 'c'].map(id => ({ id, type: 'end', ...(id === 'b' && { position: { x: 9, y: 9 } }) }))
  const { graph } = check({ name: 'A', audience: { all: [] }, components }, { agents: new Set(), inboxes: new Set() })
  expect(graph?.components.map(({ position }) => position)).toEqual([
    { x: 0, y: 0 },
    { x: 9, y: 9 },
    { x: 0, y: 320 },
  ])
})
