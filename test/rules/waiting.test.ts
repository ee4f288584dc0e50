import { isWithin, nextWithin } from '@pavior/shared/campaign/hours.ts'
import { type Hours, WaitSettings } from '@pavior/shared/campaign/wait-settings.ts'
import { waitEnd } from '@pavior/shared/campaign/wait-time.ts'
import { zoneOf } from '@pavior/shared/campaign/zone.ts'
import { toIso } from '@pavior/shared/text.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../properties/runs.ts'

/** C9, the arithmetic alone: what it leads to for a person is told in moving.test.ts. */

const iso = (moment: string) => new Date(moment).toISOString()

const ends = (settings: object, arrival: string, zone: string) =>
  toIso(waitEnd(WaitSettings.parse(settings), Date.parse(arrival), zone))

type Case = [what: string, settings: object, arrival: string, zone: string, end: string]

const berlin = 'Europe/Berlin'
const newYork = 'America/New_York'
const lordHowe = 'Australia/Lord_Howe'
const apia = 'Pacific/Apia'

describe('C9: a duration', () => {
  const cases: Case[] = [
    ['of a day keeps the time of day', { for: 'P1D' }, '2027-01-10T09:00+01:00', berlin, '2027-01-11T09:00+01:00'],
    ['keeps milliseconds', { for: 'P1D' }, '2027-01-10T09:00:00.123Z', berlin, '2027-01-11T09:00:00.123Z'],
    ['of a week is seven days', { for: 'P1W' }, '2027-03-25T09:00+01:00', berlin, '2027-04-01T09:00+02:00'],
    ['of a day, forward', { for: 'P1D' }, '2027-03-27T09:00+01:00', berlin, '2027-03-28T09:00+02:00'],
    ['of 24 hours, forward', { for: 'PT24H' }, '2027-03-27T09:00+01:00', berlin, '2027-03-28T10:00+02:00'],
    ['of a day, back', { for: 'P1D' }, '2027-10-30T09:00+02:00', berlin, '2027-10-31T09:00+01:00'],
    ['of 24 hours, back', { for: 'PT24H' }, '2027-10-30T09:00+02:00', berlin, '2027-10-31T08:00+01:00'],
    ['of a day, forward', { for: 'P1D' }, '2027-03-13T12:00-05:00', newYork, '2027-03-14T12:00-04:00'],
    ['of a day, back', { for: 'P1D' }, '2027-11-06T12:00-04:00', newYork, '2027-11-07T12:00-05:00'],
    ['of a day, half an hour forward', { for: 'P1D' }, '2027-10-02T09:00+10:30', lordHowe, '2027-10-03T09:00+11:00'],
    ['of 24 hours, half an hour', { for: 'PT24H' }, '2027-10-02T09:00+10:30', lordHowe, '2027-10-03T09:30+11:00'],
    ['of a day, half an hour back', { for: 'P1D' }, '2027-04-03T09:00+11:00', lordHowe, '2027-04-04T09:00+10:30'],
    ['into a day that is lost', { for: 'P1D' }, '2011-12-29T09:00-10:00', apia, '2011-12-31T00:00+14:00'],
    ['over a day that is lost', { for: 'P2D' }, '2011-12-29T09:00-10:00', apia, '2011-12-31T09:00+14:00'],
    ['of a month from the 31st', { for: 'P1M' }, '2027-01-31T09:00Z', 'UTC', '2027-02-28T09:00Z'],
    ['of a month from the 31st, leap year', { for: 'P1M' }, '2028-01-31T09:00Z', 'UTC', '2028-02-29T09:00Z'],
    ['of a year from Feb 29', { for: 'P1Y' }, '2028-02-29T09:00Z', 'UTC', '2029-02-28T09:00Z'],
    ['of four years from Feb 29', { for: 'P4Y' }, '2028-02-29T09:00Z', 'UTC', '2032-02-29T09:00Z'],
    ['with the month before the days', { for: 'P1M1D' }, '2027-01-31T09:00Z', 'UTC', '2027-03-01T09:00Z'],
    ['with years and months in one', { for: 'P1Y1M' }, '2027-01-31T09:00Z', 'UTC', '2028-02-29T09:00Z'],
    ['by the day of the zone', { for: 'P1M' }, '2027-01-30T23:30Z', berlin, '2027-02-27T23:30Z'],
    ['calendar first, then exact', { for: 'P1DT2H' }, '2027-03-27T01:30+01:00', berlin, '2027-03-28T04:30+02:00'],
    ['into the skipped hour', { for: 'P1D' }, '2027-03-27T02:30+01:00', berlin, '2027-03-28T03:00+02:00'],
    ['into the skipped half hour', { for: 'P1D' }, '2027-10-02T02:15+10:30', lordHowe, '2027-10-03T02:30+11:00'],
    ['into the repeated hour', { for: 'P1D' }, '2027-10-30T02:30+02:00', berlin, '2027-10-31T02:30+02:00'],
    ['exact, from the second pass', { for: 'PT10M' }, '2027-10-31T02:30+01:00', berlin, '2027-10-31T02:40+01:00'],
    ['exact, over the change', { for: 'PT90M' }, '2027-10-31T02:00+02:00', berlin, '2027-10-31T02:30+01:00'],
    ['of seconds', { for: 'PT1S' }, '2027-01-01T00:00Z', newYork, '2027-01-01T00:00:01Z'],
    ['of ten years', { for: 'P10Y' }, '2027-01-01T00:00Z', newYork, '2037-01-01T00:00Z'],
  ]
  test.each(cases)('%s: %j from %s in %s', (_, settings, arrival, zone, end) => {
    expect(ends(settings, arrival, zone)).toBe(iso(end))
  })
})

