import { Problem } from '@pavior/shared/problem.ts'
import { text } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { KB, readBody } from './body.ts'
import { browserHeaders } from './browser-headers.ts'
import { checkOrigin } from './callers.ts'
import type { Needs } from './needs.ts'

/**
 * What of the auth library is open to browsers, and what it may be told there: it hands text to the database as it comes. Names,
 * teams, members and keys change through our own doors only.
 */
const OPEN: Record<string, z.ZodType> = {
  'POST /sign-in/email': z.object({ email: text(254), password: text(1000) }),
  'POST /sign-out': z.object({}),
  'POST /organization/accept-invitation': z.object({ invitationId: text(64, 1) }),
}

export function authRoutes(needs: Needs): Hono {
  return new Hono().all('*', async c => {
    const told = OPEN[`${c.req.method} ${c.req.path.slice('/api/auth'.length)}`]
    if (!told) throw new Problem('not-found', 'There is nothing at this address.')
    checkOrigin(c, needs)
    const body = JSON.stringify(await readBody(c, told, 64 * KB))
    const headers = browserHeaders(c, needs)
    headers.delete('content-length')
    const answer = await needs.auth.handler(new Request(c.req.raw.url, { method: 'POST', headers, body }))
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
