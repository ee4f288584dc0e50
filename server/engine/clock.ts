/**
 * The database's clock, as it was last read and carried on by this process' own steady one, in whole milliseconds:
 * the clocks of many machines never make a history run backwards.
 */
export type Clock = {
  /** Tells what the database said just now; gives what that is by the product's clock. */
  read: (now: number) => number
  /** Now; undefined when the database has not been asked for a while. */
  now: () => number | undefined
}

/** How long a reading is carried on, in milliseconds. */
const FRESH = 10_000

/** @param isAhead milliseconds by which the product's clock is ahead of the database's; it may jump at any time */
export function createClock(isAhead: () => number = () => 0): Clock {
  let ahead: number | undefined
  let readAt = 0
  return {
    read: now => {
      readAt = performance.now()
      ahead = now - readAt
      return now + isAhead()
    },
    now: () =>
      ahead === undefined || performance.now() - readAt > FRESH
        ? undefined
        : Math.floor(performance.now() + ahead + isAhead()),
  }
}
