/** Where a test may kill the process, as a power cut would (test/faults). */
export const boundaries = [
  // The long way of a fact (engine/transaction.ts), the short one (engine/expecting.ts), and what follows the commit.
  'react:before-lock',
  'react:after-load',
  'react:before-write',
  'react:after-write',
  'react:before-short-write',
  'react:after-short-write',
  'react:before-telling',
  'react:before-jobs',
  // What wakes people.
  'timers:before-jobs-sent',
  'timers:before-promoting',
  'timers:after-promoting',
  'timers:after-claim',
  'timers:after-react',
  'sweep:after-claim',
  'sweep:after-react',
  'flips:after-react',
  // Bulk work on a campaign's people.
  'work:after-count',
  'work:after-react',
  'work:before-cursor',
  'work:after-cursor',
  'work:before-end',
  'email:after-claim',
  'email:before-hand-over',
  'email:after-hand-over',
  'email:before-provider',
  'email:after-provider',
  'email:before-handed',
  'email:after-handed',
  'webhooks:after-claim',
  'webhooks:after-answer',
  'webhooks:after-commit',
  // Publishing, pausing, resuming, deleting: all that changes what is live.
  'live:before-commit',
  'live:after-commit',
] as const
export type Boundary = (typeof boundaries)[number]

/** `react:before-write` or `react:before-write*20`: the how-manieth time. Tests alone set it, and only where NODE_ENV says so. */
const [wanted, times] =
  process.env.NODE_ENV === 'test' ? (process.env.PAVIOR_CRASH_AT ?? '').split('*') : ['', undefined]
let left = Number(times ?? 1)

/** Ends the process at once, without any of its goodbyes, when a test wants it at this boundary; nothing otherwise. */
export function crashAt(boundary: Boundary): void {
  if (boundary === wanted && --left <= 0) process.kill(process.pid, 'SIGKILL')
}
