import { Problem, problemStatus } from '@pavior/shared/problem.ts'
import type { Context } from 'hono'
import { away, isAway } from '../database/away.ts'
import type { Log } from '../log.ts'

const titles: Record<keyof typeof problemStatus, string> = {
  invalid: 'Bad input',
  unauthorized: 'Not signed in',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  'already-submitted': 'Already submitted',
  conflict: 'Conflict',
  gone: 'Gone',
  'changed-meanwhile': 'Changed meanwhile',
  'too-large': 'Too large',
  'rate-limited': 'Too much at once',
  internal: 'Our fault',
  unavailable: 'Not available now',
}

/** An error as RFC 9457 wants it. What is no Problem is a bug: written to the log with its cause, and no word of it is sent. */
export function problemAnswer(c: Context, error: unknown, log: Log): Response {
  const problem = error instanceof Problem ? error : isAway(error) ? away() : bug(c, error, log)
  const { code, message, fields, retryAfter, values } = problem.details
  const status = problemStatus[code]
  if (retryAfter !== undefined) c.header('Retry-After', String(Math.ceil(retryAfter / 1000)))
  c.header('Cache-Control', 'no-store')
  const body = {
    type: 'about:blank',
    title: titles[code],
    status,
    detail: message,
    code,
    ...(fields && { errors: fields }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(values && { values }),
  }
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' })
}

function bug(c: Context, error: unknown, log: Log): Problem {
  log.error({ method: c.req.method, path: c.req.routePath, error }, 'a request failed')
  return new Problem('internal', 'Something went wrong on our side. It is in the log; please try again.')
}
