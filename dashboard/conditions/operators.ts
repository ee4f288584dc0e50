import {
  ops as allOps,
  type Condition,
  isCampaignOp,
  isComponentOp,
  isEventOp,
  isValueOp,
  type Op,
  type ValueOp,
} from '@pavior/shared/filter/condition.ts'
import { isDuration } from '@pavior/shared/filter/duration.ts'
import { fieldOf, type Kind, opsOf } from '@pavior/shared/filter/field.ts'
import { readMoment } from '@pavior/shared/filter/moment.ts'
import { opsOfComponent } from './components.ts'
import type { Rest } from './mapping.ts'
import { kindIn, type Surroundings, seenIn } from './surroundings.ts'

/** Which operators a field offers, in which words, and what a condition begins with. */

const valueWords: Record<ValueOp, string> = {
  equals: 'is',
  'not-equals': 'is not',
  in: 'is one of',
  'not-in': 'is none of',
  contains: 'contains',
  'not-contains': 'does not contain',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  set: 'is known',
  'not-set': 'is unknown',
  greater: 'is more than',
  less: 'is less than',
  before: 'is before',
  after: 'is after',
  'within-last': 'is in the last',
  'not-within-last': 'is not in the last',
}

const otherWords: Record<Exclude<Op, ValueOp>, string> = {
  happened: 'happened',
  'not-happened': 'did not happen',
  'count-at-least': 'happened at least',
  'count-at-most': 'happened at most',
  entered: 'was entered',
  active: 'is active',
  completed: 'was completed',
  ended: 'was ended',
  exited: 'was exited',
  removed: 'was removed from',
  acted: 'acted',
  matched: 'matched',
  unmatched: 'did not match',
  seen: 'was seen',
  opened: 'was opened',
  clicked: 'was clicked',
  replied: 'was replied to',
  submitted: 'was submitted',
  delivered: 'was delivered',
  bounced: 'bounced',
  unsubscribed: 'was unsubscribed from',
  skipped: 'was skipped',
  failed: 'failed',
}

export const wordsOf = (op: Op): string => (isValueOp(op) ? valueWords[op] : otherWords[op])

export const isOp = (op: string): op is Op => (allOps as readonly string[]).includes(op)

const isText: ValueOp[] = ['contains', 'not-contains', 'starts-with', 'ends-with']
const isMoment: ValueOp[] = ['before', 'after', 'within-last', 'not-within-last']
const isNumber: ValueOp[] = ['greater', 'less']

/** What can be asked of a field; of an attribute what suits the values that were seen, all when none were. */
export function operatorsFor(field: string, around: Surroundings): readonly Op[] {
  const kind = kindIn(field, around.place)
  if (kind === undefined) return []
  const all = opsOf(kind)
  if (kind === 'component') {
    const id = fieldOf(field)?.name
    return opsOfComponent(around.components.find(component => component.id === id)?.type)
  }
  if (kind === 'choice') return all.filter(op => op !== 'set' && op !== 'not-set')
  const seen = kind === 'any' || kind === 'property' ? seenIn(field, around) : undefined
  if (!seen || seen.kinds.length === 0) return all
  const dates = seen.examples.some(one => typeof one === 'string' && readMoment(one) !== undefined)
  const without = [
    ...(seen.kinds.includes('text') ? [] : isText),
    ...(dates ? [] : isMoment),
    ...(seen.kinds.includes('number') ? [] : isNumber),
    ...(seen.kinds.every(one => one === 'boolean') ? (['in', 'not-in'] as const) : []),
  ]
  const fitting = all.filter(op => !without.some(one => one === op))
  // A date is asked as one first.
  return dates
    ? [...fitting].sort((a, b) => Number(isMoment.some(one => one === b)) - Number(isMoment.some(one => one === a)))
    : fitting
}

/** How a condition on this field begins: with an operator of its own, and a value where one suggests itself. */
export function beginning(field: string, around: Surroundings): { op: Op; rest: Rest } {
  const [first = 'set'] = operatorsFor(field, around)
  const kind = kindIn(field, around.place)
  const op = kind === 'moment' ? 'within-last' : kind === 'number' ? 'greater' : first
  return { op, rest: fitted(op, field, {}, around) }
}

/** What stays of the values when the operator changes. */
export function fitted(op: Op, field: string, rest: Rest, around: Surroundings): Rest {
  if (isEventOp(op)) {
    const { value: _value, ...same } = rest
    if (op === 'happened' || op === 'not-happened') return same
    const count = typeof rest.value === 'number' ? rest.value : 1
    return { ...same, value: op === 'count-at-least' ? Math.max(1, count) : count }
  }
  if (isCampaignOp(op)) return {}
  if (isComponentOp(op)) return op === 'clicked' && typeof rest.value === 'string' ? { value: rest.value } : {}
  const value = fittedValue(op, field, rest.value, around)
  return value === undefined ? {} : { value }
}

function fittedValue(op: ValueOp, field: string, value: unknown, around: Surroundings): Condition['value'] {
  const known = around.place === 'properties' ? undefined : fieldOf(field)
  const kind: Kind | undefined = kindIn(field, around.place)
  const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(isScalar)
  const [one] = values
  switch (op) {
    case 'set':
    case 'not-set':
      return undefined
    case 'in':
    case 'not-in':
      return values.filter(value => value !== '')
    case 'equals':
    case 'not-equals':
      if (one !== undefined) return one
      if (kind === 'choice') return known?.options?.[0] ?? ''
      if (kind === 'boolean') return true
      if (kind === 'number') return 0
      return startOf(field, around)
    case 'greater':
    case 'less':
      return typeof one === 'number' ? one : 0
    case 'before':
    case 'after':
      return typeof one === 'string' && readMoment(one) !== undefined ? one : ''
    case 'within-last':
    case 'not-within-last':
      return typeof one === 'string' && isDuration(one) ? one : 'P7D'
    case 'contains':
    case 'not-contains':
    case 'starts-with':
    case 'ends-with':
      return typeof one === 'string' ? one : ''
    default:
      return op satisfies never
  }
}

/** An attribute that was only seen as yes or no, or as a number, is asked as that. */
function startOf(field: string, around: Surroundings): Condition['value'] {
  const kinds = seenIn(field, around)?.kinds ?? []
  if (kinds.length === 1 && kinds[0] === 'boolean') return true
  return kinds.length === 1 && kinds[0] === 'number' ? 0 : ''
}

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)
