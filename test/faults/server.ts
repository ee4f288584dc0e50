import { flushCompileCache } from 'node:module'
import { readEnvironment } from '@pavior/server/environment.ts'
import { serve } from '@pavior/server/main.ts'

/** Pavior as a process of its own, to be killed; says when it serves. */
const { stop } = await serve(readEnvironment(process.env))
process.once('SIGTERM', () => {
  stop().then(
    () => process.exit(0),
    error => {
      console.error(error)
      process.exit(1)
    },
  )
})
console.log('serving')
// Who is killed says no goodbye to the cache either.
flushCompileCache()
