import { buildChanged } from '@pavior/server/build.ts'
import { benchBuilder } from './builder.ts'
import { benchEngine } from './engine.ts'
import { benchMessage } from './message.ts'
import { benchRecording } from './recording.ts'
import { benchStatistics } from './statistics.ts'

/** `pnpm bench [what]`: each bench prints its floor, the product and their ratio, from one run. */
const benches: Record<string, () => Promise<void>> = {
  builder: benchBuilder,
  engine: benchEngine,
  message: benchMessage,
  recording: benchRecording,
  statistics: benchStatistics,
}

const wanted = process.argv[2]
if (wanted !== undefined && !(wanted in benches)) {
  console.error(`There is no bench "${wanted}"; there is: ${Object.keys(benches).join(', ')}.`)
  process.exit(1)
}
// What browsers open.
await buildChanged(line => console.log(line))
for (const [name, bench] of Object.entries(benches)) {
  if (wanted !== undefined && wanted !== name) continue
  console.log(`\n${name}`)
  await bench()
}
