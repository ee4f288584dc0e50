import type { MiddlewareHandler } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { ProblemAnswer } from './shapes.ts'

type Call = {
  summary: string
  description?: string
  tag: string
  query?: z.ZodType
  body?: z.ZodType
  answer: z.ZodType
  status?: 200 | 201
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(ProblemAnswer) } },
})

/** Describes a call for `openapi.json`: what it takes, what it gives, and how it refuses. */
export function describe({ summary, description, tag, query, body, answer, status = 200 }: Call): MiddlewareHandler {
  const writes = body !== undefined
  return describeRoute({
    summary,
    ...(description && { description }),
    tags: [tag],
    parameters: [...(query ? queryParameters(query) : []), ...(writes ? [IDEMPOTENCY_KEY] : [])],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: resolver(body, INPUT) } } },
    }),
    responses: {
      [status]: { description: 'Done', content: { 'application/json': { schema: resolver(answer) } } },
      ...(writes || query ? { 400: problem('Bad input; `errors` names each path') } : {}),
      401: problem('The key opens nothing'),
      404: problem('There is nothing with this id'),
      ...(writes
        ? { 409: problem('In the way of what is there, or an Idempotency-Key used again with other content') }
        : {}),
      429: problem('Too much at once; see `retryAfter`'),
    },
  })
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Made by you, unique to this write: sent again, it is answered with the first result and changes nothing.',
  schema: { type: 'string', maxLength: 255 },
} as const

/** What callers send, before defaults and transforms. */
const INPUT = { io: 'input', unrepresentable: 'any' } as const

type Parameter = { name: string; in: 'query'; required: false; schema: object }

function queryParameters(query: z.ZodType): Parameter[] {
  const { properties = {} } = z.toJSONSchema(query, INPUT)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: typeof schema === 'object' ? schema : {},
  }))
}
