import type { z } from 'zod'
import { error, type GraphProblem } from './problem.ts'

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
