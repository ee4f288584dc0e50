import type { z } from 'zod'
import { inWords } from './in-words.ts'
import { type FieldProblem, Problem } from './problem.ts'

/** What `schema` makes of input from outside. Throws a Problem `invalid` that names each path and reason. */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const read = schema.safeParse(input, { error: inWords })
  if (read.success) return read.data
  const fields = read.error.issues.slice(0, 20).map(fieldProblem)
  throw new Problem('invalid', fields.map(sentence).join('; '), { fields })
}

function fieldProblem(issue: z.core.$ZodIssue): FieldProblem {
  return { path: issue.path.map(String).join('.'), message: issue.message }
}

const sentence = ({ path, message }: FieldProblem) => (path === '' ? message : `${path}: ${message}`)
