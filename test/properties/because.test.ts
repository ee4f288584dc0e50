import { because } from '@pavior/shared/filter/because.ts'
import { evaluate } from '@pavior/shared/filter/evaluate.ts'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFilterAt } from './any-filter.ts'
import { anySubject } from './any-subject.ts'
import { runs } from './runs.ts'

const now = Date.UTC(2026, 6, 1)
const asked = anyFilterAt('filter-component')

test('C8: whatever a filter answers, there is a reason for it wherever it asks for something at all', () => {
  fc.assert(
    fc.property(asked, anySubject, (filter, subject) => {
      const reasons = because(filter, subject, now)
      if (!isHollow(filter)) expect(reasons.length).toBeGreaterThan(0)
      for (const reason of reasons) expect(reason).toMatch(/^\S.*\S$/su)
    }),
    runs(2000),
  )
})

test('a reason is what there is, not what was asked: denied, a filter gives the same', () => {
  fc.assert(
    fc.property(asked, anySubject, (filter, subject) => {
      expect(because({ not: filter }, subject, now)).toEqual(because(filter, subject, now))
    }),
    runs(500),
  )
})

test('of several conditions only those are named that decide', () => {
  fc.assert(
    fc.property(asked, asked, anySubject, (one, other, subject) => {
      const holds = (filter: Filter) => evaluate(filter, subject, now)
      fc.pre(holds(one) && !holds(other))
      expect(because({ all: [one, other] }, subject, now)).toEqual(because(other, subject, now))
      expect(because({ any: [other, one] }, subject, now)).toEqual(because(one, subject, now))
    }),
    runs(500),
  )
})

/** Somewhere inside it a group without conditions decides alone. */
function isHollow(filter: Filter): boolean {
  if ('not' in filter) return isHollow(filter.not)
  if ('all' in filter) return filter.all.length === 0 || filter.all.some(isHollow)
  if ('any' in filter) return filter.any.length === 0 || filter.any.some(isHollow)
  return false
}
