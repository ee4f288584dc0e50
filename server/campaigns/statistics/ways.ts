import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { Statistics, StatisticsWays } from '@pavior/shared/protocol/statistics.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { type Which, within } from '../arrivals.ts'

type Ways = StatisticsWays['ways']

const Arrived = z.object({
  to: z.string(),
  from: z.string().nullable(),
  port: z.string().nullable(),
  people: z.number(),
})

/**
 * How many people arrived along each line of the graphs, each by their latest arrival. Where one line alone leads to a
 * component, that is all who arrived there; only where several do, the ways of each person are looked at.
 */
export async function waysOf(
  sql: Sql,
  which: Which,
  graphs: readonly CampaignGraph[],
  { components }: Statistics,
): Promise<Ways> {
  const lines = new Map<string, Omit<Ways[number], 'people'>>()
  for (const { from, to, port } of graphs.flatMap(({ dependencies }) => dependencies))
    lines.set(nameOf(from, to, port), { from, to, ...(port && { port }) })
  const into = Map.groupBy(lines.values(), ({ to }) => to)
  // In one version it may be a component of its own, in another one it may follow.
  const roots = new Set(
    graphs.flatMap(graph =>
      graph.components.map(({ id }) => id).filter(id => !graph.dependencies.some(({ to }) => to === id)),
    ),
  )
  const several = [...into].filter(([to, from]) => from.length > 1 || roots.has(to)).map(([to]) => to)
  const counted = new Map(
    (several.length > 0 ? await arrivedFrom(sql, which, several) : []).map(({ from, to, port, people }) => [
      nameOf(from ?? '', to, port ?? undefined),
      people,
    ]),
  )
  return Array.from(lines, ([name, line]) => ({
    ...line,
    people: several.includes(line.to) ? (counted.get(name) ?? 0) : Number(components[line.to]?.arrived ?? 0),
  }))
}

const nameOf = (from: string, to: string, port: string | undefined) => JSON.stringify([from, to, port ?? ''])

/** From where people came to these components; by enrollments_campaign and the key of acts. */
async function arrivedFrom(sql: Sql, which: Which, components: string[]): Promise<z.output<typeof Arrived>[]> {
  const { team, campaign, version } = which
  return z.array(Arrived).parse(
    await sql`
      select component as to, "from", port, count(*)::int as people from (
        select distinct on (w.person_id, w.component) w.component, w."from", w.at,
          case when f.outcome in ('matched', 'unmatched') then f.outcome end as port
        from (
          select e.id, e.person_id, e.entered_at, s.component, s."from",
            case when e.status = 'active' then to_timestamp(s.since / 1000.0) else e.left_at end as at
          from enrollments e cross join lateral jsonb_to_recordset(e.standing) as s(component text, "from" text, since float8)
          where e.team_id = ${team} and e.campaign_id = ${campaign} and s.component = any(${components})
            and not (e.status = 'removed' and e.cause = 'merged') ${version === 0 ? sql`` : sql`and e.version = ${version}`}
          union all
          select e.id, e.person_id, e.entered_at, a.component, a."from", a.at
          from enrollments e join acts a on a.team_id = e.team_id and a.enrollment_id = e.id and a.component = any(${components})
          where e.team_id = ${team} and e.campaign_id = ${campaign} and not (e.status = 'removed' and e.cause = 'merged')
            ${version === 0 ? sql`` : sql`and e.version = ${version}`}) as w
        left join acts f on f.team_id = ${team} and f.enrollment_id = w.id and f.component = w."from"
        order by w.person_id, w.component, w.entered_at desc, w.at desc) as latest
      where true ${within(sql, which, sql`at`)} group by 1, 2, 3`,
  )
}
