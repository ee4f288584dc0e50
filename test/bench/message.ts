import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@pavior/server/database/embedded.ts'
import { io, type Socket } from 'socket.io-client'
import { z } from 'zod'
import { freePort } from '../house/free-port.ts'
import { type Measured, measure, middleRun, shown } from './measure.ts'
import { startProcess } from './process.ts'

/**
 * `pnpm bench message`: a visitor's message against the floor, in one run on one Postgres. Floor: a Socket.IO
 * acknowledgement around one committed insert. Product: validated, reacted, journalled, committed, acknowledged, with
 * every screen told. Rounds alternate; the middle one of each is shown.
 */
const ROUNDS = 5
const ALONE = 1500
const TOGETHER = 12_000
const SOCKETS = 64

type Sender = { send: (worker: number) => Promise<unknown> }

export async function benchMessage(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pavior-bench-'))
  const postgres = await startEmbedded(dataDir)
  const port = await freePort()
  const floor = await startProcess('floor.ts', { FLOOR_DATABASE: postgres.url })
  const product = await startProcess('product.ts', {
    PORT: String(port),
    DATABASE_URL: postgres.url,
    DATA_DIR: dataDir,
    DEMO: '1',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'fatal',
  })
  try {
    const demo = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    const bare = await floorSender(floor.url)
    const visitors = await productSender(product.url, demo.team)
    await measure(500, 1, bare.send)
    await measure(500, 1, visitors.send)
    await measure(4000, SOCKETS, bare.send)
    await measure(4000, SOCKETS, visitors.send)
    const alone = { floor: [] as Measured[], product: [] as Measured[] }
    const together = { floor: [] as Measured[], product: [] as Measured[] }
    for (let round = 0; round < ROUNDS; round++) {
      alone.floor.push(await measure(ALONE, 1, bare.send))
      alone.product.push(await measure(ALONE, 1, visitors.send))
      together.floor.push(await measure(TOGETHER, SOCKETS, bare.send))
      together.product.push(await measure(TOGETHER, SOCKETS, visitors.send))
    }
    report('one at a time', middleRun(alone.floor), middleRun(alone.product))
    report(`${SOCKETS} sockets`, middleRun(together.floor), middleRun(together.product))
    await reportScreens(product.url, demo)
  } finally {
    await product.stop()
    await floor.stop()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
    process.exit()
  }
}

const Demo = z.object({ team: z.string(), agent: z.object({ email: z.string(), password: z.string() }) })

function report(what: string, floor: Measured, product: Measured): void {
  console.log(`\n${what}`)
  console.log(`  floor    ${shown(floor)}`)
  console.log(`  product  ${shown(product)}`)
  console.log(
    `  ratio    p50 ${(product.p50 / floor.p50).toFixed(2)}×   throughput ${((100 * product.perSecond) / floor.perSecond).toFixed(0)} %`,
  )
}

const connect = (url: string, options: object): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = io(url, { transports: ['websocket'], forceNew: true, ...options })
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })

async function floorSender(url: string): Promise<Sender> {
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => connect(`${url}/visitor`, {})))
  return {
    send: worker =>
      need(sockets, worker).emitWithAck('message:send', { id: randomUUID(), content: 'Do you ship to Norway?' }),
  }
}

type Conversing = { socket: Socket; conversation: string }

async function productSender(url: string, team: string): Promise<Sender> {
  const visitors = await Promise.all(Array.from({ length: SOCKETS }, () => conversing(url, team)))
  return {
    send: async worker => {
      const { socket, conversation } = need(visitors, worker)
      const answer = await socket.emitWithAck('message:send', {
        id: randomUUID(),
        conversation,
        content: 'Do you ship to Norway?',
      })
      if (!answer.ok) throw new Error(JSON.stringify(answer))
    },
  }
}

async function conversing(url: string, team: string): Promise<Conversing> {
  const socket = await connect(`${url}/visitor`, { auth: { team } })
  socket.on('message', (_message, got) => got())
  const answer = await socket.emitWithAck('message:send', { id: randomUUID(), content: 'Hello' })
  return { socket, conversation: answer.conversation }
}

/** When the agent's screen has a message, beside when its sender is answered. */
async function reportScreens(url: string, demo: z.output<typeof Demo>): Promise<void> {
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: demo.agent.email, password: demo.agent.password }),
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  const agent = await connect(`${url}/agent`, { extraHeaders: { cookie, origin: url } })
  const visitor = await conversing(url, demo.team)
  await agent.emitWithAck('watch', { conversation: visitor.conversation })
  const screens: number[] = []
  const acknowledged = await measure(ALONE, 1, async () => {
    const id = randomUUID()
    const start = performance.now()
    const seen = new Promise<void>(resolve => {
      const listener = (message: { id: string }) => {
        if (message.id !== id) return
        agent.off('message', listener)
        screens.push(performance.now() - start)
        resolve()
      }
      agent.on('message', listener)
    })
    await visitor.socket.emitWithAck('message:send', { id, conversation: visitor.conversation, content: 'Hello' })
    return () => seen
  })
  await new Promise(resolve => setTimeout(resolve, 200))
  screens.sort((a, b) => a - b)
  const p50 = screens[Math.floor(screens.length / 2)] ?? Number.NaN
  console.log(`\nthe agent's screen`)
  console.log(
    `  acknowledged p50 ${acknowledged.p50.toFixed(2)} ms   on the agent's screen p50 ${p50.toFixed(2)} ms   ratio ${(p50 / acknowledged.p50).toFixed(2)}×`,
  )
}

function need<T>(all: readonly T[], index: number): T {
  const one = all[index % all.length]
  if (one === undefined) throw new Error('nobody is there')
  return one
}
