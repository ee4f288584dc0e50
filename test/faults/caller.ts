import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Chance } from './chance.ts'
import type { Demo } from './doors.ts'

const Answer = z.record(z.string(), z.unknown())
export type Answered = { status: number; body: z.output<typeof Answer> }

/** A back end that calls the API: at any of the servers, with the same key again until there is an answer that stands (S1). */
export class Caller {
  readonly complaints: string[] = []
  private readonly urls: readonly string[]
  private readonly demo: Demo
  private readonly chance: Chance

  constructor(urls: readonly string[], demo: Demo, chance: Chance) {
    this.urls = urls
    this.demo = demo
    this.chance = chance
  }

  async asks(method: string, path: string, body?: unknown): Promise<Answered> {
    const key = randomUUID()
    for (;;) {
      const answer = await this.once(method, path, body, key)
      if (answer?.status === 500)
        this.complaints.push(`${method} ${path} met a bug: ${JSON.stringify(answer.body).slice(0, 300)}`)
      if (answer && ![500, 503, 429].includes(answer.status)) return answer
      await sleep(50)
    }
  }

  private async once(method: string, path: string, body: unknown, key: string): Promise<Answered | undefined> {
    const url = this.urls[this.chance.between(0, this.urls.length - 1)]
    try {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.demo.apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': key,
          'if-match': '*',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(20_000),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? {} : Answer.parse(JSON.parse(text)) }
    } catch {
      // Nobody is there, or the line broke: what became of it is not known.
      return undefined
    }
  }
}
