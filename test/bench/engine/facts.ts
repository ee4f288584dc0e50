import { randomUUID } from 'node:crypto'
import type { LiveTeams } from '@pavior/server/campaigns/live.ts'
import { openPools, type Pools } from '@pavior/server/database/pools.ts'
import { createClock } from '@pavior/server/engine/clock.ts'
import { createEngine, type Engine } from '@pavior/server/engine/engine.ts'
import { createTurns } from '@pavior/server/engine/turns.ts'
import type { Fact } from '@pavior/shared/campaign/fact.ts'
import { makeLive } from '../../house/publish.ts'
import { type Measured, measure, middleRun, shown } from '../measure.ts'
import type { Bench } from './bench.ts'
import { benchTeam, careful, people } from './campaigns.ts'

const AT_A_TIME = 16
const FACTS = 4000
const ROUNDS = 7
const PEOPLE = 2000

/**
 * Facts of people who are known, 16 at a time: an event each, in teams with 20 live campaigns, and with 10, 100 and
 * 1,000, of which 3 ask for that event. `again`: of people whom the process remembers; `first`: of those it has to
 * load, as after a restart. Rounds of all alternate, with bare commits of one row in each.
 */
export async function benchFacts({ sql, url, teams, scale }: Bench): Promise<void> {
  await sql`create table if not exists bench_floor (id uuid primary key default gen_random_uuid(), at timestamptz default now())`
  const pools = openPools(url)
  const engine = engineOn(pools, teams)
  const many = Math.max(400, Math.round(FACTS * scale))
  const team = async (campaigns: number) => {
    const id = `bench-facts-${campaigns}`
    await benchTeam(sql, id)
    for (let number = 0; number < campaigns; number++) await makeLive(sql, teams, id, careful(number))
    await teams.reload(id)
    const known = await people(sql, id, PEOPLE)
    // What another process writes of somebody is not what this one remembers.
    const others = await people(sql, id, PEOPLE)
    await sql`vacuum analyze`
    const again = tracking(engine, id, known)
    await measure(PEOPLE, AT_A_TIME, again)
    await measure(PEOPLE, AT_A_TIME, tracking(engine, id, others))
    await measure(many, AT_A_TIME, again)
    return { id, others, again, first: [] as Measured[], runs: [] as Measured[] }
  }
  const sizes = [10, 20, 100, 1000]
  const measured = new Map<number, Awaited<ReturnType<typeof team>>>()
  for (const size of sizes) measured.set(size, await team(size))
  const floor: Measured[] = []
  for (let round = 0; round < ROUNDS; round++) {
    floor.push(await measure(many, AT_A_TIME, () => pools.facts`insert into bench_floor default values`))
    for (const { id, others, again, runs, first } of measured.values()) {
      runs.push(await measure(many, AT_A_TIME, again))
      const without = engineOn(pools, teams)
      first.push(await measure(many / 4, AT_A_TIME, tracking(without, id, others, round * (many / 4))))
      await without.stop()
    }
  }
  await engine.stop()
  await pools.end()
  const bare = middleRun(floor)
  console.log(`\n  bare commits of one row             ${shown(bare)}`)
  for (const [size, { runs, first }] of measured) {
    const [known, loaded] = [middleRun(runs), middleRun(first)]
    const name = `${size.toLocaleString('en')} live campaigns`.padEnd(21)
    console.log(`  ${name} remembered    ${shown(known)}   ${percent(known, bare)}${size === 20 ? ' (≥ 60 %)' : ''}`)
    console.log(`  ${name} loaded        ${shown(loaded)}   ${percent(loaded, bare)}`)
  }
  const ratio = (of: 'runs' | 'first') => {
    const [few, lots] = [measured.get(10), measured.get(1000)]
    return few && lots ? (middleRun(few[of]).perSecond / middleRun(lots[of]).perSecond).toFixed(2) : '–'
  }
  console.log(`  from 10 to 1,000: ${ratio('runs')}× remembered, ${ratio('first')}× loaded (≤ 1.3×)`)
}

const percent = (one: Measured, of: Measured): string => `${((100 * one.perSecond) / of.perSecond).toFixed(0)} %`

const engineOn = (pools: Pools, teams: LiveTeams): Engine =>
  createEngine(
    pools.facts,
    teams,
    { clock: createClock(), secret: 'bench', turns: createTurns(), isAvailable: () => false },
    () => undefined,
  )

/** Each worker's next fact is of the next of these people, round and round. */
function tracking(engine: Engine, team: string, known: readonly string[], next = 0): () => Promise<unknown> {
  return () => {
    const person = known[next++ % known.length] ?? ''
    const amount = next % 100
    const fact: Fact = { id: randomUUID(), team, person, kind: 'track', name: 'order', properties: { amount } }
    return engine.react(fact)
  }
}