describe('C9: a local date and time', () => {
  const arrival = '2027-01-01T00:00Z'
  const cases: Case[] = [
    ['in the zone', { until: '2027-01-04T09:00' }, arrival, newYork, '2027-01-04T09:00-05:00'],
    ['in summer', { until: '2027-07-04T09:00' }, arrival, newYork, '2027-07-04T09:00-04:00'],
    ['skipped: the next valid moment', { until: '2027-03-28T02:30' }, arrival, berlin, '2027-03-28T03:00+02:00'],
    ['skipped: in America', { until: '2027-03-14T02:59' }, arrival, newYork, '2027-03-14T03:00-04:00'],
    ['skipped: half an hour', { until: '2027-10-03T02:00' }, arrival, lordHowe, '2027-10-03T02:30+11:00'],
    ['repeated: the first', { until: '2027-10-31T02:30' }, arrival, berlin, '2027-10-31T02:30+02:00'],
    ['repeated: half an hour', { until: '2027-04-04T01:45' }, arrival, lordHowe, '2027-04-04T01:45+11:00'],
    ['lost', { until: '2011-12-30T12:00' }, '2011-01-01T00:00Z', apia, '2011-12-31T00:00+14:00'],
    ['in the past: on arrival', { until: '2026-01-01T09:00' }, arrival, berlin, arrival],
    [
      'in the past, outside its hours: when they hold',
      { until: '2026-01-01T09:00', hours: { from: '09:00', to: '18:00' } },
      arrival,
      berlin,
      '2027-01-01T09:00+01:00',
    ],
  ]
  test.each(cases)('%s: %j from %s in %s', (_, settings, from, zone, end) => {
    expect(ends(settings, from, zone)).toBe(iso(end))
  })
})

