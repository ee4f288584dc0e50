import {
  type Condition,
  type Filter,
  isValueOp,
  type Op,
  type Scalar,
  type ValueOp,
} from '@pavior/shared/filter/condition.ts'
import { fieldOf, type Kind, opsOf, type Place, personFields } from '@pavior/shared/filter/field.ts'
import fc from 'fast-check'
import { anyValue, keys, words } from './any-person.ts'

/** Few names, so that conditions and histories often meet. */
export const eventNames = ['order placed', 'visited', 'order Placed'] as const
export const propertyNames = ['amount', 'plan', 'at'] as const
export const campaignIds = ['welcome', 'winback'] as const
export const componentIds = ['ask', 'mail'] as const

const valueFields = [...personFields, ...keys.map(key => `attributes.${key}`), 'attributes.never set']
const audienceFields = [
  ...valueFields,
  ...eventNames.map(name => `event.${name}`),
  ...campaignIds.map(id => `campaign.${id}`),
]
const componentFields = componentIds.map(id => `component.${id}`)
const fieldsAt: Record<Place, readonly string[]> = {
  audience: audienceFields,
  exit: [...audienceFields, ...componentFields],
  'filter-component': [
    ...audienceFields,
    ...componentFields,
    'upstream.state',
    'upstream.inbox',
    'upstream.answeredByAgent',
  ],
  'inbox-view': [
    ...audienceFields,
    'conversation.state',
    'conversation.inbox',
    'conversation.assignee',
    'conversation.lastFrom',
  ],
  properties: propertyNames,
}

const anyDate = fc.oneof(
  fc
    .date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })
    .map(date => date.toISOString()),
  fc.constantFrom('2026-03-01', '2026-03-01T03:30:30.123', '2026-03-01 09:00:30+05:30', '2999-12-31T23:59-14:59'),
)

/** Of ten years at most and longer than nothing, as the grammar takes it. */
export const anyDuration = fc.oneof(
  fc.integer({ min: 1, max: 10 }).map(years => `P${years}Y`),
  fc.integer({ min: 1, max: 119 }).map(months => `P${months}M`),
  fc.integer({ min: 1, max: 3650 }).map(days => `P${days}D`),
  fc.nat({ max: 80_000 }).map(hours => `P1DT${hours}H`),
  fc.nat({ max: 9 }).map(years => `P${years}Y11M3W6DT23H59M59S`),
)

function valueFor(op: ValueOp, one: fc.Arbitrary<Scalar>): fc.Arbitrary<Condition['value']> {
  switch (op) {
    case 'set':
    case 'not-set':
      return fc.constant(undefined)
    case 'in':
    case 'not-in':
      return fc.array(one, { maxLength: 3 })
    case 'greater':
    case 'less':
      return fc.oneof(fc.integer({ min: -3, max: 10 }), fc.constantFrom(0.5, 1e-7, 1e21))
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
      return fc.constantFrom(...words, 'r', 'P', '@', '%', '_', '\\', 'Σ', 'ς', 'S', '.', '0', '-', 'i')
    case 'equals':
    case 'not-equals':
      return one
    default:
      return op satisfies never
  }
}

function valuesOf(kind: Kind, options: readonly string[] = []): fc.Arbitrary<Scalar> {
  if (kind === 'choice') return fc.constantFrom(...options).map(option => (option === 'lead' ? 'LEAD' : option))
  if (kind === 'number') return fc.integer({ min: -1, max: 3 })
  if (kind === 'boolean') return fc.boolean()
  return anyValue
}

/** A condition on this field, with one of the operators that it takes. */
function conditionOn(field: string, place: Place, only?: Op): fc.Arbitrary<Condition> {
  const known = place === 'properties' ? undefined : fieldOf(field)
  const kind = known?.kind ?? 'property'
  const ops = only === undefined ? opsOf(kind) : [only]
  if (kind === 'event') return eventCondition(field)
  return fc.constantFrom(...ops).chain(op => {
    const value = isValueOp(op)
      ? valueFor(op, valuesOf(kind, known?.options))
      : op === 'clicked'
        ? fc.constantFrom(undefined, 'yes', 'no')
        : fc.constant(undefined)
    return value.map(value => ({ field, op, ...(value !== undefined && { value }) }))
  })
}

function eventCondition(field: string): fc.Arbitrary<Condition> {
  const rest = fc.record({ within: anyDuration, where: filterOf(conditionAt('properties'), 2) }, { requiredKeys: [] })
  return fc
    .oneof(
      fc.record({ op: fc.constantFrom('happened' as const, 'not-happened' as const), rest }),
      fc.record({ op: fc.constant('count-at-least' as const), value: fc.integer({ min: 1, max: 4 }), rest }),
      fc.record({ op: fc.constant('count-at-most' as const), value: fc.nat({ max: 3 }), rest }),
    )
    .map(({ rest, ...condition }) => ({ field, ...condition, ...rest }))
}

function conditionAt(place: Place): fc.Arbitrary<Condition> {
  return fc.constantFrom(...fieldsAt[place]).chain(field => conditionOn(field, place))
}

function filterOf(condition: fc.Arbitrary<Condition>, depth: number): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>(tie => ({
    filter: fc.oneof(
      { maxDepth: depth, withCrossShrink: true },
      { weight: 3, arbitrary: condition },
      { weight: 1, arbitrary: fc.record({ all: fc.array(tie('filter'), { maxLength: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ any: fc.array(tie('filter'), { maxLength: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ not: tie('filter') }) },
    ),
  })).filter
}

/** A filter that the grammar takes at this place, of a few levels. */
export const anyFilterAt = (place: Place): fc.Arbitrary<Filter> => filterOf(conditionAt(place), 4)
export const anyFilter = anyFilterAt('audience')

/** A condition with this operator on any field that takes it. */
export const conditionWith = (op: ValueOp): fc.Arbitrary<Condition> =>
  fc
    .constantFrom(...valueFields.filter(field => opsOf(fieldOf(field)?.kind ?? 'any').includes(op)))
    .chain(field => conditionOn(field, 'audience', op))
