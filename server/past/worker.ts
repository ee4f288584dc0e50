import { parentPort, workerData } from 'node:worker_threads'
import { Problem, type ProblemDetails } from '@pavior/shared/problem.ts'
import { z } from 'zod'
import { openPast } from '../database/pools.ts'
import { logAt } from '../log.ts'
import { answerTo, type Question } from './question.ts'

/** The thread's own end: it is asked one question after the other, and has a connection of its own. */

export type Told = { json: string } | { problem: ProblemDetails } | { bug: unknown }

const { url, level } = z.object({ url: z.string(), level: z.string() }).parse(workerData)
const sql = openPast(url)
const log = logAt(level)

parentPort?.on('message', async (question: Question) => parentPort?.postMessage(await told(question)))

async function told(question: Question): Promise<Told> {
  try {
    return { json: await answerTo(sql, log, question) }
  } catch (error) {
    return error instanceof Problem ? { problem: error.details } : { bug: error }
  }
}
