import type { TimeLapse } from '@pavior/shared/protocol/statistics.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { Which } from '../arrivals.ts'
import { unknownCampaign } from '../drafts.ts'
import { lapseOfEach } from './lapse-each.ts'
import { lapseOfMany, movedAbout } from './lapse-many.ts'
import { hasTotals } from './totals.ts'

/** Up to so many people, and so many arrivals, are told to the millisecond: read, sent and drawn in a moment. */
const MOST = { people: 2000, arrivals: 10_000 }

/**
 * How a campaign filled in a period: how many went along each line, and by how much each number of a component changed,
 * so that at any moment, and at the end, they are the numbers of T1. Throws `not-found`.
 * @param most of more people or arrivals than these, slices are told
 */
export async function timeLapseOf(sql: Sql, which: Which, now: Instant, most = MOST): Promise<TimeLapse> {
  const { team, campaign, period } = which
  const [known] = await sql`select from campaigns where team_id = ${team} and id = ${campaign}`
  if (!known) throw unknownCampaign()
  const [first] = await sql`
    select coalesce(min(entered_at), to_timestamp(${now / 1000})) as began from enrollments where team_id = ${team} and campaign_id = ${campaign}`
  const { began } = z.object({ began: z.date() }).parse(first)
  const to = new Date(Math.min(period?.to?.getTime() ?? now, now))
  const from = new Date(Math.min(Math.max(period?.from?.getTime() ?? 0, began.getTime()), to.getTime() - 1))
  const { moves, numbers } =
    hasTotals(which) && (await movedAbout(sql, which)) > most.people
      ? await lapseOfMany(sql, which, { from, to })
      : await lapseOfEach(sql, which, { from, to }, most)
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    moves: moves.map(({ at, port, ...one }) => ({ at: at.toISOString(), ...one, ...(port !== null && { port }) })),
    numbers: numbers.map(one => ({ ...one, at: one.at.toISOString() })),
  }
}
