import { expect, test } from 'vitest'
import { chosenIn } from '../../dashboard/builder/versions/use-asked.ts'
import { scopeIn, unreadIn } from '../../dashboard/statistics/scope.ts'

test('what an address of numbers says rightly is shown', () => {
  const all = '?version=2&from=2026-11-20&to=2026-11-25&component=hello&count=sent'
  expect(scopeIn(all)).toEqual({
    version: 2,
    period: { is: 'days', from: '2026-11-20', to: '2026-11-25' },
    opened: { component: 'hello', count: 'sent', exit: undefined },
  })
  for (const right of ['', all, '?period=week', '?count=exited&exit=paid', '?from=2028-02-29&to=2028-02-29'])
    expect([right, unreadIn(right)]).toEqual([right, []])
})

test.each([
  ['?from=nope&to=2026-11-25', 'The address asks for “nope”, which is no day like 2026-11-25: all time is shown.'],
  ['?from=2026-02-31&to=2026-13-01', 'The address asks for “2026-02-31” and “2026-13-01”, which are no days like'],
  ['?from=2027-11-20&to=2026-11-25', 'The address names a first day that comes after the last: all time is shown.'],
  ['?from=2026-11-20', 'The address names a first day without a last: all time is shown.'],
  ['?period=nope', 'The address asks for the period “nope”, which there is not: all time is shown.'],
  ['?period=toString', 'The address asks for the period “toString”, which there is not: all time is shown.'],
  ['?version=one', 'The address asks for version “one”, which is no number: all versions are shown.'],
  ['?version=99999999999', 'The address asks for version “99999999999”, which is no number: all versions are shown.'],
  ['?count=<b>', 'The address asks for the people behind “<b>”, which is no number here: none is open.'],
  ['?count=sent', 'The address asks for the people behind “sent”, which is no number here: none is open.'],
  ['?component=hello&count=entered', 'The address asks for the people behind “entered”, which is no number here'],
])('what %s says wrongly is not shown, and said', (search, says) => {
  expect(scopeIn(search)).toEqual({ version: undefined, period: undefined, opened: undefined })
  expect(unreadIn(search)).toEqual([expect.stringContaining(says)])
})

test('an address that asks for a version that there is not says so, and shows the newest', () => {
  const chosen = (asked: string) => chosenIn(asked, [{ version: 2 }, { version: 1 }], 2)
  expect(chosen('')).toEqual({ chosen: 2 })
  expect(chosen('1')).toEqual({ chosen: 1 })
  expect(chosen('draft')).toEqual({ chosen: 'draft' })
  expect(chosen('999')).toEqual({ chosen: 2, unread: 'There is no version 999: the newest is shown.' })
  expect(chosen('abc')).toEqual({ chosen: 2, unread: '“abc” is no version: the newest is shown.' })
})
