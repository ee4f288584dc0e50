import { PgBoss } from 'pg-boss'
import type { Log } from '../log.ts'

/** What wakes people (architecture.md, "Time"): jobs of people whose wait is over. */
export const WAKE = 'wake'

/** Idle ways to the database are few: two workers, one who sends, one for pg-boss' own upkeep. */
const CONNECTIONS = 4

/** Seconds. A job is of no use once it was tried: the row in `timers` is the truth, and the sweep finds it. */
const queue = { retryLimit: 0, expireInSeconds: 120, deleteAfterSeconds: 60, retentionSeconds: 3600 }

/**
 * pg-boss on connections of its own, its tables made where they are missing. What goes wrong while the database is
 * away is tried again by pg-boss itself: that is a warning, nothing is lost.
 */
export async function startBoss(url: string, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'pavior jobs',
    max: CONNECTIONS,
    schema: 'pgboss',
    // Recurring work is `every`: found by an index, harmless when it runs twice.
    schedule: false,
    // Finished jobs go soon, so that the next ones are found fast.
    maintenanceIntervalSeconds: 60,
    // We have no jobs that depend on others, nor do we read who runs.
    flowIntervalSeconds: 3600,
    registerInstance: false,
    monitorVacuum: false,
  })
  boss.on('error', error => log.warn({ error }, 'pg-boss met an error and goes on'))
  await boss.start({ attempts: 5 })
  await boss.createQueue(WAKE, { ...queue, partition: true })
  return boss
}
