import { expect, test } from 'vitest'
import { drawnAt, scrolledTo } from '../../dashboard/rewind/in-view.ts'
import { shownAfter, skippedAfter, skippedAround } from '../../dashboard/rewind/pace.ts'
import { nearestTo, scaleOf, showing, zoomed } from '../../dashboard/rewind/scale.ts'
import { left, seenFrom } from '../../dashboard/rewind/times.ts'
import { outsideOf, wantedIn } from '../../dashboard/rewind/use-address.ts'

const MINUTE = 60_000

test('R1: entries of the same millisecond stand beside each other, and each can be pointed at', () => {
  const scale = scaleOf([0, 0, 0, 1000])
  const places = [...scale.places]
  expect(places.toSorted((a, b) => a - b)).toEqual(places)
  expect(new Set(places).size).toBe(4)
  expect(places.map(place => nearestTo(scale, place))).toEqual([1, 2, 3, 4])
})

test('R1: idle time is folded, however long, and all of it takes less room than what happened', () => {
  const scale = scaleOf([
    0,
    20_000,
    7 * MINUTE,
    7 * MINUTE + 20_000,
    20 * 24 * 60 * MINUTE,
    20 * 24 * 60 * MINUTE + 5000,
  ])
  expect(scale.idles.map(({ after, ms }) => [after, Math.round(ms / MINUTE)])).toEqual([
    [2, 7],
    [4, 28_793],
  ])
  const folded = scale.idles.reduce((sum, { from, to }) => sum + to - from, 0)
  expect(folded).toBeGreaterThan(0)
  expect(folded).toBeLessThan(0.5)
})

test('R1: one entry alone stands in the middle; nothing at all breaks nothing', () => {
  expect([...scaleOf([5]).places]).toEqual([0.5])
  expect(scaleOf([]).idles).toEqual([])
  expect(nearestTo(scaleOf([5]), 0.9)).toBe(1)
})

test('R1: a time in which there is nothing to see is skipped for a breath, however fast, and said; what people do takes its time', () => {
  const times = [0, 2000, 34_000, 35_000, 35_000 + 7 * MINUTE]
  const slow = { speed: 1, skips: true }
  expect([1, 2, 3, 4, 5].map(number => skippedAfter(times, number, slow))).toEqual([0, 32_000, 0, 7 * MINUTE, 0])
  expect(shownAfter(times, 1, slow)).toBe(2000)
  for (const speed of [1, 2, 4, 8, 16]) {
    const wall = [2, 4].map(number => shownAfter(times, number, { speed, skips: true }) / speed)
    for (const took of wall) expect(took).toBeLessThan(1000)
  }
  // While it is skipped, and at what comes behind it.
  expect([1, 2, 3, 4, 5].map(number => skippedAround(times, number, slow))).toEqual([
    0,
    32_000,
    32_000,
    7 * MINUTE,
    7 * MINUTE,
  ])
  const all = { speed: 1, skips: false }
  expect([1, 2, 3, 4].map(number => shownAfter(times, number, all))).toEqual([2000, 32_000, 1000, 7 * MINUTE])
  expect([1, 2, 3, 4].map(number => skippedAround(times, number, all))).toEqual([0, 0, 0, 0])
})

test('R1: of a journal of any length the lines around the moment are drawn, and a moment in view moves nothing', () => {
  const lines = { count: 100_000, height: 28 }
  const room = 420
  for (const line of [0, 1, 7, 50_000, 99_998, 99_999]) {
    const top = scrolledTo(line, 0, room, lines)
    const { first, many } = drawnAt(top, room, lines)
    expect(many).toBeLessThan(40)
    // All that is in view is drawn, and the moment is in view.
    expect(first * 28).toBeLessThanOrEqual(top)
    expect((first + many) * 28).toBeGreaterThanOrEqual(top + room)
    expect(line * 28).toBeGreaterThanOrEqual(top)
    expect(line * 28 + 28).toBeLessThanOrEqual(top + room)
  }
  expect(scrolledTo(50_003, 50_000 * 28, room, lines)).toBe(50_000 * 28)
  expect(drawnAt(0, room, { count: 3, height: 28 })).toEqual({ first: 0, many: 3 })
  expect(scrolledTo(2, 0, room, { count: 3, height: 28 })).toBe(0)
})

test('R1: zooming keeps the place under the pointer, and what is looked for comes into view', () => {
  const part = zoomed({ from: 0, zoom: 1 }, 4, 0.5)
  expect(part.zoom).toBe(4)
  expect((0.5 - part.from) * part.zoom).toBeCloseTo(0.5)
  expect(zoomed(part, 1 / 8, 0.5)).toEqual({ from: 0, zoom: 1 })
  const moved = showing(part, 0.95)
  expect(moved.from).toBeLessThanOrEqual(0.95)
  expect(moved.from + 1 / moved.zoom).toBeGreaterThanOrEqual(0.95)
})

test('R1: a moment is a number in the address; a time means the last entry at or before it; anything else nothing', () => {
  const numberAt = (time: number) => (time >= Date.parse('2026-10-15T14:32:41Z') ? 12 : 3)
  expect(wantedIn('at=7', numberAt)).toBe(7)
  expect(wantedIn('at=2026-10-15T14:32:41.000Z', numberAt)).toBe(12)
  expect(wantedIn('at=yesterday', numberAt)).toBeUndefined()
  expect(wantedIn('', numberAt)).toBeUndefined()
})

test('R1: an address that asks for no moment says so, and what is shown instead', () => {
  const told = [{ number: 1, at: Date.parse('2026-10-15T14:00:00Z') }]
  const says = (at: string) => outsideOf(`at=${at}`, { count: 1, told }, Date.parse('2026-10-16T00:00:00Z'))
  for (const at of ['', '1', '2026-10-15T14:32:41Z']) expect(says(at)).toBeUndefined()
  expect(says('2')).toBe('There is no entry 2: this is the last.')
  expect(says('0')).toBe('There is no entry 0: this is the first.')
  expect(says('2026-10-15T13:00:00Z')).toMatch(/before the beginning/)
  expect(says('2026-10-17T13:00:00Z')).toMatch(/in the future/)
  expect(says('yesterday')).toMatch(/can’t be read/)
})

test('R2: what waits says what is left of it, what acts says when', () => {
  expect(left(9 * MINUTE + 21_000, 0)).toBe('9:21 left')
  expect(left(3 * 60 * MINUTE, 0)).toBe('3:00:00 left')
  expect(left(12 * 24 * 60 * MINUTE, 0)).toBe('12 days left')
  const at = Date.parse('2026-10-15T12:32:41Z')
  expect(seenFrom(at, at + 1000)).toMatch(/^\d\d:32:41$/)
  expect(seenFrom(at, at + 48 * 60 * MINUTE)).toMatch(/^1[56] Oct, \d\d:32$/)
})
