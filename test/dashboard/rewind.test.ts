import { Entry } from '@pavior/shared/journal/entry.ts'
import type { Told } from '@pavior/shared/rewind/told.ts'
import { expect, test } from 'vitest'
import { hoursIn } from '../../dashboard/rewind/hours.ts'
import { drawnAt, scrolledTo } from '../../dashboard/rewind/in-view.ts'
import { rewindAddress } from '../../dashboard/rewind/link.ts'
import { shownAfter, skippedAfter, skippedAround } from '../../dashboard/rewind/pace.ts'
import { nearestTo, scaleOf, showing, zoomed } from '../../dashboard/rewind/scale.ts'
import { left, seenFrom } from '../../dashboard/rewind/times.ts'
import { outsideOf, wantedIn } from '../../dashboard/rewind/use-address.ts'

const MINUTE = 60_000

test('R1: every hour below the timeline can be read whole, also the last', () => {
  const minutes = (...all: number[]) =>
    Float64Array.from(all, minute => Date.parse('2026-10-15T10:00:00Z') + minute * MINUTE)
  const whole = { from: 0, zoom: 1 }
  const shown = (times: Float64Array, width: number) =>
    hoursIn(times, scaleOf(times), whole, width).map(({ number, ends }) => [number, ends])
  const times = minutes(0, 0.5, 1, 30)
  expect(shown(times, 1000)).toEqual([
    [1, false],
    [3, false],
    [4, true],
  ])
  // No room for another one at the end.
  expect(shown(times, 60)).toEqual([[1, false]])
  expect(shown(minutes(0), 1000)).toEqual([[1, false]])
})

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

const told = (at: string, all: object[]): Told[] =>
  all.map((what, index) => {
    const entry = Entry.parse({ v: 1, number: index + 1, at: Date.parse(at), ...what })
    return { number: index + 1, at: entry.at, stream: 'ana', entry, index }
  })
const numbered = (all: readonly Told[]) => ({
  count: all.length,
  told: all,
  numberAt: (time: number) => all.filter(({ at }) => at <= time).length,
})

test('R1: a moment is a number in the address; a time means the last entry at or before it; anything else nothing', () => {
  const wanted = (search: string) => wantedIn(search, { told: [], numberAt: time => (time >= Date.parse(AT) ? 12 : 3) })
  expect(wanted('at=7')).toBe(7)
  expect(wanted(`at=${AT}`)).toBe(12)
  for (const search of ['', 'at=', 'at=yesterday', 'at=zzz', 'at=1e3']) expect(wanted(search)).toBeUndefined()
})

const AT = '2026-10-15T14:32:41.000Z'

test('T3, R1: of all that was written at one moment a link opens what it means', () => {
  const [enrollment, message] = [crypto.randomUUID(), crypto.randomUUID()]
  const does = (what: object) => ({ kind: 'interacted', session: 'a', before: 0, what })
  const past = numbered(
    told(AT, [
      { kind: 'entered', enrollment, campaign: crypto.randomUUID(), version: 1 },
      { kind: 'acted', enrollment, component: 'hear', outcome: 'triggered' },
      { kind: 'acted', enrollment, component: 'ask', outcome: 'sent' },
      { kind: 'waiting', enrollment, component: 'hold', until: 9 },
      does({ does: 'form-refused', message, refused: { email: 'No ending.' }, filled: ['email'] }),
      { kind: 'engaged', enrollment, component: 'ask', outcome: 'refused' },
      does({ does: 'message-seen', conversation: crypto.randomUUID(), number: 2 }),
    ]),
  )
  const opens = (count: string, component?: string) => {
    const link = rewindAddress(enrollment, AT, { count, component })
    return wantedIn(new URL(link, 'https://pavior.example').search, past)
  }
  expect(opens('refused', 'ask')).toBe(5)
  expect(opens('sent', 'ask')).toBe(3)
  expect(opens('acted', 'hear')).toBe(2)
  expect(opens('waiting', 'hold')).toBe(4)
  expect(opens('entered')).toBe(1)
  // What is not there, and what says nothing more: the last of the moment.
  expect(opens('clicked', 'ask')).toBe(7)
  expect(wantedIn(`at=${AT}`, past)).toBe(7)
})

test('R1: an address that asks for no moment says so, and what is shown instead', () => {
  const past = numbered(told('2026-10-15T14:00:00Z', [{ kind: 'became-lead' }]))
  const says = (at: string) => outsideOf(`at=${at}`, past, Date.parse('2026-10-16T00:00:00Z'))
  for (const at of ['', '1', '2026-10-15T14:32:41Z']) expect(says(at)).toBe('')
  expect(says('2')).toBe('There is no entry 2: this is the last.')
  expect(says('0')).toBe('There is no entry 0: this is the first.')
  expect(says('-5')).toBe('There is no entry -5: this is the first.')
  expect(says('2026-10-15T13:00:00Z')).toMatch(/before the beginning/)
  expect(says('2026-10-17T13:00:00Z')).toMatch(/in the future/)
  for (const at of ['yesterday', 'zzz', '1e3', '12.5', '7 May']) expect(says(at)).toMatch(/can’t be read/)
})

test('R2: what waits says what is left of it, what acts says when', () => {
  expect(left(9 * MINUTE + 21_000, 0)).toBe('9:21 left')
  expect(left(3 * 60 * MINUTE, 0)).toBe('3:00:00 left')
  expect(left(12 * 24 * 60 * MINUTE, 0)).toBe('12 days left')
  const at = Date.parse('2026-10-15T12:32:41Z')
  expect(seenFrom(at, at + 1000)).toMatch(/^\d\d:32:41$/)
  expect(seenFrom(at, at + 48 * 60 * MINUTE)).toMatch(/^1[56] Oct, \d\d:32$/)
})
