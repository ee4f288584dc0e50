import type { Sql } from 'postgres'
import { z } from 'zod'
import { makeLive } from '../../house/publish.ts'
import { until } from '../../house/until.ts'
import type { Bench } from './bench.ts'
import { allWait, benchTeam, fallDue, people, waiting } from './campaigns.ts'

const TEAM = 'bench-time'
/** Milliseconds from the start of the product to the first that is due, so that its start is not measured. */
const LEAD = 20_000
const SPREAD = 10_000
/** Between those that are spread and those at once. */
const REST = 30_000

/** 1,000,000 timers wait; of them 50,000 fall due within 10 s, and 50,000 at one moment. */
export async function benchTime({ sql, teams, start, scale }: Bench): Promise<void> {
  const all = Math.round(1_000_000 * scale)
  const due = Math.round(50_000 * scale)
  const began = Date.now()
  await benchTeam(sql, TEAM)
  const { id } = await makeLive(sql, teams, TEAM, waiting)
  await people(sql, TEAM, all)
  await allWait(sql, TEAM, id)
  console.log(`\n  ${all.toLocaleString('en')} timers made (${((Date.now() - began) / 1000).toFixed(0)} s)`)

  const spreadAt = Date.now() + LEAD
  await fallDue(sql, { team: TEAM, set: 'spread', howMany: due, from: spreadAt, over: SPREAD })
  const atOnce = spreadAt + SPREAD + REST
  await fallDue(sql, { team: TEAM, set: 'at once', howMany: due, from: atOnce, over: 0 })
  const product = await start()
  try {
    await acted(sql, 'spread', due)
    const { p50, p99, worst, seconds } = await lateness(sql, 'spread')
    console.log(
      `  ${due.toLocaleString('en')} due over 10 s   late p50 ${p50} ms   p99 ${p99} ms (≤ 1,000)   worst ${worst} ms   in ${seconds.toFixed(1)} s`,
    )

    await acted(sql, 'at once', due)
    const burst = await lateness(sql, 'at once')
    const floor = await bareCommits(sql)
    console.log(
      `  ${due.toLocaleString('en')} due at once     ${Math.round(due / burst.seconds).toLocaleString('en')} people woken per s (≥ 1,000), each with 2 acts   in ${burst.seconds.toFixed(1)} s   floor: ${floor.toLocaleString('en')} bare commits per s`,
    )
  } finally {
    await product.stop()
  }
}

const acted = (sql: Sql, set: string, howMany: number) =>
  until(
    async () => {
      const [row] = await sql`
        select count(*)::int as count from bench_due b join acts a on a.team_id = ${TEAM} and a.enrollment_id = b.enrollment_id and a.component = 'wait'
        where b.name = ${set}`
      await new Promise(resolve => setTimeout(resolve, 1000))
      return Number(row?.count) === howMany
    },
    `all ${set} have acted`,
    600_000,
  )

const Late = z.object({ p50: z.number(), p99: z.number(), worst: z.number(), seconds: z.number() })

/** Against the moment of the act, as the journal has it: the database's clock behind the person's lock. */
async function lateness(sql: Sql, set: string): Promise<z.output<typeof Late>> {
  const [row] = await sql`
    with late as (
      select extract(epoch from a.at - b.due_at) * 1000 as ms, a.at, b.due_at from bench_due b
      join acts a on a.team_id = ${TEAM} and a.enrollment_id = b.enrollment_id and a.component = 'wait' where b.name = ${set})
    select round(percentile_cont(0.5) within group (order by ms))::int as p50, round(percentile_cont(0.99) within group (order by ms))::int as p99,
      round(max(ms))::int as worst, extract(epoch from max(at) - min(due_at))::float8 as seconds from late`
  return Late.parse(row)
}

/** What the machine can do: one row, one commit, 16 at a time. */
async function bareCommits(sql: Sql): Promise<number> {
  await sql`create table if not exists bench_floor (id uuid primary key default gen_random_uuid(), at timestamptz default now())`
  const began = performance.now()
  let left = 4000
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (left-- > 0) await sql`insert into bench_floor default values`
    }),
  )
  return Math.round((4000 / (performance.now() - began)) * 1000)
}
