import { expect, test } from 'vitest'
import { localInput, snoozeTimes } from '../../dashboard/inbox/snooze-times.ts'
import { siteProblem, sitesFrom } from '../../dashboard/settings/sites.ts'

const offered = (now: Date) => snoozeTimes(now).map(({ name, at }) => `${name}: ${localInput(at)}`)

test('a snooze offers the moments that make sense now, in the agent’s own time', () => {
  // A Tuesday.
  expect(offered(new Date(2027, 0, 5, 10, 40))).toEqual([
    'In three hours: 2027-01-05T13:30',
    'Tomorrow morning: 2027-01-06T09:00',
    'Monday morning: 2027-01-11T09:00',
    'In a week: 2027-01-12T09:00',
  ])
  // Late on a Sunday: three hours are another day, tomorrow is Monday.
  expect(offered(new Date(2027, 0, 10, 22, 5))).toEqual([
    'Tomorrow morning: 2027-01-11T09:00',
    'In a week: 2027-01-17T09:00',
  ])
  // A Monday: next Monday and in a week are one.
  expect(offered(new Date(2027, 0, 4, 8, 0)).at(-1)).toBe('Monday morning: 2027-01-11T09:00')
})

test('of a pasted address its site is kept, once; what is none says so', () => {
  expect(sitesFrom(' https://www.example.com/shop?a=b \n\nhttps://www.example.com\nhttps://*.example.com')).toEqual([
    'https://www.example.com',
    'https://*.example.com',
  ])
  expect(siteProblem('https://www.example.com')).toBeUndefined()
  expect(siteProblem('http://localhost:5173')).toBeUndefined()
  for (const wrong of ['www.example.com', 'ftp://example.com', 'https://user@example.com', 'https://a b'])
    expect(siteProblem(wrong)).toContain(wrong)
})
