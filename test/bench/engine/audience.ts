import { filterSql } from '@pavior/server/people/filter-sql.ts'
import { Filter } from '@pavior/shared/filter/filter.ts'
import { middle } from '../measure.ts'
import type { Bench } from './bench.ts'
import { benchTeam, manyEvents, people } from './campaigns.ts'

const TEAM = 'bench-audience'
const ROUNDS = 5

/** What authors ask for, from what is in the person's row to what has to be looked up in their events. */
const audiences: Record<string, unknown> = {
  everybody: { all: [] },
  'a plan and a part of an address': {
    all: [
      { field: 'attributes.plan', op: 'equals', value: 'pro' },
      { field: 'email', op: 'contains', value: 'people.example' },
    ],
  },
  'not seen for a week, unless they write': {
    all: [
      { field: 'lastSeenAt', op: 'not-within-last', value: 'P7D' },
      { not: { field: 'conversations.open', op: 'greater', value: 0 } },
    ],
  },
  'three orders above 50 within 30 days, or none': {
    any: [
      {
        field: 'event.order',
        op: 'count-at-least',
        value: 3,
        within: 'P30D',
        where: { field: 'amount', op: 'greater', value: 50 },
      },
      { field: 'event.order', op: 'not-happened' },
    ],
  },
}

/** How many of 100,000 people with 5 events each an audience matches, as the database counts them; floor: counting all of them. */
export async function benchAudience({ sql, scale }: Bench): Promise<void> {
  const all = Math.round(100_000 * scale)
  await benchTeam(sql, TEAM)
  await people(sql, TEAM, all)
  await manyEvents(sql, TEAM)
  for (const [name, audience] of Object.entries(audiences)) {
    const filter = Filter.parse(audience)
    const runs: { ms: number; count: number }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now()
      const [row] = await sql`
        select count(*)::int as count from people p
        where p.team_id = ${TEAM} and p.merged_into is null and p.erased_at is null and ${filterSql(sql, filter, { team: TEAM, now: Date.now() })}`
      runs.push({ ms: performance.now() - began, count: Number(row?.count) })
    }
    const { ms, count } = middle(runs, run => run.ms)
    console.log(
      `  ${name.padEnd(48)} ${count.toLocaleString('en').padStart(8)} of ${all.toLocaleString('en')} people in ${Math.round(ms)} ms (≤ 1,000)`,
    )
  }
}
