import type { Parameters } from 'fast-check'

/**
 * How a property runs: so many times, from a seed that a failure prints. To repeat it:
 * `SEED=… AT=… vitest run --root test properties` (AT is the printed path); RUNS=10 runs each ten times as often.
 */
export function runs<T>(times: number): Parameters<T> {
  const seed = Number(process.env.SEED ?? (Date.now() ^ (process.pid << 8)) & 0x7fffffff)
  const path = process.env.AT
  return { numRuns: Math.ceil(times * Number(process.env.RUNS ?? 1)), seed, ...(path !== undefined && { path }) }
}
