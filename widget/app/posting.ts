import type { ProblemDetails } from '@pavior/shared/problem.ts'
import type { Entry } from './outbox.ts'

type Outcome = { ok: true } | { ok: false; error: ProblemDetails }

type Given = {
  /** The line is up, and the token that answers for it is kept. */
  isReady(): boolean
  next(): Entry | undefined
  /** Sends one; rejects when no answer came. */
  send(entry: Entry): Promise<Outcome>
  refused(entry: Entry, problem: ProblemDetails): void
  unanswered(): void
  alone(act: () => Promise<void>): Promise<void>
}

/** What passes by itself; anything else will not become right by sending it again. */
export const PASSES = new Set<ProblemDetails['code']>(['rate-limited', 'unavailable', 'internal'])

/**
 * Empties the outbox in order, one at a time and in one tab at a time. What gets no answer is sent again with the same
 * id; who is told to wait waits silently.
 */
export function createPosting(given: Given) {
  let running = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function post(): Promise<void> {
    clearTimeout(timer)
    if (running || !given.isReady() || !given.next()) return
    running = true
    let wait: number | undefined
    await given.alone(async () => {
      for (let entry = given.next(); entry && given.isReady() && wait === undefined; entry = given.next()) {
        const outcome = await given.send(entry).catch(() => undefined)
        if (!outcome) {
          given.unanswered()
          wait = 1000
        } else if (outcome.ok) failures = 0
        else if (PASSES.has(outcome.error.code) && (outcome.error.code !== 'internal' || failures < 5))
          wait = outcome.error.retryAfter ?? Math.min(1000 * 2 ** failures++, 30_000)
        else given.refused(entry, outcome.error)
      }
    })
    running = false
    if (wait !== undefined) timer = setTimeout(post, wait)
    else if (given.next()) return post()
  }
  return post
}
