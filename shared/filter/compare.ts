import type { Instant } from '../text.ts'
import type { Condition, Scalar, ValueOp } from './condition.ts'
import { windowOf } from './duration.ts'
import { fold } from './fold.ts'
import { readMoment } from './moment.ts'
import { momentOf } from './value.ts'

type Compares = (actual: Scalar | undefined, now: Instant) => boolean

/**
 * A condition on a value, made ready. A missing value matches only the negative operators; text compares without case,
 * numbers and true or false with text as they are written (interfaces.md, "A filter").
 */
export function comparing(op: ValueOp, value: Condition['value'], isMoment: boolean): Compares {
  switch (op) {
    case 'set':
      return actual => actual !== undefined
    case 'not-set':
      return actual => actual === undefined
    case 'equals':
      return oneOf(value)
    case 'not-equals':
      return not(oneOf(value))
    case 'in':
      return oneOf(value)
    case 'not-in':
      return not(oneOf(value))
    case 'contains':
      return onText(value, (text, part) => text.includes(part))
    case 'not-contains':
      return not(onText(value, (text, part) => text.includes(part)))
    case 'starts-with':
      return onText(value, (text, part) => text.startsWith(part))
    case 'ends-with':
      return onText(value, (text, part) => text.endsWith(part))
    case 'greater':
      return actual => typeof actual === 'number' && typeof value === 'number' && actual > value
    case 'less':
      return actual => typeof actual === 'number' && typeof value === 'number' && actual < value
    case 'before':
      return onMoment(value, isMoment, (at, than) => at < than)
    case 'after':
      return onMoment(value, isMoment, (at, than) => at > than)
    case 'within-last':
      return withinLast(value, isMoment)
    case 'not-within-last':
      return not(withinLast(value, isMoment))
    default:
      return op satisfies never
  }
}

const not =
  (compares: Compares): Compares =>
  (actual, now) =>
    !compares(actual, now)

function oneOf(value: Condition['value']): Compares {
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value]
  const [first, second] = values
  if (first !== undefined && second === undefined) {
    const wanted = fold(first)
    return actual => actual !== undefined && fold(actual) === wanted
  }
  const wanted = new Set(values.map(fold))
  return actual => actual !== undefined && wanted.has(fold(actual))
}

function onText(value: Condition['value'], holds: (text: string, part: string) => boolean): Compares {
  const part = fold(String(value))
  return actual => actual !== undefined && holds(fold(actual), part)
}

function onMoment(
  value: Condition['value'],
  isMoment: boolean,
  holds: (at: Instant, than: Instant) => boolean,
): Compares {
  const than = typeof value === 'string' ? readMoment(value) : undefined
  return actual => {
    const at = momentOf(actual, isMoment)
    return at !== undefined && than !== undefined && holds(at, than)
  }
}

function withinLast(value: Condition['value'], isMoment: boolean): Compares {
  const { since } = windowOf(String(value))
  return (actual, now) => {
    const at = momentOf(actual, isMoment)
    return at !== undefined && at > since(now) && at <= now
  }
}
