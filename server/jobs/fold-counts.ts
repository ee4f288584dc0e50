import type { Sql } from 'postgres'
import { z } from 'zod'

const Folded = z.object({ folded: z.number() })

/** How many deltas one run folds: small enough to be over in a moment. */
const BATCH = 20_000

/**
 * Folds `count_deltas` into sums, and into totals of a quarter of an hour each. A read takes them and what is not folded
 * yet in one statement, so it never matters when this runs; SKIP LOCKED lets processes share the work. Gives how many deltas went.
 */
export async function foldCounts(sql: Sql): Promise<number> {
  const [row] = await sql`
    with gone as (
      delete from count_deltas where id in (select id from count_deltas order by id limit ${BATCH} for update skip locked)
      returning team_id, campaign_id, version, component, outcome, delta, at),
    summed as (
      select team_id, campaign_id, version, component, outcome, date_bin('15 minutes', at, 'epoch') as bucket, sum(delta)::int as count
      from gone group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6),
    in_all as (
      insert into sums (team_id, campaign_id, version, component, outcome, count)
      select team_id, campaign_id, version, component, outcome, sum(count)::int from summed group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (team_id, campaign_id, version, component, outcome) do update set count = sums.count + excluded.count),
    over_time as (
      insert into totals (team_id, campaign_id, version, component, outcome, bucket, count) select * from summed
      on conflict (team_id, campaign_id, version, component, outcome, bucket) do update set count = totals.count + excluded.count)
    select count(*)::int as folded from gone`
  return Folded.parse(row).folded
}
