import { readEnvironment } from '@pavior/server/environment.ts'
import { serve } from '@pavior/server/main.ts'

/** The product as a process of its own, as `pnpm start` serves it; prints its address. */
const { url, stop } = await serve(readEnvironment(process.env))
console.log(url)
process.once('SIGTERM', () => {
  stop().then(() => process.exit(0))
})
