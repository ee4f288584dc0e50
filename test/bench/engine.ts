import { benchAudience } from './engine/audience.ts'
import { type Bench, withBench } from './engine/bench.ts'
import { benchBulk } from './engine/bulk.ts'
import { benchFacts } from './engine/facts.ts'
import { benchStep } from './engine/step.ts'
import { benchTime } from './engine/time.ts'

const parts: Record<string, (bench: Bench) => Promise<void>> = {
  step: benchStep,
  facts: benchFacts,
  audience: benchAudience,
  bulk: benchBulk,
  time: benchTime,
}

/** `pnpm bench engine [part] [scale]`: `pnpm bench engine time 0.05` is a short look at one part. */
export async function benchEngine(): Promise<void> {
  const [, , , ...options] = process.argv
  const scale = options.map(Number).find(number => number > 0) ?? 1
  const wanted = options.filter(option => option in parts)
  const chosen = Object.entries(parts).filter(([name]) => wanted.length === 0 || wanted.includes(name))
  // Each on a database of its own: what one leaves behind is work for the next.
  for (const [, part] of chosen) await withBench(scale, [part])
}
