import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { wayOf } from '@pavior/shared/campaign/counts.ts'
import type { Statistics, StatisticsWays } from '@pavior/shared/protocol/statistics.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'
import { isAlways, ofReturned, type Which, within } from '../arrivals.ts'
import { countedOf } from './counted.ts'

type Ways = StatisticsWays['ways']

const Arrived = z.object({ to: z.string(), from: z.string(), port: z.string().nullable(), people: z.number() })
type Arrived = z.output<typeof Arrived>

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
    (several.length > 0 ? await arrivedAlong(sql, which, several) : []).map(({ from, to, port, people }) => [
      nameOf(from, to, port ?? undefined),
      people,
    ]),
  )
  return Array.from(lines, ([name, line]) => ({
    ...line,
    people: several.includes(line.to) ? (counted.get(name) ?? 0) : Number(components[line.to]?.arrived ?? 0),
  }))
}

const nameOf = (from: string, to: string, port: string | undefined) => JSON.stringify([from, to, port ?? ''])

const arrivedAlong = (sql: Sql, which: Which, components: string[]) =>
  which.version === 0 && isAlways(which) ? alongSums(sql, which, components) : alongEnrollments(sql, which, components)

const Along = z.object({ to: z.string(), way: z.string(), people: z.number() })

/** By the plain sums; of who came again (T1), each by their latest arrival instead. */
async function alongSums(sql: Sql, which: Which, components: string[]): Promise<Arrived[]> {
  const { team, campaign } = which
  const returned = sql`returned`
  const sums = sql`
    team_id = ${team} and campaign_id = ${campaign} and version = 0 and component = any(${components}) and outcome like 'from %'`
  const rows = z.array(Along).parse(
    await sql`
      with returned as materialized (select * from ${ofReturned(sql, which)} as every),
      ever as (
        select component, ${way(sql)} as outcome, count(*)::int as count
        from (${ways(sql, which, components, returned)}) as w where "from" is not null group by 1, 2),
      latest as (
        select component, ${way(sql)} as outcome, people
        from (${latestWays(sql, which, components, returned)}) as l where "from" is not null)
      select component as to, outcome as way, (c.count - coalesce(e.count, 0) + coalesce(l.people, 0))::int as people
      from (${countedOf(sql, sums)}) as c left join ever e using (component, outcome) left join latest l using (component, outcome)`,
  )
  return rows.map(({ to, way, people }) => ({ to, people, port: null, ...wayOf(way) }))
}

/** Of a row of `from, port`: as `wayCount` names it. */
const way = (sql: Sql): Fragment => sql`'from ' || coalesce(port, '-') || ' ' || "from"`

const alongEnrollments = async (sql: Sql, which: Which, components: string[]): Promise<Arrived[]> =>
  z.array(Arrived).parse(
    await sql`select component as to, "from", port, people from (${latestWays(sql, which, components, sql`enrollments`)}) as every
      where "from" is not null`,
  )

/** Rows of `person_id, entered_at, merged, component, from, port, at`: every arrival; by enrollments_campaign and the key of acts. */
const ways = (sql: Sql, { team, campaign, version }: Which, components: string[], of: Fragment): Fragment => {
  const mine = sql`e.team_id = ${team} and e.campaign_id = ${campaign} ${version === 0 ? sql`` : sql`and e.version = ${version}`}`
  return sql`
    select w.*, case when f.outcome in ('matched', 'unmatched') then f.outcome end as port from (
      select e.id, e.person_id, e.entered_at, (e.status = 'removed' and e.cause = 'merged') as merged, s.component, s."from",
        case when e.status = 'active' then to_timestamp(s.since / 1000.0) else e.left_at end as at
      from ${of} e cross join lateral jsonb_to_recordset(e.standing) as s(component text, "from" text, since float8)
      where ${mine} and s.component = any(${components})
      union all
      select e.id, e.person_id, e.entered_at, (e.status = 'removed' and e.cause = 'merged'), a.component, a."from", a.at
      from ${of} e join acts a on a.team_id = e.team_id and a.enrollment_id = e.id and a.component = any(${components})
      where ${mine}) as w
    left join acts f on f.team_id = ${team} and f.enrollment_id = w.id and f.component = w."from"`
}

/** From where people came to these components, each by their latest arrival: rows of `component, from, port, people`. */
const latestWays = (sql: Sql, which: Which, components: string[], of: Fragment): Fragment => sql`
  select component, "from", port, count(*)::int as people from (
    select distinct on (person_id, component) component, "from", port, at
    from (${ways(sql, which, components, of)}) as w where merged is not true
    order by person_id, component, entered_at desc, at desc) as latest
  where true ${within(sql, which, sql`at`)} group by 1, 2, 3`
