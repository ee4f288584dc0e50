import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Answer } from '@pavior/shared/protocol/answer.ts'
import type { z } from 'zod'
import { away, isAway } from '../database/away.ts'
import type { Log } from '../log.ts'
import type { AgentSocket, VisitorSocket } from './sockets.ts'

/** A frame of at most this many bytes is read; a bigger one is answered with a sentence. */
const MAX_FRAME = 64 * 1024

export type Answering = <S extends z.ZodType>(
  event: string,
  schema: S,
  handle: (frame: z.output<S>) => Promise<object | undefined> | object | undefined,
) => void

/**
 * Registers requests of a socket: each frame is read by its schema, and every request is answered, after the commit
 * (S2), with what was asked or with one clear error. Once for a socket: what is not registered here is answered as unknown.
 */
export function answeringOn(socket: VisitorSocket | AgentSocket, log: Log): Answering {
  let size = 0
  socket.conn.on('packet', packet => {
    size = typeof packet.data === 'string' ? packet.data.length : 0
  })
  const known = new Set<string>()
  socket.onAny((event: unknown, ...received: unknown[]) => {
    const name = String(event)
    if (known.has(name)) return
    const unknown = new Problem('invalid', `There is no request called "${name.slice(0, 64).toWellFormed()}".`)
    readingOf(received).answer({ ok: false, error: unknown.details })
  })
  return (event, schema, handle) => {
    known.add(event)
    socket.on(event, (...received: unknown[]) => {
      const tooLarge = size > MAX_FRAME
      const { frame, answer } = readingOf(received)
      respond(async () => {
        if (tooLarge) throw new Problem('too-large', 'A frame may hold 64 kB at most.')
        return await handle(parse(schema, frame))
      }).then(answer, () => undefined)
    })
  }

  async function respond(what: () => Promise<object | undefined>): Promise<Answer> {
    try {
      return { ok: true, ...(await what()) }
    } catch (error) {
      return { ok: false, error: problemOf(error, log) }
    }
  }
}

/** What came: the frame, and how to answer whoever wants an answer. */
function readingOf(received: unknown[]): { frame: unknown; answer: (what: Answer) => void } {
  const last = received.at(-1)
  return typeof last === 'function'
    ? { frame: received.slice(0, -1)[0], answer: what => void last(what) }
    : { frame: received[0], answer: () => undefined }
}

/** What a sender is told of an error: a Problem in its own words; anything else is a bug, logged and not shown. */
export function problemOf(error: unknown, log: Log): Problem['details'] {
  if (error instanceof Problem) return error.details
  if (isAway(error)) return away().details
  log.error({ error }, 'a request over a socket failed')
  return { code: 'internal', message: 'Something went wrong here. It was noted; please try again.' }
}
