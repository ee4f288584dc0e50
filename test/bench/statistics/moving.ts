import { randomUUID } from 'node:crypto'
import type { LiveTeams } from '@pavior/server/campaigns/live.ts'
import type { Sql } from 'postgres'
import { io, type Socket } from 'socket.io-client'
import { makeLive } from '../../house/publish.ts'
import { type Measured, measure, middleRun, shown } from '../measure.ts'
import type { Running } from '../process.ts'

const TOGETHER = 64
const DASHBOARDS = 20
const ROUNDS = 5
const MESSAGES = 6000

/** Everybody enters it with each message, and is answered. */
const answering = {
  name: 'Answers',
  components: [
    { id: 'hears', type: 'inbound-message', position: { x: 0, y: 0 }, settings: { which: 'any' } },
    { id: 'hello', type: 'send-message', position: { x: 0, y: 100 }, settings: { content: 'Hello' } },
  ],
  dependencies: [{ from: 'hears', to: 'hello' }],
  audience: { all: [] },
  reentry: 'each',
}

type Needs = {
  sql: Sql
  teams: LiveTeams
  product: Running
  team: string
  cookie: string
  scale: number
}

/** What it costs that numbers are live: 20 dashboards look at the campaign that all messages enter. */
export async function moving({ sql, teams, product, team, cookie, scale }: Needs): Promise<void> {
  const { id } = await makeLive(sql, teams, team, answering)
  const visitors = await Promise.all(Array.from({ length: TOGETHER }, () => visitor(product.url, team)))
  const dashboards = await Promise.all(
    Array.from({ length: DASHBOARDS }, () =>
      open(`${product.url}/agent`, { extraHeaders: { cookie, origin: product.url } }),
    ),
  )
  let told = 0
  for (const one of dashboards) one.on('statistics', () => told++)
  const messages = Math.max(500, Math.round(MESSAGES * scale))
  const run = () =>
    measure(messages, TOGETHER, async worker => {
      const answer = await visitors[worker]?.emitWithAck('message:send', { id: randomUUID(), content: 'Hello' })
      if (!answer.ok) throw new Error(JSON.stringify(answer))
    })
  await run()
  const [alone, watched]: [Measured[], Measured[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await run())
    for (const one of dashboards) await one.emitWithAck('statistics:watch', { campaign: id })
    watched.push(await run())
    for (const one of dashboards) await one.emitWithAck('statistics:unwatch', { campaign: id })
  }
  const [quiet, busy] = [middleRun(alone), middleRun(watched)]
  console.log(`\n  ${TOGETHER} visitors' messages, each entering one campaign`)
  console.log(`  nobody looks on                          ${shown(quiet)}`)
  console.log(
    `  ${DASHBOARDS} dashboards look on (≤ 5 %)             ${shown(busy)}   ${((1 - busy.perSecond / quiet.perSecond) * 100).toFixed(1)} % less; told ${told} times`,
  )
  for (const one of [...visitors, ...dashboards]) one.disconnect()
}

async function visitor(url: string, team: string): Promise<Socket> {
  const socket = await open(`${url}/visitor`, { auth: { team } })
  socket.on('message', (_message, got) => got())
  return socket
}

const open = (url: string, options: object): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = io(url, { transports: ['websocket'], forceNew: true, ...options })
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })
