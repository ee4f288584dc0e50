import type { LapseSlice, LapseStep, TimeLapse } from '@pavior/shared/protocol/statistics.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'
import type { Which } from '../arrivals.ts'
import { unknownCampaign } from '../drafts.ts'

/** Up to so many people are shown one by one. */
const MOST_PEOPLE = 2000
/** And so many steps; who goes round in circles takes many. */
const MOST_STEPS = 50_000
/** A period of more people is told in so many slices. */
const SLICES = 240

const Span = z.object({ began: z.date(), people: z.number(), steps: z.number() })
const Step = z.object({
  who: z.number(),
  at: z.date(),
  kind: z.enum(['arrived', 'acted', 'left']),
  component: z.string().nullable(),
  from: z.string().nullable(),
  what: z.string().nullable(),
})
const Slice = Step.omit({ who: true, at: true }).extend({ slice: z.number(), people: z.number() })

/**
 * How people went through a campaign in a period: read off what they did and where they stand, since somebody arrives at
 * a component in the moment in which the one before it acts. Throws `not-found`.
 */
export async function timeLapseOf(sql: Sql, which: Which, now: Instant): Promise<TimeLapse> {
  const { team, campaign, period } = which
  const [known] = await sql`select from campaigns where team_id = ${team} and id = ${campaign}`
  if (!known) throw unknownCampaign()
  const [first] = await sql`
    select coalesce(min(entered_at), to_timestamp(${now / 1000})) as began from enrollments where team_id = ${team} and campaign_id = ${campaign}`
  const to = new Date(Math.min(period?.to?.getTime() ?? now, now))
  const began = z.object({ began: z.date() }).parse(first).began
  const from = new Date(Math.min(Math.max(period?.from?.getTime() ?? 0, began.getTime()), to.getTime() - 1))
  const steps = stepsIn(sql, which, from, to)
  const [size] = await sql`
    select count(*)::int as steps, count(distinct person_id)::int as people, ${from}::timestamptz as began from (${steps}) as s`
  const { people, steps: many } = Span.parse(size)
  const span = { from: from.toISOString(), to: to.toISOString(), people }
  if (people > MOST_PEOPLE || many > MOST_STEPS) return { ...span, slices: await slicesOf(sql, steps, from, to) }
  const rows = z.array(Step).parse(
    await sql`
      select dense_rank() over (order by person_id)::int - 1 as who, at, kind, component, "from", what
      from (${steps}) as s order by at, case kind when 'acted' then 0 when 'arrived' then 1 else 2 end, who`,
  )
  return { ...span, steps: rows.map(stepOf) }
}

/** Rows of `person_id, at, kind, component, from, what`; by enrollments_campaign and the key of acts. */
function stepsIn(sql: Sql, { team, campaign, version }: Which, from: Date, to: Date): Fragment {
  const mine = sql`
    e.team_id = ${team} and e.campaign_id = ${campaign} and not (e.status = 'removed' and e.cause = 'merged')
    and e.entered_at < ${to} and (e.left_at is null or e.left_at >= ${from})
    ${version === 0 ? sql`` : sql`and e.version = ${version}`}`
  return sql`
    select person_id, at, kind, component, "from", what from (
      select e.person_id, coalesce(f.at, e.entered_at) as at, 'arrived' as kind, a.component, a."from", null as what
      from enrollments e join acts a on a.team_id = e.team_id and a.enrollment_id = e.id
      left join acts f on f.team_id = e.team_id and f.enrollment_id = e.id and f.component = a."from" where ${mine}
      union all
      select e.person_id, a.at, 'acted', a.component, null, a.outcome
      from enrollments e join acts a on a.team_id = e.team_id and a.enrollment_id = e.id where ${mine}
      union all
      select e.person_id, to_timestamp(s.since / 1000.0), 'arrived', s.component, s."from", null
      from enrollments e cross join lateral jsonb_to_recordset(e.standing) as s(component text, "from" text, since float8) where ${mine}
      union all
      select e.person_id, e.left_at, 'left', null, null, e.status from enrollments e where ${mine} and e.left_at is not null) as every
    where at >= ${from} and at < ${to}`
}

async function slicesOf(sql: Sql, steps: Fragment, from: Date, to: Date): Promise<LapseSlice[]> {
  const each = Math.max(1000, Math.ceil((to.getTime() - from.getTime()) / SLICES))
  const rows = z.array(Slice).parse(
    await sql`
      select floor(extract(epoch from at - ${from}::timestamptz) * 1000 / ${each}::float8)::int as slice, kind, component, "from", what,
        count(*)::int as people
      from (${steps}) as s group by 1, 2, 3, 4, 5 order by 1, 6 desc`,
  )
  const slices = new Map<number, LapseSlice>()
  for (const { slice, kind, component, from: source, what, people } of rows) {
    const one = slices.get(slice) ?? {
      at: new Date(from.getTime() + slice * each).toISOString(),
      arrived: [],
      acted: [],
      left: [],
    }
    slices.set(slice, one)
    if (kind === 'left') one.left.push({ status: what ?? '', people })
    else if (component === null) continue
    else if (kind === 'arrived') one.arrived.push({ component, ...(source !== null && { from: source }), people })
    else one.acted.push({ component, outcome: what ?? '', people })
  }
  return [...slices.values()]
}

function stepOf({ who, at, kind, component, from, what }: z.output<typeof Step>): LapseStep {
  const base = { who, at: at.toISOString() }
  if (kind === 'left' || component === null) return { ...base, kind: 'left', status: what ?? '' }
  if (kind === 'arrived') return { ...base, kind, component, ...(from !== null && { from }) }
  return { ...base, kind, component, outcome: what ?? '' }
}