describe('C9: only on these weekdays, between these hours', () => {
  const office: Hours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }
  const fridayNight: Hours = { days: [5], from: '22:00', to: '06:00' }
  const cases: [what: string, hours: Hours, at: string, zone: string, next: string][] = [
    ['within', office, '2027-01-08T17:59:59.999+01:00', berlin, '2027-01-08T17:59:59.999+01:00'],
    ['`to` is outside', office, '2027-01-07T18:00+01:00', berlin, '2027-01-08T09:00+01:00'],
    ['over the weekend', office, '2027-01-08T18:00+01:00', berlin, '2027-01-11T09:00+01:00'],
    ['`from` is within', office, '2027-01-11T09:00+01:00', berlin, '2027-01-11T09:00+01:00'],
    ['just before', office, '2027-01-11T08:59:59.999+01:00', berlin, '2027-01-11T09:00+01:00'],
    ['over the change of clocks', office, '2027-03-26T20:00+01:00', berlin, '2027-03-29T09:00+02:00'],
    ['days alone', { days: [6, 7] }, '2027-01-08T12:00+01:00', berlin, '2027-01-09T00:00+01:00'],
    ['`from` alone, until midnight', { from: '20:00' }, '2027-01-08T00:00Z', 'UTC', '2027-01-08T20:00Z'],
    ['`to` alone, from midnight', { to: '06:00' }, '2027-01-08T06:00Z', 'UTC', '2027-01-09T00:00Z'],
    ['until midnight', { from: '20:00', to: '00:00' }, '2027-01-08T23:59Z', 'UTC', '2027-01-08T23:59Z'],
    [
      'equal: the whole day',
      { days: [1], from: '09:00', to: '09:00' },
      '2027-01-08T10:00Z',
      'UTC',
      '2027-01-11T00:00Z',
    ],
    ['over midnight: before', fridayNight, '2027-01-08T21:59Z', 'UTC', '2027-01-08T22:00Z'],
    ['over midnight: of the day it began on', fridayNight, '2027-01-09T05:59Z', 'UTC', '2027-01-09T05:59Z'],
    ['over midnight: over', fridayNight, '2027-01-09T06:00Z', 'UTC', '2027-01-15T22:00Z'],
    ['over midnight: not of the day it ends on', fridayNight, '2027-01-08T03:00Z', 'UTC', '2027-01-08T22:00Z'],
    [
      'beginning in a skipped hour',
      { from: '02:30', to: '05:00' },
      '2027-03-28T00:00+01:00',
      berlin,
      '2027-03-28T03:00+02:00',
    ],
    ['all of it skipped', { from: '02:15', to: '02:45' }, '2027-03-28T00:00+01:00', berlin, '2027-03-29T02:15+02:00'],
    [
      'all of it skipped, of one weekday',
      { days: [7], from: '02:15', to: '02:45' },
      '2027-03-28T00:00+01:00',
      berlin,
      '2027-04-04T02:15+02:00',
    ],
    [
      'repeated: the first pass',
      { from: '02:30', to: '02:45' },
      '2027-10-31T00:00+02:00',
      berlin,
      '2027-10-31T02:30+02:00',
    ],
    [
      'repeated: the second pass, for whom came after the first',
      { from: '02:30', to: '02:45' },
      '2027-10-31T02:50+02:00',
      berlin,
      '2027-10-31T02:30+01:00',
    ],
    [
      'set back into its hours',
      { from: '01:30', to: '02:30' },
      '2027-10-31T02:40+02:00',
      berlin,
      '2027-10-31T02:00+01:00',
    ],
    ['a weekday that is lost', { days: [5] }, '2011-12-29T12:00-10:00', apia, '2012-01-06T00:00+14:00'],
  ]
  test.each(cases)('%s: %j at %s in %s', (_, hours, at, zone, next) => {
    expect(toIso(nextWithin(hours, Date.parse(at), zone))).toBe(iso(next))
  })

  test('no hours are always', () => {
    expect(nextWithin(undefined, 7, berlin)).toBe(7)
  })

  test('a wait ends with them', () => {
    expect(ends({ for: 'P3D', hours: office }, '2027-01-06T12:00+01:00', berlin)).toBe(iso('2027-01-11T09:00+01:00'))
  })

  const anyTime = fc
    .tuple(fc.nat({ max: 23 }), fc.constantFrom(0, 15, 30, 59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
  const anyHours: fc.Arbitrary<Hours> = fc.record(
    {
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      from: anyTime,
      to: anyTime,
    },
    { requiredKeys: [] },
  )
  const anyZone = fc.constantFrom(
    berlin,
    newYork,
    lordHowe,
    apia,
    'Asia/Kathmandu',
    'America/Sao_Paulo',
    'Africa/Casablanca',
  )
  // Often near a change of clocks.
  const anyMoment = fc.oneof(
    fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2030, 0, 1) }),
    fc
      .tuple(
        fc.constantFrom(
          '2027-03-28T01:00Z',
          '2027-10-31T01:00Z',
          '2027-04-03T15:00Z',
          '2011-12-30T10:00Z',
          '2018-11-04T03:00Z',
        ),
        fc.integer({ min: -48 * 60, max: 4 * 60 }),
      )
      .map(([change, minutes]) => Date.parse(change) + minutes * 60_000),
  )

  test('the next moment is not before, lies within, and none earlier does', () => {
    fc.assert(
      fc.property(
        anyHours,
        anyMoment,
        anyZone,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }),
        (hours, at, zone, samples) => {
          const next = nextWithin(hours, at, zone)
          expect(next).toBeGreaterThanOrEqual(at)
          expect(isWithin(hours, next, zone)).toBe(true)
          const between = samples.map(part => at + Math.floor((next - at) * part)).filter(moment => moment < next)
          const justBefore = next > at ? [at, next - 1] : []
          for (const moment of [...justBefore, ...between])
            expect(isWithin(hours, moment, zone), toIso(moment)).toBe(false)
        },
      ),
      runs(500),
    )
  })
})

describe('C9: the zone', () => {
  test.each([
    ['team’s by default', undefined, berlin, newYork, berlin],
    ['team’s', 'team', berlin, newYork, berlin],
    ['a named one', 'Asia/Tokyo', berlin, newYork, 'Asia/Tokyo'],
    ['the person’s', 'person', berlin, newYork, newYork],
    ['the person’s, unknown: the team’s', 'person', berlin, undefined, berlin],
    ['the person’s, which is none: the team’s', 'person', berlin, 'Mars/Olympus', berlin],
    ['the person’s, which is an offset: the team’s', 'person', berlin, '+02:00', berlin],
    ['the person’s, which is a date: the team’s', 'person', berlin, '2020-01-01T00:00Z', berlin],
    ['the person’s, which is the word: the team’s', 'person', berlin, 'person', berlin],
    ['team’s, which is none: UTC', 'person', 'Mars/Olympus', undefined, 'UTC'],
  ])('is the %s', (_, zone, team, person, expected) => {
    expect(zoneOf(zone, team, person)).toBe(expected)
  })
})
