import { z } from 'zod'
import { text } from '../text.ts'
import { type Condition, type Filter as FilterTree, ops } from './condition.ts'
import type { Place } from './field.ts'
import { wrongIn } from './wrong.ts'

/** Reads conditions on a person: one grammar for audiences, exits, components, lists (interfaces.md, "A filter"). */

const MAX_CONDITIONS = 100
const MAX_LEVELS = 8

const scalar = z.union([text(2000), z.number(), z.boolean()])

/** A condition's shape; whether it makes sense at its place, wrong.ts says. */
const ConditionShape = z.object({
  // How long a name can be depends on what it names.
  field: text(100_000, 1),
  op: z.enum(ops, { error: issue => `unknown operator ${JSON.stringify(issue.input)?.slice(0, 100)}` }),
  value: z
    .union([scalar, z.array(scalar).max(500)], 'must be text, a number, true or false, or a list of at most 500')
    .optional(),
  within: text(100).optional(),
})

type Problems = Map<string, { path: PropertyKey[]; message: string }>

/** Reads a filter of any depth safely: size first, shape after. */
const reader = (place: Place) =>
  z.unknown().transform((input, context): FilterTree => {
    const size = measure(input, 1, { conditions: 0 })
    if (size !== undefined) {
      context.addIssue({ code: 'custom', message: size })
      return z.NEVER
    }
    const problems: Problems = new Map()
    const read = readTree(input, place, [], problems)
    for (const problem of problems.values()) context.addIssue({ code: 'custom', ...problem })
    return problems.size > 0 || read === undefined ? z.NEVER : read
  })

const readers = {
  audience: reader('audience'),
  exit: reader('exit'),
  'filter-component': reader('filter-component'),
  'inbox-view': reader('inbox-view'),
  properties: reader('properties'),
}

/** The schema of a filter that stands at this place. */
export const readFilter = (place: Place) => readers[place]

/** On people: an audience, a list, the API. */
export const Filter = readers.audience
export type Filter = FilterTree

function readTree(input: unknown, place: Place, path: PropertyKey[], problems: Problems): FilterTree | undefined {
  const add = (at: PropertyKey[], message: string) => problems.set(at.join('.'), { path: at, message })
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    add(path, input === undefined ? 'is missing' : 'must be a condition, or all, any or not')
    return undefined
  }
  for (const group of ['all', 'any'] as const) {
    if (!(group in input)) continue
    const parts: unknown = Reflect.get(input, group)
    if (!Array.isArray(parts)) {
      add([...path, group], 'must be a list')
      return undefined
    }
    const read = parts.map((part, index) => readTree(part, place, [...path, group, index], problems))
    const whole = read.filter(part => part !== undefined)
    return group === 'all' ? { all: whole } : { any: whole }
  }
  if ('not' in input) {
    const inner = readTree(input.not, place, [...path, 'not'], problems)
    return inner && { not: inner }
  }
  return readCondition(input, place, path, problems)
}

function readCondition(input: object, place: Place, path: PropertyKey[], problems: Problems): Condition | undefined {
  const add = (at: PropertyKey[], message: string) => problems.set(at.join('.'), { path: at, message })
  const shape = ConditionShape.safeParse(input)
  if (!shape.success) {
    for (const issue of shape.error.issues) add([...path, ...issue.path], issue.message)
    return undefined
  }
  const asksWhere = 'where' in input && input.where !== undefined
  // An event's `where` is read below; here it only matters whether there is one.
  const wrong = wrongIn({ ...shape.data, ...(asksWhere && { where: { all: [] } }) }, place)
  if (wrong) {
    add([...path, wrong.path], wrong.message)
    return undefined
  }
  if (!asksWhere) return shape.data
  const where = readTree(input.where, 'properties', [...path, 'where'], problems)
  return where && { ...shape.data, where }
}

/** How large it is, before anything else looks at it; `where` counts like what stands around it. */
function measure(part: unknown, level: number, seen: { conditions: number }): string | undefined {
  if (level > MAX_LEVELS) return `has more than ${MAX_LEVELS} levels`
  if (typeof part !== 'object' || part === null) return undefined
  const inside = (key: string): unknown[] => (key in part ? [Reflect.get(part, key)].flat() : [])
  const group = ['all', 'any', 'not'].some(key => key in part)
  if (!group || ['all', 'any', 'not'].every(key => inside(key).length === 0)) seen.conditions++
  const inner = ['all', 'any', 'not', 'where'].flatMap(inside)
  if (seen.conditions > MAX_CONDITIONS || inner.length > MAX_CONDITIONS)
    return `has more than ${MAX_CONDITIONS} conditions`
  for (const one of inner) {
    const problem = measure(one, level + 1, seen)
    if (problem) return problem
  }
  return undefined
}
