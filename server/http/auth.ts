import { Problem } from '@pavior/shared/problem.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { KB } from './body.ts'
import { browserHeaders } from './browser-headers.ts'
import { checkOrigin } from './callers.ts'
import type { Needs } from './needs.ts'

/** What of the auth library is open to browsers. Teams, members and keys change through our own doors only. */
const OPEN = new Set([
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
  'POST /change-password',
  'POST /update-user',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-other-sessions',
  'GET /organization/list',
  'POST /organization/set-active',
  'POST /organization/accept-invitation',
])

export function authRoutes(needs: Needs): Hono {
  return new Hono().all('*', async c => {
    const path = c.req.path.slice('/api/auth'.length)
    if (!OPEN.has(`${c.req.method} ${path}`)) throw new Problem('not-found', 'There is nothing at this address.')
    checkOrigin(c, needs)
    if (Number(c.req.header('content-length') ?? 0) > 64 * KB)
      throw new Problem('too-large', 'The body must have at most 64 kB.')
    const answer = await needs.auth.handler(new Request(c.req.raw, { headers: browserHeaders(c, needs) }))
    if (answer.ok) return answer
    throw problemIn(answer.status, await answer.text())
  })
}

/** The library's refusals in our words' shape. */
function problemIn(status: number, body: string): Problem {
  const read = Refusal.safeParse(parsed(body))
  const message = read.data?.message ?? 'This is not possible.'
  switch (status) {
    case 401:
      return new Problem('unauthorized', message)
    case 403:
      return new Problem('forbidden', message)
    case 404:
      return new Problem('not-found', message)
    case 429:
      return new Problem('rate-limited', 'Too many attempts; try again in a moment.', { retryAfter: 10_000 })
    default:
      if (status >= 500) throw new Error(`the auth library failed with status ${status}`)
      return new Problem('invalid', message)
  }
}

const Refusal = z.object({ message: z.string() })

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
