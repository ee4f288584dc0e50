import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Bench, withBench } from './engine/bench.ts'
import { measure, shown } from './measure.ts'
import { history } from './statistics/history.ts'
import { moving } from './statistics/moving.ts'
import { rewinding } from './statistics/rewinding.ts'
import { signIn } from './statistics/sign-in.ts'

const Demo = z.object({ team: z.string(), agent: z.object({ email: z.string(), password: z.string() }) })

const parts: Record<string, (bench: Bench) => Promise<void>> = { month, live, rewind: rewinding }

/**
 * `pnpm bench statistics [part] [scale]`: the reads of the screen on a month of 200,000 people (`month`); what numbers
 * cost those who move them (`live`); what rewinding takes (`rewind`).
 */
export async function benchStatistics(): Promise<void> {
  const [, , , ...options] = process.argv
  const scale = options.map(Number).find(number => number > 0) ?? 1
  const wanted = options.filter(option => option in parts)
  const chosen = Object.entries(parts).filter(([name]) => wanted.length === 0 || wanted.includes(name))
  for (const [, part] of chosen) await withBench(scale, [part])
}

async function month({ sql, teams, start, dataDir, scale }: Bench): Promise<void> {
  const first = await start()
  const { team, agent } = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
  await first.stop()
  const began = performance.now()
  const campaigns = await history(sql, teams, team, scale)
  const [size] = await sql`
    select (select count(*) from journal)::int as entries, (select count(*) from people)::int as people,
      (select count(*) from component_people)::int as listed`
  const { entries, people, listed } = z.object({ entries: z.int(), people: z.int(), listed: z.int() }).parse(size)
  const many = (number: number) => number.toLocaleString('en')
  console.log(
    `  ${many(entries)} journal rows, ${many(people)} people, ${campaigns.length} campaigns, ${many(listed)} rows of lists, made in ${Math.round((performance.now() - began) / 1000)} s`,
  )
  const product = await start()
  try {
    const cookie = await signIn(product.url, agent)
    const read = async (path: string) => {
      const answer = await fetch(`${product.url}${path}`, { headers: { cookie } })
      const body = await answer.json()
      if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(body)}`)
      return body
    }
    const [biggest, ...others] = campaigns
    const other = () => others[Math.floor(Math.random() * others.length)] ?? biggest
    for (const [who, campaign] of [
      ['the campaign with everybody', () => biggest],
      ['any other campaign', other],
    ] as const) {
      console.log(`\n  ${who}`)
      const screen = (of: string) => () => read(`/api/dashboard/campaigns/${campaign()}/statistics${of}`)
      const month = new Date(Date.now() - 20 * 86_400_000).toISOString()
      const page = (query: string) => () => read(`/api/v1/campaigns/${campaign()}/${query}`)
      const asked: [what: string, read: () => Promise<unknown>, times?: number][] = [
        ['numbers (p99 ≤ 50 ms)', screen('')],
        ['numbers of 20 days', screen(`?from=${month}`)],
        ['chart', screen('/chart')],
        ['ways and what to look at', screen('/ways')],
        ['time-lapse (≤ 2 s)', screen('/lapse'), 10],
        ['a page of who was sent (p99 ≤ 50 ms)', page('components/hello/people?count=sent')],
        ['a page of who waits (p99 ≤ 50 ms)', page('components/wait/people?count=waiting')],
        ['a page of who left there (p99 ≤ 50 ms)', page('components/wait/people?count=left')],
        ['a page of who arrived (p99 ≤ 50 ms)', page('components/wait/people?count=arrived')],
        ['a page of who entered (p99 ≤ 50 ms)', page('people?count=entered')],
        ['a page of a search', page('components/hello/people?count=sent&search=person+12')],
      ]
      for (const [what, once, times = 200] of asked) {
        await measure(times / 10, 1, once)
        console.log(`  ${what.padEnd(40)} ${shown(await measure(times, 1, once))}`)
      }
    }
  } finally {
    await product.stop()
  }
}

async function live({ sql, teams, start, dataDir, scale }: Bench): Promise<void> {
  const product = await start()
  try {
    const { team, agent } = Demo.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    const cookie = await signIn(product.url, agent)
    await moving({ sql, teams, product, team, cookie, scale })
  } finally {
    await product.stop()
  }
}
