import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { type Measured, measure, middleRun } from '../measure.ts'

export const TOGETHER = 64
const ROUNDS = 5

/** Visitors who write all at once, and one after the other each. */
export async function crowd(url: string, team: string) {
  const visitors = await Promise.all(Array.from({ length: TOGETHER }, () => visitor(url, team)))
  const inside = new Set<number>()
  return {
    /** @param words what each of them writes */
    writes: (messages: number, words: (visitor: number) => string): Promise<Measured> =>
      measure(messages, TOGETHER, async worker => {
        const answer = await visitors[worker]?.emitWithAck('message:send', { id: randomUUID(), content: words(worker) })
        if (!answer.ok) throw new Error(JSON.stringify(answer))
      }),
    /** Each of them says in turn that they are in, and that they are not. */
    comesAndGoes: (facts: number): Promise<Measured> =>
      measure(facts, TOGETHER, async worker => {
        const isIn = !inside.has(worker)
        if (isIn) inside.add(worker)
        else inside.delete(worker)
        const fact = { id: randomUUID(), kind: 'update', attributes: { inside: isIn } }
        const answer = await visitors[worker]?.emitWithAck('facts', [fact])
        if (!answer.ok) throw new Error(JSON.stringify(answer))
      }),
    leaves: () => {
      for (const one of visitors) one.disconnect()
    },
  }
}

/** Two ways in turn, so that a slow minute of the machine befalls both; of each the run in the middle. */
export async function inTurn(
  one: () => Promise<Measured>,
  other: () => Promise<Measured>,
): Promise<[one: Measured, other: Measured]> {
  const [ones, others]: [Measured[], Measured[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    ones.push(await one())
    others.push(await other())
  }
  return [middleRun(ones), middleRun(others)]
}

/** By how much the second is slower than the first. */
export const lost = (first: Measured, second: Measured): string =>
  `${((1 - second.perSecond / first.perSecond) * 100).toFixed(1)} % less`

async function visitor(url: string, team: string): Promise<Socket> {
  const socket = await open(`${url}/visitor`, { auth: { team } })
  socket.on('message', (_message, got) => got())
  return socket
}

export const open = (url: string, options: object): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = io(url, { transports: ['websocket'], forceNew: true, ...options })
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })
