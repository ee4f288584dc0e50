import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { z } from 'zod'
import { makeLive } from '../../house/publish.ts'
import type { Bench } from './bench.ts'
import { people, waiting } from './campaigns.ts'

/** Milliseconds between a visitor's messages. */
const PAUSE = 20
const QUIET = 1000

/** 100,000 existing people are enrolled while a visitor writes. */
export async function benchBulk({ sql, teams, start, dataDir, scale }: Bench): Promise<void> {
  const all = Math.round(100_000 * scale)
  const product = await start()
  try {
    const { team } = z.object({ team: z.string() }).parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    await people(sql, team, all)
    await sql`vacuum analyze people`
    const visitor = await writing(product.url, team)
    await visitor.latencies(200)
    const quiet = p99(await visitor.latencies(QUIET))

    const { id } = await makeLive(sql, teams, team, { ...waiting, audience: { all: [] } })
    const work = randomUUID()
    await sql`insert into campaign_work (team_id, id, campaign_id, kind) values (${team}, ${work}, ${id}, 'enroll')`
    const began = performance.now()
    const meanwhile: number[] = []
    let ended = false
    while (!ended) {
      meanwhile.push(...(await visitor.latencies(25)))
      const [row] = await sql`select ended_at from campaign_work where id = ${work}`
      ended = row?.ended_at != null
    }
    const seconds = (performance.now() - began) / 1000
    const [row] =
      await sql`select count(*)::int as count from enrollments where team_id = ${team} and campaign_id = ${id}`
    console.log(
      `\n  ${all.toLocaleString('en')} existing people enrolled (${row?.count} inside)   ${Math.round(all / seconds).toLocaleString('en')} per s (≥ 2,000)`,
    )
    console.log(
      `  a visitor's message p99: quiet ${quiet.toFixed(1)} ms, meanwhile ${p99(meanwhile).toFixed(1)} ms: ${(p99(meanwhile) / quiet).toFixed(2)}× (≤ 2×)`,
    )
    visitor.leaves()
  } finally {
    await product.stop()
  }
}

/** A visitor who writes one message after the other. */
async function writing(url: string, team: string) {
  const socket = io(`${url}/visitor`, { transports: ['websocket'], forceNew: true, auth: { team } })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  socket.on('message', (_message, got) => got())
  const first = await socket.emitWithAck('message:send', { id: randomUUID(), content: 'Hello' })
  return {
    latencies: async (howMany: number): Promise<number[]> => {
      const latencies: number[] = []
      for (let count = 0; count < howMany; count++) {
        const start = performance.now()
        const answer = await socket.emitWithAck('message:send', {
          id: randomUUID(),
          conversation: first.conversation,
          content: 'Do you ship to Norway?',
        })
        if (!answer.ok) throw new Error(JSON.stringify(answer))
        latencies.push(performance.now() - start)
        await sleep(PAUSE)
      }
      return latencies
    },
    leaves: () => socket.disconnect(),
  }
}

function p99(latencies: readonly number[]): number {
  const sorted = [...latencies].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN
}
