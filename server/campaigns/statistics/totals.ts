import type { Fragment, Sql } from 'postgres'
import { type Which, within } from '../arrivals.ts'

/** How numbers moved: kept by quarters of an hour, in milliseconds, and of all versions only. */
export const QUARTER = 900_000

const isWhole = (moment: Date | undefined) => moment === undefined || moment.getTime() % QUARTER === 0

/** Whether they tell of this: of all versions, and of whole quarters of an hour. */
export const hasTotals = ({ version, period }: Which): boolean =>
  version === 0 && isWhole(period?.from) && isWhole(period?.to)

/**
 * Rows of `at, component, count, change` within the period, with what is not folded in yet; by the key of totals.
 * @param only which of the numbers, as a condition
 */
export function totalsOf(sql: Sql, which: Which, only: Fragment): Fragment {
  const mine = sql`team_id = ${which.team} and campaign_id = ${which.campaign} and version = 0 and ${only}`
  return sql`
    select * from (
      select bucket as at, component, outcome as count, count as change from totals where ${mine}
      union all select date_bin('15 minutes', at, 'epoch'), component, outcome, delta from count_deltas where ${mine}) as every
    where true ${within(sql, which, sql`at`)}`
}
