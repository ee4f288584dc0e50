import type { Draft } from './draft.ts'

/**
 * What was drawn, step by step. Drafts share what did not change, so that 200 of them weigh little more than one. Pure:
 * whoever calls says when it is.
 */
export type History = {
  past: readonly Draft[]
  now: Draft
  future: readonly Draft[]
  /** What the last step was about, and when it was last added to. */
  last?: { as: string; at: number } | undefined
}

const STEPS = 200

/** Typing in one field is one step, until one pauses to think. */
const PAUSE = 3_000

export const begin = (now: Draft): History => ({ past: [], now, future: [] })

/** @param as what is being typed in: what follows in the same field goes into the same step */
export function step(history: History, next: Draft, at: number, as?: string): History {
  if (next === history.now) return history
  const { last } = history
  const gathers = as !== undefined && last?.as === as && at - last.at < PAUSE && history.past.length > 0
  return {
    past: gathers ? history.past : [...history.past, history.now].slice(-STEPS),
    now: next,
    future: [],
    last: as === undefined ? undefined : { as, at },
  }
}

export function undo({ past, now, future }: History): History | undefined {
  const before = past.at(-1)
  return before && { past: past.slice(0, -1), now: before, future: [now, ...future] }
}

export function redo({ past, now, future }: History): History | undefined {
  const [after, ...rest] = future
  return after && { past: [...past, now], now: after, future: rest }
}
