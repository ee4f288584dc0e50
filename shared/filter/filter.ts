import { z } from 'zod'
import { text } from '../text.ts'
import { isDuration } from './duration.ts'

/** Conditions on a person: one grammar for audiences, exits, lists (interfaces.md, "A filter"). */

export const personFields = [
  'type',
  'externalId',
  'email',
  'emailStatus',
  'name',
  'phone',
  'firstSeenAt',
  'lastSeenAt',
  'signedUpAt',
  'country',
  'language',
  'timezone',
  'browser',
  'os',
  'device',
  'page.url',
  'page.title',
  'page.referrer',
] as const

export const ops = [
  'equals',
  'not-equals',
  'in',
  'not-in',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'set',
  'not-set',
  'greater',
  'less',
  'before',
  'after',
  'within-last',
  'not-within-last',
] as const
export type Op = (typeof ops)[number]

export type Scalar = string | number | boolean
export type Condition = { field: string; op: Op; value?: Scalar | Scalar[] | undefined }
export type Filter = { all: Filter[] } | { any: Filter[] } | { not: Filter } | Condition

const MAX_CONDITIONS = 100
const MAX_LEVELS = 8

const scalar = z.union([text(2000), z.number(), z.boolean()])

/** Fields whose conditions this version can evaluate; any other name is refused when a filter is read. */
const isField = (field: string) =>
  (personFields as readonly string[]).includes(field) || /^attributes\.[^\0]{1,100}$/u.test(field)

const Condition = z
  .object({
    field: text(120, 1),
    op: z.enum(ops, { error: issue => `unknown operator ${JSON.stringify(issue.input)}` }),
    value: z.union([scalar, z.array(scalar).max(500)]).optional(),
  })
  .superRefine((condition, context) => {
    const problem = wrongField(condition.field) ?? wrongValue(condition)
    if (problem) context.addIssue({ code: 'custom', ...problem })
  })

function wrongField(field: string): { path: string[]; message: string } | undefined {
  return isField(field) ? undefined : { path: ['field'], message: `unknown field "${field}"` }
}

function wrongValue({ op, value }: Condition): { path: string[]; message: string } | undefined {
  const wrong = (message: string) => ({ path: ['value'], message })
  switch (op) {
    case 'set':
    case 'not-set':
      return value === undefined ? undefined : wrong(`"${op}" takes no value`)
    case 'in':
    case 'not-in':
      return Array.isArray(value) ? undefined : wrong(`"${op}" needs a list`)
    case 'greater':
    case 'less':
      return typeof value === 'number' ? undefined : wrong(`"${op}" needs a number`)
    case 'before':
    case 'after':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? undefined : wrong(`"${op}" needs a date`)
    case 'within-last':
    case 'not-within-last':
      return typeof value === 'string' && isDuration(value)
        ? undefined
        : wrong(`"${op}" needs a duration such as P7D, of ten years at most`)
    case 'contains':
    case 'not-contains':
    case 'starts-with':
    case 'ends-with':
      return typeof value === 'string' && value !== '' ? undefined : wrong(`"${op}" needs text`)
    default:
      return value !== undefined && !Array.isArray(value) ? undefined : wrong(`"${op}" needs one value`)
  }
}

/** Reads a filter of any depth safely: size first, shape after. */
export const Filter = z.unknown().transform((input, context): Filter => {
  const size = measure(input, 1)
  if (size !== undefined) {
    context.addIssue({ code: 'custom', message: size })
    return z.NEVER
  }
  const problems = new Map<string, { path: PropertyKey[]; message: string }>()
  const read = readTree(input, [], problems)
  for (const problem of problems.values()) context.addIssue({ code: 'custom', ...problem })
  return problems.size > 0 || read === undefined ? z.NEVER : read
})

function readTree(
  input: unknown,
  path: PropertyKey[],
  problems: Map<string, { path: PropertyKey[]; message: string }>,
): Filter | undefined {
  const add = (at: PropertyKey[], message: string) => problems.set(at.join('.'), { path: at, message })
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    add(path, 'must be a condition, or all, any or not')
    return undefined
  }
  for (const group of ['all', 'any'] as const) {
    if (!(group in input)) continue
    const parts: unknown = Reflect.get(input, group)
    if (!Array.isArray(parts)) {
      add([...path, group], 'must be a list')
      return undefined
    }
    const read = parts.map((part, index) => readTree(part, [...path, group, index], problems))
    const whole = read.filter(part => part !== undefined)
    return group === 'all' ? { all: whole } : { any: whole }
  }
  if ('not' in input) {
    const inner = readTree(input.not, [...path, 'not'], problems)
    return inner && { not: inner }
  }
  const condition = Condition.safeParse(input)
  if (condition.success) return condition.data
  for (const issue of condition.error.issues) add([...path, ...issue.path], issue.message)
  return undefined
}

function measure(input: unknown, level: number): string | undefined {
  let conditions = 0
  const walk = (part: unknown, depth: number): string | undefined => {
    if (depth > MAX_LEVELS) return `has more than ${MAX_LEVELS} levels`
    if (typeof part !== 'object' || part === null) return undefined
    const inner: unknown[] = ['all', 'any', 'not'].flatMap(key => (key in part ? [Reflect.get(part, key)] : [])).flat()
    if (inner.length === 0) conditions++
    if (conditions > MAX_CONDITIONS || inner.length > MAX_CONDITIONS)
      return `has more than ${MAX_CONDITIONS} conditions`
    for (const one of inner) {
      const problem = walk(one, depth + 1)
      if (problem) return problem
    }
    return undefined
  }
  return walk(input, level)
}
