import { crashAt } from '../crash.ts'
import { atMost } from '../jobs/at-most.ts'
import { every } from '../jobs/every.ts'
import type { Log } from '../log.ts'
import { type Claimed, claimEmails, putOff } from './claim.ts'
import { type Attempt, delay, type HandOverNeeds, handOver } from './hand-over.ts'

export type EmailWorker = {
  /** Begins to look for what is due, again and again; in a process of the role `web` it is left to others. */
  work: () => void
  /** There may be something to hand over: sooner than the next look. */
  wake: () => void
  /** Hands over all that is due by now, to the end; gives how many. For a clock that was set ahead. */
  drain: () => Promise<number>
  /** Begins nothing new and waits for what is under way, not for ever. */
  stop: () => Promise<void>
}

/** Milliseconds that a stop waits for a provider that does not answer: what becomes of the email is found out later (S5). */
const GOODBYE = 4000
/** Emails on their way at a time; while the way out fails, one alone tries whether it works again. */
const AT_ONCE = 8
const LOOK = 500
const LONGEST_REST = 30_000

/**
 * Hands emails over, many at a time, each for itself: a slow or broken one holds up none. An outage is delay: after a
 * failure that concerns all, everything rests a little, and longer with each one that follows.
 */
export function createEmailWorker(needs: HandOverNeeds & { log: Log }): EmailWorker {
  const { sql, log, ahead } = needs
  const running = new Set<Promise<void>>()
  let endLooking: (() => Promise<void>) | undefined
  let begun = 0
  let stopping = false
  let failures = 0
  let restsUntil = 0

  const room = () => (failures > 0 ? 1 : AT_ONCE) - running.size

  async function fill(): Promise<void> {
    while (!stopping && room() > 0 && performance.now() >= restsUntil) {
      const claimed = await claimEmails(sql, ahead(), room())
      if (claimed.length === 0) return
      crashAt('email:after-claim')
      for (const email of claimed) begin(email)
    }
  }

  function begin(email: Claimed): void {
    const run = attempt(email)
      .then(heard)
      .finally(() => {
        running.delete(run)
        wake()
      })
    running.add(run)
    begun++
  }

  /** Ours or the database's fault: tried again like any other. */
  async function attempt(email: Claimed): Promise<Attempt> {
    try {
      return await handOver(needs, email)
    } catch (error) {
      log.error({ error, email: email.id }, 'an email could not be handed over and will be tried again')
      await putOff(sql, email, { by: delay(email.tries), ahead: ahead(), anew: false }).catch(() => undefined)
      return { kind: 'fine' }
    }
  }

  function heard(attempt: Attempt): void {
    if (attempt.kind === 'fine') {
      failures = 0
      return
    }
    // Those that failed together failed once.
    if (performance.now() < restsUntil) return
    failures++
    const rest = attempt.retryAfter ?? Math.min(LONGEST_REST, 500 * 2 ** Math.min(failures, 10))
    restsUntil = performance.now() + rest
    log.warn({ reason: attempt.reason, milliseconds: rest }, 'emails do not leave at the moment and wait')
  }

  let filling: Promise<void> | undefined
  let again = false

  /** One look at a time; who asks meanwhile gets another one behind it. */
  function look(): Promise<void> {
    if (filling) {
      again = true
      return filling
    }
    filling = fill().finally(() => {
      filling = undefined
      if (!again) return
      again = false
      wake()
    })
    return filling
  }

  const wake = () => {
    if (endLooking && !stopping)
      look().catch(error => log.error({ error }, 'emails could not be looked for and will be'))
  }

  return {
    wake,
    work: () => {
      endLooking = every(LOOK, 'handing over emails', log, look)
    },
    drain: async () => {
      const before = begun
      for (let more = true; more; ) {
        const known = begun
        await look()
        await Promise.all(running)
        more = begun > known
      }
      return begun - before
    },
    stop: async () => {
      stopping = true
      await endLooking?.()
      const settled = async () => {
        while (running.size > 0) await Promise.all(running)
      }
      await atMost(GOODBYE, settled())
    },
  }
}
