import { type Condition, isEventOp, type Op, type Scalar } from './condition.ts'
import { isDuration } from './duration.ts'
import { type Field, opsOf, type Place, readField } from './field.ts'
import { readMoment } from './moment.ts'

/** What is wrong with a condition at its place, and which part of it. */
export type Wrong = { path: 'field' | 'op' | 'value' | 'within' | 'where'; message: string }

/** Looks at one condition; at its `where` only whether it belongs there. */
export function wrongIn(condition: Condition, place: Place): Wrong | undefined {
  const { field, op, where, within } = condition
  const known = readField(field, place)
  if (typeof known === 'string') return { path: 'field', message: known }
  const takes = opsOf(known.kind)
  if (!takes.includes(op)) return { path: 'op', message: misplaced(known, op, takes) }
  if (known.kind !== 'event') {
    if (where !== undefined) return { path: 'where', message: '"where" is asked only of an event' }
    if (within !== undefined) return { path: 'within', message: '"within" is asked only of an event' }
  }
  if (within !== undefined && !isDuration(within)) return { path: 'within', message: `"within" ${NEEDS_DURATION}` }
  const message = isEventOp(op) ? wrongCount(condition) : (wrongValue(condition) ?? wrongKind(condition, known))
  return message === undefined ? undefined : { path: 'value', message }
}

const NEEDS_DURATION = 'needs a duration such as P7D, of ten years at most'

function misplaced({ kind, name }: Field, op: Op, takes: readonly Op[]): string {
  if (kind === 'property' && (op === 'within-last' || op === 'not-within-last'))
    return `"${op}" can't be asked of an event's property: what was counted would change by time alone`
  return `"${op}" can't be asked of "${name}", only ${takes.map(one => `"${one}"`).join(', ')}`
}

function wrongCount({ op, value }: Condition): string | undefined {
  if (op === 'happened' || op === 'not-happened') return value === undefined ? undefined : `"${op}" takes no value`
  const least = op === 'count-at-most' ? 0 : 1
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 1000
  return fits ? undefined : `"${op}" needs a whole number from ${least} to 1,000`
}

function wrongValue({ op, value }: Condition): string | undefined {
  switch (op) {
    case 'equals':
    case 'not-equals':
      return value !== undefined && !Array.isArray(value) ? undefined : `"${op}" needs one value`
    case 'in':
    case 'not-in':
      return Array.isArray(value) ? undefined : `"${op}" needs a list`
    case 'greater':
    case 'less':
      return typeof value === 'number' ? undefined : `"${op}" needs a number`
    case 'before':
    case 'after':
      return typeof value === 'string' && readMoment(value) !== undefined
        ? undefined
        : `"${op}" needs a date such as 2027-01-31 or 2027-01-31T09:00:00Z`
    case 'within-last':
    case 'not-within-last':
      return typeof value === 'string' && isDuration(value) ? undefined : `"${op}" ${NEEDS_DURATION}`
    case 'contains':
    case 'not-contains':
    case 'starts-with':
    case 'ends-with':
      return typeof value === 'string' && value !== '' ? undefined : `"${op}" needs text`
    case 'clicked':
      return value === undefined || typeof value === 'string'
        ? undefined
        : `"${op}" needs the id of a button, or nothing`
    default:
      return value === undefined ? undefined : `"${op}" takes no value`
  }
}

/** Whether the values can be the field's at all. */
function wrongKind({ value }: Condition, { kind, name, options }: Field): string | undefined {
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value]
  const every = (fits: (one: Scalar) => boolean) => values.every(fits)
  switch (kind) {
    case 'choice':
      return every(one => options?.includes(String(one).toLowerCase()) ?? false)
        ? undefined
        : `"${name}" is one of ${options?.join(', ')}`
    case 'number':
      return every(one => typeof one === 'number') ? undefined : `"${name}" is a number`
    case 'boolean':
      return every(one => typeof one === 'boolean') ? undefined : `"${name}" is true or false`
    default:
      return undefined
  }
}
