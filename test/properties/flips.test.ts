import { type Condition, type Filter, isEventOp } from '@pavior/shared/filter/condition.ts'
import { isDuration, windowOf } from '@pavior/shared/filter/duration.ts'
import { evaluate } from '@pavior/shared/filter/evaluate.ts'
import { nextFlip } from '@pavior/shared/filter/flip.ts'
import { readMoment } from '@pavior/shared/filter/moment.ts'
import { readsOf } from '@pavior/shared/filter/reads.ts'
import { needOf, type Subject } from '@pavior/shared/filter/subject.ts'
import { valueIn } from '@pavior/shared/filter/value.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyDuration, anyFilter, anyFilterAt } from './any-filter.ts'
import { anySubject } from './any-subject.ts'
import { runs } from './runs.ts'

const DAY = 24 * 60 * 60 * 1000
const HOUR = DAY / 24

/** Also the turns of days and months, around which the calendar is uneven. */
const anyMoment = fc.oneof(
  fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2029, 0, 1) }),
  fc
    .record({ month: fc.nat({ max: 48 }), day: fc.constantFrom(1, 2, 28, 29, 30, 31), ms: fc.constantFrom(-1, 0, 1) })
    .map(({ month, day, ms }) => Date.UTC(2024, month, day) + ms),
)

const conditionsIn = (filter: Filter): Condition[] => {
  if ('all' in filter) return filter.all.flatMap(conditionsIn)
  if ('any' in filter) return filter.any.flatMap(conditionsIn)
  return 'not' in filter ? conditionsIn(filter.not) : [filter]
}

/** Every moment that a condition knows of, found without asking it when it leaves a window. */
function momentsOf(condition: Condition, subject: Subject): number[] {
  if (isEventOp(condition.op)) return [...subject.happened(needOf(condition))]
  const value = valueIn(subject, condition.field)
  const at = typeof value === 'string' ? readMoment(value) : value
  return typeof at === 'number' && Math.abs(at) < Date.UTC(3000, 0) ? [at] : []
}

/** Times at which an answer could change: by each moment and each duration, by the calendar and by the day. */
function interesting(filter: Filter, subject: Subject): number[] {
  return conditionsIn(filter).flatMap(condition => {
    const duration = condition.within ?? (typeof condition.value === 'string' ? condition.value : undefined)
    if (duration === undefined || !isDuration(duration)) return []
    const { since } = windowOf(duration)
    return momentsOf(condition, subject).flatMap(at => {
      const turns = [at]
      // The longest month is 31 days: the turn lies within four days of where the duration's days say.
      const about = at + (at - since(at))
      for (let near = about - 4 * DAY; near <= about + 4 * DAY; near += 6 * HOUR) turns.push(near)
      return turns.flatMap(turn => [turn - 1, turn, turn + 1, turn - (turn % DAY), turn - (turn % DAY) - 1])
    })
  })
}

test('C1: between now and the next flip the answer stays, and without one for good', () => {
  fc.assert(
    fc.property(anyFilterAt('filter-component'), anySubject, anyMoment, (filter, subject, now) => {
      const flip = nextFlip(filter, subject, now)
      if (flip !== undefined) expect(flip).toBeGreaterThan(now)
      const holds = evaluate(filter, subject, now)
      const until = flip ?? Number.POSITIVE_INFINITY
      const between = [...interesting(filter, subject), until - 1, now + 1, Date.UTC(2040, 0, 1)]
      for (const at of between.filter(at => at > now && at < until))
        expect([at, evaluate(filter, subject, at)]).toEqual([at, holds])
    }),
    runs(3000),
  )
})

test('C1: asked again at each flip, it comes to an end soon', () => {
  fc.assert(
    fc.property(anyFilter, anySubject, anyMoment, (filter, subject, now) => {
      // Each of a condition's moments passes in and out of its window once.
      const most = 2 * conditionsIn(filter).length
      let asked = 0
      for (let at = nextFlip(filter, subject, now); at !== undefined; at = nextFlip(filter, subject, at)) asked++
      expect(asked).toBeLessThanOrEqual(most)
    }),
    runs(1500),
  )
})

test('C1: a lone condition flips exactly then', () => {
  fc.assert(
    fc.property(anyDuration, anySubject, anyMoment, (value, subject, now) => {
      const filter: Filter = { field: 'lastSeenAt', op: 'within-last', value }
      const flip = nextFlip(filter, subject, now)
      if (flip === undefined) expect(evaluate(filter, subject, now)).toBe(false)
      else expect(evaluate(filter, subject, flip)).toBe(!evaluate(filter, subject, now))
    }),
    runs(1500),
  )
})

test('C1: what time alone can change says so', () => {
  fc.assert(
    fc.property(anyFilter, anySubject, anyMoment, (filter, subject, now) => {
      if (!readsOf(filter).timely) expect(nextFlip(filter, subject, now)).toBeUndefined()
    }),
    runs(1500),
  )
})

test('C1: the beginning of a window never moves back, and what left stays out', () => {
  fc.assert(
    fc.property(anyDuration, anyMoment, anyMoment, (duration, one, other) => {
      const { since, leaves } = windowOf(duration)
      const [early, late] = [Math.min(one, other), Math.max(one, other)]
      expect(since(early)).toBeLessThanOrEqual(since(late))
      expect(since(leaves(one))).toBeGreaterThanOrEqual(one)
      expect(since(leaves(one) - 1)).toBeLessThan(one)
    }),
    runs(5000),
  )
})
