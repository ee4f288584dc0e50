import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { CannotStart } from '../cannot-start.ts'

type Answer = (request: Request, env: object) => Response | Promise<Response>

export type Listener = {
  /** For the sockets to share. */
  server: Server
  answerWith: (answer: Answer) => void
  /** From now on nothing new is answered; resolves when what was asked before is, or after 5 s. */
  refuse: () => Promise<void>
  close: () => Promise<void>
}

/** Takes the port at once, so that a port in use is known before anything else starts; until then it says that it starts. */
export async function listen(port: number): Promise<Listener> {
  let answer: Answer | undefined
  const running = new Set<Promise<unknown>>()
  const fetch: Answer = (request, env) => {
    if (!answer) return unavailable(request)
    const answering = Promise.resolve(answer(request, env))
    const over = () => running.delete(answering)
    running.add(answering)
    answering.then(over, over)
    return answering
  }
  const server = createAdaptorServer({ fetch })
  if (!('closeIdleConnections' in server)) throw new Error('the adaptor made no HTTP/1 server')
  // Longer than load balancers keep idle connections, or they meet closed ones.
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(portProblem(error, port)))
    server.listen(port, resolve)
  })
  return {
    server,
    answerWith: given => {
      answer = given
    },
    refuse: async () => {
      answer = undefined
      await Promise.race([Promise.allSettled(running), sleep(5000, undefined, { ref: false })])
      // Whoever still holds a connection open without a question must not hold up the end.
      setTimeout(() => server.closeAllConnections(), 1000).unref()
    },
    close: async () => {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function unavailable(request: Request): Response {
  const alive = new URL(request.url).pathname === '/healthz'
  const headers = { 'Retry-After': '2', 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }
  return alive ? new Response('alive') : new Response('Pavior is starting or stopping.', { status: 503, headers })
}

function portProblem(error: Error, port: number): Error {
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new CannotStart(
      `Port ${port} is in use by another program: stop it, or choose another port, like PORT=${port + 1}.`,
    )
  if (code === 'EACCES')
    return new CannotStart(`Port ${port} may not be used by this user: choose one above 1023, like PORT=3000.`)
  return error
}
