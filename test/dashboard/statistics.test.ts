import { expect, test } from 'vitest'
import { namedSteps, shortStep } from '../../dashboard/statistics/chart-steps.ts'
import { mainCounts } from '../../dashboard/statistics/counts.ts'

const chart = (step: 'hour' | 'day', zone: string, from: string, long: number) => {
  const each = step === 'hour' ? 3_600_000 : 86_400_000
  const points = Array.from({ length: long }, (_, index) => ({
    at: new Date(Date.parse(from) + index * each).toISOString(),
    entered: 0,
    left: 0,
  }))
  return { step, zone, points, published: [] }
}
const names = (of: ReturnType<typeof chart>, width: number) =>
  namedSteps(of, width).map(at => shortStep(at * 1_000, of))

test('each step is named once, however few there are, in the zone of the team', () => {
  expect(names(chart('day', 'Asia/Tokyo', '2026-03-07T15:00:00Z', 3), 900)).toEqual(['8 Mar', '9 Mar', '10 Mar'])
  const month = names(chart('day', 'America/Los_Angeles', '2026-05-01T07:00:00Z', 30), 900)
  expect(month).toEqual([
    '1 May',
    '4 May',
    '7 May',
    '10 May',
    '13 May',
    '16 May',
    '19 May',
    '22 May',
    '25 May',
    '28 May',
  ])
})

test('hours are named by those that divide a day, also across a changed clock', () => {
  const twoDays = chart('hour', 'Europe/Berlin', '2026-03-27T23:00:00Z', 48)
  expect(names(twoDays, 700)).toEqual([
    'Sat 00:00',
    'Sat 06:00',
    'Sat 12:00',
    'Sat 18:00',
    'Sun 00:00',
    'Sun 06:00',
    'Sun 12:00',
    'Sun 18:00',
    'Mon 00:00',
  ])
  expect(names(twoDays, 90)).toEqual(['Sat 00:00', 'Sun 00:00', 'Mon 00:00'])
})

test('T1: on a component stand the four numbers that say most: replies beside a refused form, whoever left a wait, what failed', () => {
  const form = { type: 'send-message', hasForm: true, hasButtons: false, watches: true } as const
  const sent = { sent: 9, seen: 9, submitted: 4, replied: 2 }
  expect(mainCounts(form, sent)).toEqual(['sent', 'seen', 'submitted', 'replied'])
  expect(mainCounts(form, { ...sent, refused: 1 })).toEqual(['sent', 'submitted', 'refused', 'replied'])
  expect(mainCounts({ ...form, hasButtons: true }, sent)).toEqual(['sent', 'submitted', 'clicked', 'replied'])
  expect(mainCounts(form, { ...sent, failed: 1, skipped: 1 })).toEqual(['sent', 'submitted', 'failed', 'skipped'])
  const wait = { ...form, type: 'wait', hasForm: false } as const
  expect(mainCounts(wait, { passed: 0, waiting: 0, left: 0 })).toEqual(['passed', 'waiting'])
  expect(mainCounts(wait, { passed: 0, waiting: 0, left: 2 })).toEqual(['passed', 'waiting', 'left'])
})
