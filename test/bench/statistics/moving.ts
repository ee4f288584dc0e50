import type { LiveTeams } from '@pavior/server/campaigns/live.ts'
import type { Sql } from 'postgres'
import { makeLive } from '../../house/publish.ts'
import { shown } from '../measure.ts'
import type { Running } from '../process.ts'
import { crowd, inTurn, lost, open, TOGETHER } from './crowd.ts'

const DASHBOARDS = 20
const MESSAGES = 6000

/** Everybody enters it with each message that has the word, and is answered. */
const answering = (word: string): object => ({
  name: `Answers ${word}`,
  components: [
    { id: 'hears', type: 'inbound-message', position: { x: 0, y: 0 }, settings: { which: 'any', contains: [word] } },
    { id: 'hello', type: 'send-message', position: { x: 0, y: 100 }, settings: { content: 'Hello' } },
  ],
  dependencies: [{ from: 'hears', to: 'hello' }],
  audience: { all: [] },
  reentry: 'each',
})

/** Whoever says that they are in waits in it, and leaves it when they say that they are not: each fact moves its numbers. */
const COMING_AND_GOING = {
  name: 'Comes and goes',
  components: [{ id: 'wait', type: 'wait', position: { x: 0, y: 0 }, settings: { for: 'P1D' } }],
  audience: { field: 'attributes.inside', op: 'equals', value: true },
  exits: [{ id: 'out', name: 'Out', filter: { field: 'attributes.inside', op: 'equals', value: false } }],
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

/** What numbers cost where messages enter campaigns: that they are counted, that many share one, and that 20 dashboards look on. */
export async function moving({ sql, teams, product, team, cookie, scale }: Needs): Promise<void> {
  await makeLive(sql, teams, team, answering('hello'))
  const people = await crowd(product.url, team)
  const messages = Math.max(2000, Math.round(MESSAGES * scale))
  const write = () => people.writes(messages, () => 'Hello')
  await write()
  console.log(`\n  ${TOGETHER} visitors' messages, each entering one campaign`)

  const uncounted = async () => {
    await forgetting(sql, true)
    const run = await write()
    await forgetting(sql, false)
    return run
  }
  const [free, counted] = await inTurn(uncounted, write)
  console.log(`  no row of a number is kept               ${shown(free)}`)
  console.log(`  counted (≤ 10 %)                         ${shown(counted)}   ${lost(free, counted)}`)

  await looking({ product, cookie, messages, people }, (await makeLive(sql, teams, team, COMING_AND_GOING)).id)

  // Words that no other one contains.
  const word = (visitor: number) => `word-${visitor}-`
  for (let visitor = 0; visitor < TOGETHER; visitor++) await makeLive(sql, teams, team, answering(word(visitor)))
  const apart = () => people.writes(messages, word)
  await apart()
  const [each, one] = await inTurn(apart, () => people.writes(messages, () => word(0)))
  console.log(`\n  ${TOGETHER} campaigns that listen`)
  console.log(`  each visitor acts in one of their own     ${shown(each)}`)
  console.log(`  all on one component (< 10 %)             ${shown(one)}   ${lost(each, one)}`)
  people.leaves()
}

type Looking = Pick<Needs, 'product' | 'cookie'> & { messages: number; people: Awaited<ReturnType<typeof crowd>> }

async function looking({ product, cookie, messages, people }: Looking, campaign: string): Promise<void> {
  const dashboards = await Promise.all(
    Array.from({ length: DASHBOARDS }, () =>
      open(`${product.url}/agent`, { extraHeaders: { cookie, origin: product.url } }),
    ),
  )
  let told = 0
  for (const one of dashboards) one.on('statistics', () => told++)
  const asked = async (frame: string) => {
    for (const one of dashboards) {
      const answer = await one.emitWithAck(frame, { campaign })
      if (!answer.ok) throw new Error(JSON.stringify(answer))
    }
  }
  const moves = () => people.comesAndGoes(messages)
  const watched = async () => {
    await asked('statistics:watch')
    const run = await moves()
    await asked('statistics:unwatch')
    return run
  }
  await moves()
  console.log(`\n  ${TOGETHER} visitors come and go in one campaign`)
  const [quiet, busy] = await inTurn(moves, watched)
  console.log(`  nobody looks on                          ${shown(quiet)}`)
  console.log(
    `  ${DASHBOARDS} dashboards look on (≤ 5 %)             ${shown(busy)}   ${lost(quiet, busy)}; told ${told} times`,
  )
  for (const one of dashboards) one.disconnect()
}

/** Whether the tables of numbers and lists refuse every row, as if nobody counted. */
async function forgetting(sql: Sql, is: boolean): Promise<void> {
  await sql`create or replace function bench_forget() returns trigger language plpgsql as 'begin return null; end'`
  for (const table of ['component_people', 'count_deltas', 'places', 'enrolled_again']) {
    await sql`drop trigger if exists bench_forget on ${sql(table)}`
    if (is)
      await sql`create trigger bench_forget before insert on ${sql(table)} for each row execute function bench_forget()`
  }
}
