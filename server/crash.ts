/** Where a test may kill the process, as a power cut would (test/faults). */
export type Boundary =
  | 'react:before-commit'
  | 'react:after-commit'
  | 'timers:after-claim'
  | 'timers:after-react'
  | 'work:after-react'
  | 'email:after-claim'
  | 'email:after-hand-over'
  | 'email:before-provider'
  | 'email:after-provider'

/** `react:before-commit` or `react:before-commit*20`: the how-manieth time. Tests alone set it, and only where NODE_ENV says so. */
const [wanted, times] =
  process.env.NODE_ENV === 'test' ? (process.env.PAVIOR_CRASH_AT ?? '').split('*') : ['', undefined]
let left = Number(times ?? 1)

/** Ends the process at once, without any of its goodbyes, when a test wants it at this boundary; nothing otherwise. */
export function crashAt(boundary: Boundary): void {
  if (boundary === wanted && --left <= 0) process.kill(process.pid, 'SIGKILL')
}
