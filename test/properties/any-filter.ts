import { type Condition, type Filter, type Op, ops, personFields } from '@pavior/shared/filter/filter.ts'
import fc from 'fast-check'
import { anyValue, keys, words } from './any-person.ts'

const anyField = fc.constantFrom(...personFields, ...keys.map(key => `attributes.${key}`), 'attributes.never set')

const anyDate = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })
  .map(date => date.toISOString())

/** Of ten years at most, as the grammar takes it. */
export const anyDuration = fc.oneof(
  fc.nat({ max: 10 }).map(years => `P${years}Y`),
  fc.nat({ max: 119 }).map(months => `P${months}M`),
  fc.nat({ max: 3650 }).map(days => `P${days}D`),
  fc.nat({ max: 80_000 }).map(hours => `P1DT${hours}H`),
  fc.nat({ max: 9 }).map(years => `P${years}Y11M3W6DT23H59M59S`),
)

function valueFor(op: Op): fc.Arbitrary<Condition['value']> {
  switch (op) {
    case 'set':
    case 'not-set':
      return fc.constant(undefined)
    case 'in':
    case 'not-in':
      return fc.array(anyValue, { maxLength: 3 })
    case 'greater':
    case 'less':
      return fc.integer({ min: -3, max: 10 })
    case 'before':
    case 'after':
      return anyDate
    case 'within-last':
    case 'not-within-last':
      return anyDuration
    case 'contains':
    case 'not-contains':
    case 'starts-with':
    case 'ends-with':
      return fc.constantFrom(...words, 'r', 'P', '@')
    case 'equals':
    case 'not-equals':
      return anyValue
  }
}

export const conditionWith = (op: Op): fc.Arbitrary<Condition> =>
  fc.record({ field: anyField, op: fc.constant(op), value: valueFor(op) }).map(({ value, ...rest }) => ({
    ...rest,
    ...(value !== undefined && { value }),
  }))

const anyCondition = fc.constantFrom(...ops).chain(conditionWith)

/** A filter that the grammar takes, of a few levels. */
export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>(tie => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: anyCondition },
    { weight: 1, arbitrary: fc.record({ all: fc.array(tie('filter'), { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ any: fc.array(tie('filter'), { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie('filter') }) },
  ),
})).filter
