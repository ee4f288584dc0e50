import type { StatisticsChart } from '@pavior/shared/protocol/statistics.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'
import { type Which, within } from '../arrivals.ts'
import { unknownCampaign } from '../drafts.ts'
import { hasTotals, QUARTER, totalsOf } from './totals.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How long a period may be for a step of this length: a chart has some hundred points at most. */
const steps = [
  ['hour', 4 * DAY],
  ['day', 400 * DAY],
  ['week', 2_800 * DAY],
  ['month', Number.POSITIVE_INFINITY],
] as const

const Began = z.object({ began: z.date(), published: z.array(z.object({ version: z.number(), at: z.coerce.date() })) })
const Point = z.object({ at: z.date(), entered: z.number(), left: z.number() })

/**
 * How often people entered and left, in steps of the team's zone: whoever came again counts again, unlike in the
 * campaign's numbers, which know each person's latest enrollment only (T2). Without a beginning: since the campaign
 * was first published. Throws `not-found`.
 */
export async function chartOf(sql: Sql, which: Which, zone: string, now: Instant): Promise<StatisticsChart> {
  const { team, campaign, period } = which
  const [known] = await sql`
    select least(c.created_at, min(v.published_at)) as began, coalesce(
      jsonb_agg(jsonb_build_object('version', v.version, 'at', v.published_at) order by v.version)
        filter (where v.version is not null), '[]') as published
    from campaigns c left join campaign_versions v on v.team_id = c.team_id and v.campaign_id = c.id
    where c.team_id = ${team} and c.id = ${campaign} group by c.team_id, c.id`
  if (!known) throw unknownCampaign()
  const { began, published } = Began.parse(known)
  const to = new Date(Math.min(period?.to?.getTime() ?? now, now))
  // Nothing happened before; an hour is shown at least.
  const from = new Date(Math.min(Math.max(period?.from?.getTime() ?? 0, began.getTime()), to.getTime() - HOUR))
  const long = to.getTime() - from.getTime()
  const [step] = steps.find(([, most]) => long <= most) ?? ['month']
  const span: Which = { ...which, period: { from, to } }
  const counted = hasTotals(which) ? byTotals(sql, which, from, to) : byEnrollments(sql, span)
  const by = sql`date_trunc(${step}, at, ${zone})`
  const points = z.array(Point).parse(
    await sql`
      select s.at, coalesce(c.entered, 0) as entered, coalesce(c.left, 0) as left
      from generate_series(date_trunc(${step}, ${from}::timestamptz, ${zone}), ${to}::timestamptz - interval '1 millisecond',
        ${`1 ${step}`}::interval, ${zone}) as s(at)
      left join (select ${by} as at, sum(entered)::int as entered, sum("left")::int as left from (${counted}) as every group by 1) as c
        using (at) order by 1`,
  )
  return {
    step,
    zone,
    points: points.map(({ at, ...people }) => ({ at: at.toISOString(), ...people })),
    published: published
      .filter(({ at }) => at >= from && at < to)
      .map(one => ({ version: one.version, at: one.at.toISOString() })),
  }
}

/** Rows of `at, entered, left`; by the key of totals. Who comes again is no more in the numbers of those who left, and has left all the same. */
function byTotals(sql: Sql, which: Which, from: Date, to: Date): Fragment {
  // In a quarter that has begun is told what happened before, too.
  const first = new Date(Math.floor(from.getTime() / QUARTER) * QUARTER)
  const only = sql`component = '' and outcome in ('entered', 'again', 'completed', 'ended', 'exited', 'removed')`
  return sql`
    select at, case when count in ('entered', 'again') then change else 0 end as entered,
      case when count <> 'entered' then change else 0 end as "left"
    from (${totalsOf(sql, { ...which, period: { from: first, to } }, only)}) as moved`
}

/** The same row by row, for one version (to which people are moved, C23) and for a period of any length; by enrollments_newest. */
function byEnrollments(sql: Sql, which: Which): Fragment {
  const { team, campaign, version } = which
  const mine = sql`
    team_id = ${team} and campaign_id = ${campaign} and not (status = 'removed' and cause = 'merged')
    ${version === 0 ? sql`` : sql`and version = ${version}`}`
  return sql`
    select entered_at as at, 1 as entered, 0 as "left" from enrollments where ${mine} ${within(sql, which, sql`entered_at`)}
    union all select left_at, 0, 1 from enrollments where ${mine} ${within(sql, which, sql`left_at`)}`
}
