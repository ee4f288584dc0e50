import { createServer, type IncomingMessage } from 'node:http'
import type { Sql } from 'postgres'
import { z } from 'zod'

const Told = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({ message: z.object({ id: z.string() }).optional(), enrollment: z.string().optional() }),
})

/** Somebody who is told of everything over HTTP, and may be told again: what counts is the event's id. */
export class Receiver {
  readonly url: string
  /** By the event's id what it tells of, like `message.created ID`. */
  private readonly told = new Map<string, string>()
  /** Whether it hears and does not answer. */
  private readonly silent: { is: boolean; heard: number }
  private readonly close: () => Promise<void>

  private constructor(
    url: string,
    told: Map<string, string>,
    silent: { is: boolean; heard: number },
    close: () => Promise<void>,
  ) {
    this.url = url
    this.told = told
    this.silent = silent
    this.close = close
  }

  static async opens(): Promise<Receiver> {
    const told = new Map<string, string>()
    const silent = { is: false, heard: 0 }
    const server = createServer(async (request, response) => {
      const { id, type, data } = Told.parse(JSON.parse(await bodyOf(request)))
      if (silent.is) {
        silent.heard++
        return
      }
      told.set(id, `${type} ${data.message?.id ?? data.enrollment ?? ''}`)
      response.writeHead(204).end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const close = () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      })
    return new Receiver(
      `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
      told,
      silent,
      close,
    )
  }

  /** Hears from now on, and never answers. */
  falls(silent: boolean): void {
    this.silent.is = silent
  }

  /** How many it left without an answer. */
  get unanswered(): number {
    return this.silent.heard
  }

  leaves(): Promise<void> {
    return this.close()
  }

  /** Each message and each entry was told of, as one event. */
  async wrong(sql: Sql, team: string): Promise<string[]> {
    const times = new Map<string, number>()
    for (const what of this.told.values()) times.set(what, (times.get(what) ?? 0) + 1)
    const rows = z.array(z.object({ what: z.string() })).parse(
      await sql`
          select 'message.created ' || id as what from messages where team_id = ${team}
          union all select 'campaign.entered ' || id from enrollments where team_id = ${team}`,
    )
    return rows.flatMap(({ what }) =>
      times.get(what) === 1 ? [] : [`${what} was told by ${times.get(what) ?? 0} events`],
    )
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
