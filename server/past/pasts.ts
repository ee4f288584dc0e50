import type { LongReads } from '../database/long-reads.ts'
import type { Log } from '../log.ts'
import { answerTo, lengthOf, type Question } from './question.ts'
import { createThread } from './thread.ts'

/** Answers what only a whole past tells, as JSON. Throws its Problems, and `unavailable` once nobody waits any more. */
export type Pasts = { ask(signal: AbortSignal, question: Question): Promise<string>; stop(): Promise<void> }

/** So many entries are gone through at once before anybody could notice: within ten milliseconds or so. */
const FEW = 1000

type Needs = { url: string; long: LongReads; log: Log }

/** Long pasts are gone through in a thread of their own, so that no message waits for a history of years. */
export function createPasts({ url, long, log }: Needs): Pasts {
  const thread = createThread(url, log.level)
  return {
    async ask(signal, question) {
      const short = await long(signal, async read =>
        (await lengthOf(read, question)) <= FEW ? answerTo(read, log, question) : undefined,
      )
      return short ?? thread.ask(signal, question)
    },
    stop: thread.stop,
  }
}
