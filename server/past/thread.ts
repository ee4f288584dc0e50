import { Worker } from 'node:worker_threads'
import { Problem } from '@pavior/shared/problem.ts'
import type { Question } from './question.ts'
import type { Told } from './worker.ts'

/** Without a question for so long the thread ends, and gives its memory back. */
const IDLE = 60_000
/** Megabytes: a past that needs more ends the thread, never the process. */
const MEMORY = 1024

type Waiting = { question: Question; resolve: (answer: string) => void; reject: (error: unknown) => void }

/** A thread that goes through pasts, one after the other; it begins with the first question. */
export function createThread(url: string, level: string) {
  const line = new Set<Waiting>()
  let worker: Worker | undefined
  let current: Waiting | undefined
  let rest: NodeJS.Timeout | undefined

  function begun(): Worker {
    const made = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { url, level },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    })
    made.on('message', (told: Told) => {
      if ('json' in told) settle(({ resolve }) => resolve(told.json))
      else settle(({ reject }) => reject('problem' in told ? problemOf(told.problem) : told.bug))
    })
    made.on('error', error => {
      worker = undefined
      settle(({ reject }) => reject(isOutOfMemory(error) ? tooMuch() : error))
    })
    // Whoever asks keeps the process alive.
    made.unref()
    return made
  }

  function settle(how: (one: Waiting) => void): void {
    const done = current
    current = undefined
    if (done) how(done)
    goOn()
  }

  function goOn(): void {
    if (current) return
    const [next] = line
    if (!next) {
      rest = setTimeout(end, IDLE).unref()
      return
    }
    line.delete(next)
    current = next
    worker ??= begun()
    worker.postMessage(next.question)
  }

  async function end(): Promise<void> {
    const ended = worker
    worker = undefined
    await ended?.terminate()
  }

  return {
    ask: (signal: AbortSignal, question: Question): Promise<string> =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(unwanted())
        clearTimeout(rest)
        const one = { question, resolve, reject }
        line.add(one)
        signal.addEventListener(
          'abort',
          () => {
            // What has begun comes to its end, for nobody.
            line.delete(one)
            reject(unwanted())
          },
          { once: true },
        )
        goOn()
      }),
    async stop(): Promise<void> {
      clearTimeout(rest)
      await end()
      for (const { reject } of [...line, ...(current ? [current] : [])])
        reject(new Problem('unavailable', 'The server is stopping.'))
      line.clear()
    },
  }
}

const problemOf = ({ code, message, ...more }: Problem['details']): Problem => new Problem(code, message, more)

const unwanted = () => new Problem('unavailable', 'Nobody waits for this any more.')

const tooMuch = () =>
  new Problem('too-large', 'Too much has happened to this person to go through all of it. Their journal tells it.')

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
