import { type Condition, type Filter, isValueOp, type Op } from '@pavior/shared/filter/condition.ts'
import { describe, type Names } from '@pavior/shared/filter/describe.ts'
import type { Place } from '@pavior/shared/filter/field.ts'
import { readFilter } from '@pavior/shared/filter/filter.ts'
import { wrongIn } from '@pavior/shared/filter/wrong.ts'

/** What conditions still lack, in the words of the person who makes them. */

/** `empty`: nothing is wrong yet, something is still to come. */
export type Lack = { says: string; empty: boolean }

/** What this condition lacks; what its `where` lacks is said there. */
export function lackOf(condition: Condition, place: Place): Lack | undefined {
  const { op, value } = condition
  const wrong = wrongIn({ ...condition, ...(condition.where !== undefined && { where: { all: [] } }) }, place)
  if (wrong && wrong.path !== 'value' && wrong.path !== 'within')
    return { says: `${wrong.message.charAt(0).toUpperCase()}${wrong.message.slice(1)}.`, empty: false }
  if (!wrong && !isEmpty(condition)) return undefined
  const told = wrong?.path === 'within' ? condition.within : value
  return {
    says: wrong?.path === 'within' ? 'Say how long, ten years at most.' : asked(op),
    empty:
      told === undefined ||
      told === '' ||
      (Array.isArray(told) && told.length === 0) ||
      /^PT?[A-Z]$/.test(String(told)),
  }
}

function asked(op: Op): string {
  switch (op) {
    case 'contains':
    case 'not-contains':
    case 'starts-with':
    case 'ends-with':
      return 'Write what to look for.'
    case 'before':
    case 'after':
      return 'Choose a date.'
    case 'within-last':
    case 'not-within-last':
      return 'Say how long, ten years at most.'
    case 'greater':
    case 'less':
      return 'Write a number.'
    case 'in':
    case 'not-in':
      return 'Add a value.'
    case 'count-at-least':
      return 'Write a whole number from 1 to 1,000.'
    case 'count-at-most':
      return 'Write a whole number from 0 to 1,000.'
    default:
      return 'Choose or write a value that fits.'
  }
}

/** The grammar takes it, but nobody means it. */
const isEmpty = ({ op, value }: Condition): boolean =>
  ((op === 'equals' || op === 'not-equals') && value === '') ||
  ((op === 'in' || op === 'not-in') && Array.isArray(value) && value.length === 0)

/** What is wrong with the filter as a whole, whatever its conditions say: its size. */
export function wrongAsWhole(filter: unknown, place: Place): string | undefined {
  const read = readFilter(place).safeParse(filter ?? { all: [] })
  const whole = read.error?.issues.find(({ path, message }) => path.length === 0 && /has more than/.test(message))
  return whole && `This ${whole.message}: take some away.`
}

/** The filter, once nothing in it is unfinished. */
export function finished(filter: unknown, place: Place): Filter | undefined {
  const read = readFilter(place).safeParse(filter)
  return read.success && !lacksAny(read.data) ? read.data : undefined
}

function lacksAny(filter: Filter): boolean {
  if ('all' in filter) return filter.all.some(lacksAny)
  if ('any' in filter) return filter.any.some(lacksAny)
  if ('not' in filter) return lacksAny(filter.not)
  return isEmpty(filter) || (filter.where !== undefined && lacksAny(filter.where))
}

/** The sentence of all that is finished; nothing where nothing is. */
export function sentenceFor(filter: unknown, place: Place, names: Names): string | undefined {
  const part = finishedPart(filter, place)
  if (part === undefined) return undefined
  if (place !== 'properties') return describe(part, names)
  return describe(part)
}

function finishedPart(part: unknown, place: Place): Filter | undefined {
  const whole = finished(part, place)
  if (whole !== undefined) return whole
  if (typeof part !== 'object' || part === null) return undefined
  for (const key of ['all', 'any'] as const) {
    const inside: unknown = Reflect.get(part, key)
    if (!Array.isArray(inside)) continue
    const parts = inside.flatMap(one => finishedPart(one, place) ?? [])
    if (parts.length === 0) return undefined
    return key === 'all' ? { all: parts } : { any: parts }
  }
  if (!('not' in part)) return undefined
  const inner = finishedPart(part.not, place)
  return inner && { not: inner }
}

/** Whether what it asks happens inside a campaign: of people outside of it nobody can tell. */
export function asksCampaign(filter: Filter): boolean {
  if ('all' in filter) return filter.all.some(asksCampaign)
  if ('any' in filter) return filter.any.some(asksCampaign)
  if ('not' in filter) return asksCampaign(filter.not)
  return filter.field.startsWith('component.') || (filter.field.startsWith('upstream.') && isValueOp(filter.op))
}
