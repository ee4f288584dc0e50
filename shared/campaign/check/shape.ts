import type { z } from 'zod'
import { error, type GraphProblem } from './problem.ts'

/** What a shape lacks, in words: for whatever the schemas themselves have no sentence. */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${issue.values.map(value => JSON.stringify(value)).join(' or ')}`
    case 'too_big':
      return issue.origin === 'array' ? `can hold ${issue.maximum} at most` : `must be ${issue.maximum} at most`
    case 'too_small':
      return issue.origin === 'array' ? `must hold ${issue.minimum} at least` : `must be ${issue.minimum} at least`
    case 'unrecognized_keys':
      return `does not know ${issue.keys.map(key => JSON.stringify(key.slice(0, 64))).join(', ')}`
    case 'invalid_union':
      return 'is none of what can stand here'
    default:
      return undefined
  }
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

/** The problems of a campaign that could not be read, one for each place, with the component it is in. */
export function problemsOf(read: z.ZodError, input: unknown): GraphProblem[] {
  const places = new Map<string, GraphProblem>()
  for (const { path, message } of read.issues.flatMap(narrowed)) {
    const [list, index] = path
    const component = list === 'components' && typeof index === 'number' ? idOf(input, index) : undefined
    const place = path.map(String).join('.')
    if (!places.has(place)) places.set(place, error('invalid', place, message, component))
  }
  return [...places.values()]
}

type Issue = { path: PropertyKey[]; message: string }

/** Of a value that can be one of several things: what is wrong with the one that it must be meant as. */
function narrowed(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const within = issue.errors.filter(option => option.length > 0 && option.every(({ path }) => path.length > 0))
  const [closest] = within
  if (!closest || within.length > 1) return [issue]
  return closest.flatMap(narrowed).map(({ path, message }) => ({ path: [...issue.path, ...path], message }))
}

function idOf(input: unknown, index: number): string | undefined {
  const components: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, 'components') : undefined
  const component: unknown = Array.isArray(components) ? components[index] : undefined
  const id: unknown = typeof component === 'object' && component !== null ? Reflect.get(component, 'id') : undefined
  return typeof id === 'string' && id !== '' ? id : undefined
}
