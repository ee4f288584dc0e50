/** Latencies of one measured stretch, in milliseconds. */
export type Measured = { p50: number; p99: number; perSecond: number }

/** Runs `what` so many times, `at` at a time, each worker one after the other. */
export async function measure(
  times: number,
  at: number,
  what: (worker: number) => Promise<unknown>,
): Promise<Measured> {
  const latencies: number[] = []
  let left = times
  const began = performance.now()
  await Promise.all(
    Array.from({ length: at }, async (_, worker) => {
      while (left-- > 0) {
        const start = performance.now()
        await what(worker)
        latencies.push(performance.now() - start)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  latencies.sort((a, b) => a - b)
  const at99 = latencies[Math.floor(latencies.length * 0.99)] ?? 0
  return { p50: latencies[Math.floor(latencies.length / 2)] ?? 0, p99: at99, perSecond: latencies.length / seconds }
}

/** The one in the middle of several, by a number of theirs. */
export function middle<T>(all: readonly T[], by: (one: T) => number): T {
  const sorted = [...all].sort((a, b) => by(a) - by(b))
  const one = sorted[Math.floor(sorted.length / 2)]
  if (one === undefined) throw new Error('nothing was measured')
  return one
}

/** The stretch in the middle of several, by its throughput. */
export const middleRun = (runs: readonly Measured[]): Measured => middle(runs, ({ perSecond }) => perSecond)

export const shown = ({ p50, p99, perSecond }: Measured): string =>
  `p50 ${p50.toFixed(2)} ms   p99 ${p99.toFixed(2)} ms   ${Math.round(perSecond).toLocaleString('en')} per s`
