/**
 * The database's clock, as it was last read and carried on by this process' own steady one, in whole milliseconds:
 * the clocks of many machines never make a history run backwards.
 */
export type Clock = {
  /** Tells what the database said just now. */
  read: (now: number) => void
  /** Now; undefined when the database has not been asked for a while. */
  now: () => number | undefined
}

/** How long a reading is carried on, in milliseconds. */
const FRESH = 10_000

export function createClock(): Clock {
  let ahead: number | undefined
  let readAt = 0
  return {
    read: now => {
      readAt = performance.now()
      ahead = now - readAt
    },
    now: () =>
      ahead === undefined || performance.now() - readAt > FRESH ? undefined : Math.floor(performance.now() + ahead),
  }
}
