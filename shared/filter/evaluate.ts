import type { Person } from '../people/person.ts'
import type { Instant } from '../text.ts'
import { durationBefore } from './duration.ts'
import type { Condition, Filter, Scalar } from './filter.ts'

/**
 * Whether the person matches at this moment. A missing value matches only the negative operators;
 * text compares without case (interfaces.md, "A filter").
 */
export function evaluate(filter: Filter, person: Person, now: Instant): boolean {
  if ('all' in filter) return filter.all.every(part => evaluate(part, person, now))
  if ('any' in filter) return filter.any.some(part => evaluate(part, person, now))
  if ('not' in filter) return !evaluate(filter.not, person, now)
  return holds(filter, fieldOf(person, filter.field), now)
}

function holds(condition: Condition, actual: Scalar | undefined, now: Instant): boolean {
  const { op, value } = condition
  switch (op) {
    case 'set':
      return actual !== undefined
    case 'not-set':
      return actual === undefined
    case 'equals':
      return actual !== undefined && same(actual, value)
    case 'not-equals':
      return actual === undefined || !same(actual, value)
    case 'in':
      return actual !== undefined && Array.isArray(value) && value.some(one => same(actual, one))
    case 'not-in':
      return actual === undefined || !(Array.isArray(value) && value.some(one => same(actual, one)))
    case 'contains':
      return actual !== undefined && fold(actual).includes(fold(value))
    case 'not-contains':
      return actual === undefined || !fold(actual).includes(fold(value))
    case 'starts-with':
      return actual !== undefined && fold(actual).startsWith(fold(value))
    case 'ends-with':
      return actual !== undefined && fold(actual).endsWith(fold(value))
    case 'greater':
      return typeof actual === 'number' && typeof value === 'number' && actual > value
    case 'less':
      return typeof actual === 'number' && typeof value === 'number' && actual < value
    case 'before':
      return compareDates(actual, value, (a, b) => a < b)
    case 'after':
      return compareDates(actual, value, (a, b) => a > b)
    case 'within-last':
      return withinLast(actual, value, now)
    case 'not-within-last':
      return !withinLast(actual, value, now)
  }
}

const fold = (value: Condition['value']): string => String(value).toLowerCase()

function same(actual: Scalar, value: Condition['value']): boolean {
  if (Array.isArray(value) || value === undefined) return false
  return typeof actual === 'string' || typeof value === 'string' ? fold(actual) === fold(value) : actual === value
}

/** Moments are kept as milliseconds, attributes hold dates as text. */
const momentOf = (actual: Scalar | undefined): Instant | undefined => {
  if (typeof actual === 'number') return actual
  if (typeof actual !== 'string') return undefined
  const at = Date.parse(actual)
  return Number.isNaN(at) ? undefined : at
}

function compareDates(
  actual: Scalar | undefined,
  value: Condition['value'],
  compare: (a: Instant, b: Instant) => boolean,
): boolean {
  const at = momentOf(actual)
  return at !== undefined && typeof value === 'string' && compare(at, Date.parse(value))
}

function withinLast(actual: Scalar | undefined, value: Condition['value'], now: Instant): boolean {
  const at = momentOf(actual)
  return at !== undefined && typeof value === 'string' && at > durationBefore(value, now) && at <= now
}

/** The person's value for a field of the grammar; `undefined` when there is none. */
export function fieldOf(person: Person, field: string): Scalar | undefined {
  switch (field) {
    case 'type':
    case 'externalId':
    case 'email':
    case 'name':
    case 'phone':
    case 'firstSeenAt':
    case 'lastSeenAt':
    case 'signedUpAt':
    case 'country':
    case 'language':
    case 'timezone':
    case 'browser':
    case 'os':
    case 'device':
      return person[field]
    case 'emailStatus':
      return person.email === undefined ? 'none' : 'ok'
    case 'page.url':
      return person.page?.url
    case 'page.title':
      return person.page?.title
    case 'page.referrer':
      return person.page?.referrer
    default: {
      const key = field.startsWith('attributes.') ? field.slice('attributes.'.length) : undefined
      return key !== undefined && Object.hasOwn(person.attributes, key) ? person.attributes[key] : undefined
    }
  }
}
