import type { PgBoss } from 'pg-boss'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { crashAt } from '../crash.ts'
import type { Engine } from '../engine/engine.ts'
import type { Log } from '../log.ts'
import { WAKE } from './boss.ts'
import { every } from './every.ts'
import { flips } from './flips.ts'
import { foldCounts } from './fold-counts.ts'
import { stillDue, sweep } from './sweep.ts'
import { type Due, timerJobs } from './wake-jobs.ts'
import { wakeSnoozed } from './wake-snoozed.ts'
import { createWaking } from './waking.ts'
import { createWorks } from './work.ts'

export type Jobs = {
  /** Somebody is to be woken then, as was just committed. */
  send: (due: Due) => void
  /** Begins to take what is due, again and again; in a process of the role `web` it is left to others. */
  work: () => Promise<void>
  /**
   * Does all that is due by now, to the end: what the workers would do within moments. For a clock that was set ahead.
   */
  catchUp: () => Promise<void>
  /** Takes nothing new, and waits for what is under way. */
  stop: () => Promise<void>
}

type Needs = {
  boss: PgBoss
  sql: Sql
  engine: Pick<Engine, 'react'>
  /** Milliseconds by which the product's clock is ahead of the database's. */
  ahead: () => number
  log: Log
}

/** Milliseconds. Overdue by so much, somebody's job was lost, or its process. */
const PATIENCE = 1000
/** People whom a worker takes at a time, and workers of a process: while one waits for the last of its people, the other goes on. */
const WORKER = { batchSize: 500, localConcurrency: 2, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true }

const Woken = z.object({ team: z.string(), person: z.string() })

/**
 * What wakes the engine (architecture.md, "Time"): jobs of pg-boss in time, the sweep for what they missed; whom time
 * alone made eligible; bulk work; snoozed conversations; counts.
 */
export function createJobs({ boss, sql, engine, ahead, log }: Needs): Jobs {
  const stopping = new AbortController()
  const timers = timerJobs(boss, sql, ahead, log)
  const waking = createWaking(engine, log)
  const works = createWorks(sql, engine, ahead, log, stopping.signal)
  const overdue = (patience: number) => sweep(sql, waking, ahead(), patience, stopping.signal)
  const flipped = () => flips(sql, waking, ahead(), stopping.signal)
  const snoozed = () => wakeSnoozed(sql, engine, ahead())
  const recurring: (() => Promise<void>)[] = []
  return {
    send: timers.send,
    work: async () => {
      recurring.push(
        every(500, 'waking who is overdue', log, () => overdue(PATIENCE)),
        every(60_000, 'sending jobs for the next hour', log, timers.promote, 0),
        every(10_000, 'looking at whom time made eligible', log, flipped),
        every(500, 'taking up bulk work', log, works.look),
        every(1000, 'waking snoozed conversations', log, snoozed),
        every(300, 'folding counts', log, () => foldCounts(sql)),
      )
      await boss.work(WAKE, WORKER, async jobs => {
        const asked = jobs.map(({ data }) => Woken.parse(data))
        const people = await stillDue(sql, ahead(), asked)
        crashAt('timers:after-claim')
        await waking.wake(people)
        crashAt('timers:after-react')
      })
    },
    catchUp: async () => {
      for (let more = true, rounds = 0; more; rounds++) {
        if (rounds > 1000) throw new Error('what is due does not come to an end')
        await works.look()
        const done = [await overdue(0), await flipped(), await snoozed()]
        await waking.settled()
        done.push(await works.settled())
        more = done.some(count => count === undefined || count > 0)
      }
    },
    stop: async () => {
      stopping.abort()
      await Promise.all([...recurring.map(stop => stop()), works.settled()])
      await timers.stop()
      await boss.stop({ graceful: true, timeout: 5000 })
    },
  }
}
