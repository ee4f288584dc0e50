/** How fast a past is played: what happened takes its time, what did not is skipped (R1). Pure. */

/** A pause as people make them between two things; longer, there is nothing to see. Milliseconds. */
const PAUSE = 5_000
/** How long a time that is skipped is waited for: long enough to see that something is new. */
const BREATH = 700

/** As it is played. */
export type Pace = { speed: number; skips: boolean }

const between = (times: ArrayLike<number>, number: number): number =>
  Math.max(0, (times[number] ?? 0) - (times[number - 1] ?? 0))

/** How much of the time after an entry is left out, in milliseconds; 0: it is played. */
export function skippedAfter(times: ArrayLike<number>, number: number, { speed, skips }: Pace): number {
  if (number < 1 || number >= times.length) return 0
  const real = between(times, number)
  return skips && real > PAUSE && real > BREATH * speed ? real : 0
}

/** How much time of then goes by between an entry and the next one while it is played, in milliseconds. */
export const shownAfter = (times: ArrayLike<number>, number: number, pace: Pace): number =>
  skippedAfter(times, number, pace) > 0 ? BREATH * pace.speed : between(times, number)

/** What is being skipped, or has just been: it stands until the entry behind it is left. Milliseconds. */
export const skippedAround = (times: ArrayLike<number>, number: number, pace: Pace): number =>
  skippedAfter(times, number, pace) || skippedAfter(times, number - 1, pace)
