import { type ValueOp, valueOps } from '@pavior/shared/filter/condition.ts'
import { evaluate } from '@pavior/shared/filter/evaluate.ts'
import type { Place } from '@pavior/shared/filter/field.ts'
import { Filter, readFilter } from '@pavior/shared/filter/filter.ts'
import { subjectOf } from '@pavior/shared/filter/subject.ts'
import { valueIn } from '@pavior/shared/filter/value.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyDuration, anyFilter, anyFilterAt, conditionWith } from './any-filter.ts'
import { anyPerson } from './any-person.ts'
import { anySubject } from './any-subject.ts'
import { runs } from './runs.ts'

const now = Date.UTC(2026, 6, 1)
const anyMoment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) })

const anyPlace = fc.constantFrom<Place>('audience', 'exit', 'filter-component', 'inbox-view', 'properties')
const anyPlaced = anyPlace.chain(place => anyFilterAt(place).map(filter => ({ place, filter })))

test('every filter of the grammar is read as it stands at its place, and answers yes or no for everybody', () => {
  fc.assert(
    fc.property(anyPlaced, anySubject, anyMoment, ({ place, filter }, subject, at) => {
      const sent: unknown = JSON.parse(JSON.stringify(filter))
      const read = readFilter(place).parse(sent)
      expect(read).toEqual(sent)
      expect(evaluate(read, subject, at)).toBe(evaluate(filter, subject, at))
    }),
    runs(2000),
  )
})

test('not, all and any obey their laws', () => {
  fc.assert(
    fc.property(fc.array(anyFilter, { maxLength: 4 }), anyFilter, anySubject, (parts, filter, subject) => {
      const holds = (what: Filter) => evaluate(what, subject, now)
      expect(holds({ not: { not: filter } })).toBe(holds(filter))
      expect(holds({ not: { all: parts } })).toBe(holds({ any: parts.map(part => ({ not: part })) }))
      expect(holds({ not: { any: parts } })).toBe(holds({ all: parts.map(part => ({ not: part })) }))
      expect(holds({ all: [...parts, filter] })).toBe(holds({ all: parts }) && holds(filter))
      expect(holds({ any: [...parts, filter] })).toBe(holds({ any: parts }) || holds(filter))
      expect(holds({ all: [] })).toBe(true)
      expect(holds({ any: [] })).toBe(false)
    }),
    runs(2000),
  )
})

const opposites = [
  ['equals', 'not-equals'],
  ['in', 'not-in'],
  ['contains', 'not-contains'],
  ['set', 'not-set'],
  ['within-last', 'not-within-last'],
] as const

test('a negative operator is the opposite of its positive one', () => {
  for (const [positive, negative] of opposites)
    fc.assert(
      fc.property(conditionWith(positive), anyPerson, (condition, person) => {
        const subject = subjectOf(person)
        expect(evaluate({ ...condition, op: negative }, subject, now)).toBe(!evaluate(condition, subject, now))
      }),
      runs(300),
    )
})

test('a missing value matches only the negative operators', () => {
  const negative: readonly ValueOp[] = opposites.map(([, op]) => op)
  for (const op of valueOps)
    fc.assert(
      fc.property(conditionWith(op), anyPerson, (condition, person) => {
        const subject = subjectOf(person)
        fc.pre(valueIn(subject, condition.field) === undefined)
        expect(evaluate(condition, subject, now)).toBe(negative.includes(op))
      }),
      runs(100),
    )
})

const anyLongDuration = fc
  .bigInt({ min: 4000n, max: 10n ** 30n })
  .chain(count => fc.constantFrom(`P${count}Y`, `P${count}M`, `P${count}W`, `P${count}D`, `PT${count}00000S`))

test('what lies within the last days lies within any longer time, however long that is', () => {
  fc.assert(
    fc.property(anyDuration, anyLongDuration, anyPerson, anyMoment, (duration, longer, person, at) => {
      fc.pre(person.lastSeenAt !== undefined && person.lastSeenAt <= at)
      const within = (value: string) =>
        evaluate({ field: 'lastSeenAt', op: 'within-last', value }, subjectOf(person), at)
      expect(within(longer)).toBe(true)
      if (within(duration)) expect(within(duration.replace(/\d+/, count => `${count}0`))).toBe(true)
    }),
    runs(1000),
  )
})

test('a duration is taken up to ten years', () => {
  const reads = (value: string) => Filter.safeParse({ field: 'lastSeenAt', op: 'within-last', value }).success
  fc.assert(fc.property(anyDuration, reads), runs(300))
  fc.assert(
    fc.property(anyLongDuration, duration => !reads(duration)),
    runs(300),
  )
  for (const broken of ['', 'P', 'PT', 'P1DT', '1D', 'P-1D', 'P0D', 'P1D2Y', 'PT1D', 'P1.5D'])
    expect(reads(broken)).toBe(false)
})

test('reading any JSON as a filter gives a filter or names what is wrong, and throws nothing', () => {
  const grammar = fc.constantFrom('all', 'any', 'not', 'field', 'op', 'value', '__proto__')
  const anyTree = fc.letrec<{ tree: unknown }>(tie => ({
    tree: fc.oneof(
      { maxDepth: 12 },
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('type', 'attributes.plan', 'equals', 'within-last', 'P1D'),
      fc.dictionary(grammar, tie('tree'), { maxKeys: 3 }),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  })).tree
  fc.assert(
    fc.property(anyTree, anyPerson, (input, person) => {
      const read = Filter.safeParse(input)
      if (read.success) expect(evaluate(read.data, subjectOf(person), now)).toBeTypeOf('boolean')
      else expect(read.error.issues.length).toBeGreaterThan(0)
    }),
    runs(3000),
  )
})

test('a filter of hostile depth or breadth is refused', () => {
  const nest = (depth: number): unknown => (depth === 0 ? { field: 'type', op: 'set' } : { not: nest(depth - 1) })
  expect(Filter.safeParse(nest(7)).success).toBe(true)
  for (const depth of [8, 100, 2000]) expect(Filter.safeParse(nest(depth)).success).toBe(false)
  const many = { all: Array.from({ length: 11 }, () => ({ any: Array.from({ length: 10 }, () => nest(0)) })) }
  expect(Filter.safeParse(many).success).toBe(false)
})
