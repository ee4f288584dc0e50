import type { StatisticsChart } from '@pavior/shared/protocol/statistics.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { type Which, within } from '../arrivals.ts'
import { unknownCampaign } from '../drafts.ts'

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
 * When people entered and left, in steps of the team's zone. Whoever did so twice counts in both steps, unlike in the
 * campaign's numbers, which know each person's latest enrollment only (T2). Without a beginning: since the campaign
 * was first published. Throws `not-found`.
 */
export async function chartOf(sql: Sql, which: Which, zone: string, now: Instant): Promise<StatisticsChart> {
  const { team, campaign, version, period } = which
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
  const mine = sql`
    team_id = ${team} and campaign_id = ${campaign} and not (status = 'removed' and cause = 'merged')
    ${version === 0 ? sql`` : sql`and version = ${version}`}`
  const span: Which = { ...which, period: { from, to } }
  const per = (at: 'entered_at' | 'left_at') => sql`
    select date_trunc(${step}, ${sql(at)}, ${zone}) as at, count(distinct person_id)::int as people
    from enrollments where ${mine} ${within(sql, span, sql`${sql(at)}`)} group by 1`
  const points = z.array(Point).parse(
    await sql`
      select s.at, coalesce(e.people, 0) as entered, coalesce(l.people, 0) as left
      from generate_series(date_trunc(${step}, ${from}::timestamptz, ${zone}), ${to}::timestamptz - interval '1 millisecond',
        ${`1 ${step}`}::interval, ${zone}) as s(at)
      left join (${per('entered_at')}) as e using (at) left join (${per('left_at')}) as l using (at) order by 1`,
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
