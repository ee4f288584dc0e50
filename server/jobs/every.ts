import { isAway } from '../database/away.ts'
import type { Log } from '../log.ts'

/** Runs `what` again and again, `pause` ms after it ended, never twice at a time. Gives what stops it and waits for the run under way. */
export function every(
  pause: number,
  name: string,
  log: Log,
  what: () => Promise<unknown>,
  first = pause,
): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const run = () => {
    running = what().then(
      () => undefined,
      error => log[isAway(error) ? 'warn' : 'error']({ error }, `${name} failed and will be tried again`),
    )
    running.then(() => {
      if (!stopped) timer = setTimeout(run, pause)
    })
  }
  timer = setTimeout(run, first)
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
