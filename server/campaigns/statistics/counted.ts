import type { Fragment, Sql } from 'postgres'

/** Sums and what is not folded into them yet: rows of `campaign_id, component, outcome, count`; by the key of sums. */
export const countedOf = (sql: Sql, where: Fragment): Fragment => sql`
  select campaign_id, component, outcome, sum(count)::int as count from (
    select campaign_id, component, outcome, count from sums where ${where}
    union all select campaign_id, component, outcome, delta from count_deltas where ${where}) as every
  group by 1, 2, 3`
