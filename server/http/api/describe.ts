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
  /** None: there is nothing to say when it is done. */
  answer?: z.ZodType
  status?: 200 | 201 | 204
  /** A write without a body, or a read with one, says so. */
  writes?: boolean
  /** The draft's revision can be named in If-Match: it has to, or it may. */
  ifMatch?: 'required' | 'optional'
  /** A call that works; a test performs it. Ids are those of examples.ts. */
  example?: { query?: Record<string, string>; body?: unknown }
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(ProblemAnswer) } },
})

/** Describes a call for `openapi.json`: what it takes, what it gives, how it refuses, and one that works. */
export function describe(call: Call): MiddlewareHandler {
  const { summary, description, tag, query, body, answer, ifMatch, example } = call
  const { status = answer ? 200 : 204, writes = body !== undefined } = call
  return describeRoute({
    summary,
    ...(description && { description }),
    tags: [tag],
    parameters: [
      ...(query ? queryParameters(query, example?.query ?? {}) : []),
      ...(writes ? [IDEMPOTENCY_KEY] : []),
      ...(ifMatch ? [{ ...IF_MATCH, required: ifMatch === 'required' }] : []),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: resolver(body, INPUT),
            ...(example?.body !== undefined && { example: example.body }),
          },
        },
      },
    }),
    responses: {
      [status]: answer
        ? { description: 'Done', content: { 'application/json': { schema: resolver(answer) } } }
        : { description: 'Done' },
      ...(writes || query || body ? { 400: problem('Bad input; `errors` names each path') } : {}),
      401: problem('The key opens nothing'),
      404: problem('There is nothing with this id'),
      ...(writes
        ? { 409: problem('In the way of what is there, or an Idempotency-Key used again with other content') }
        : {}),
      410: problem('It was there and is erased or deleted'),
      ...(ifMatch ? { 412: problem('Changed meanwhile: it has another revision than If-Match says') } : {}),
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

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  description: 'The revision that you read; the call is refused when there is another by now.',
  schema: { type: 'string' },
  example: '1',
} as const

/** What callers send, before defaults and transforms. */
const INPUT = { io: 'input', unrepresentable: 'any' } as const

type Parameter = { name: string; in: 'query'; required: boolean; schema: object; example?: string }

function queryParameters(query: z.ZodType, examples: Record<string, string>): Parameter[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, INPUT)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: typeof schema === 'object' ? schema : {},
    ...(examples[name] !== undefined && { example: examples[name] }),
  }))
}
