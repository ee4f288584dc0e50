import type { CampaignGraph, Component, Port } from '@pavior/shared/campaign/campaign.ts'
import type { LookFirst, Statistics } from '@pavior/shared/protocol/statistics.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { isAlways, leftAt, type Which, within } from '../arrivals.ts'
import { leftRows } from './pages.ts'

/** How many of each kind are named. */
const MOST = 3
/** Of how many people reasons are looked up: the newest. */
const AMONG = 1000

/** What deserves a look, by the newest graph of those that are meant. */
export async function lookFirst(
  sql: Sql,
  which: Which,
  graphs: readonly CampaignGraph[],
  { components }: Statistics,
): Promise<LookFirst[]> {
  const numberOf = (component: string, count: string) => Number(components[component]?.[count] ?? 0)
  const most = (kind: LookFirst['kind'], people: (component: string) => number) =>
    Object.keys(components)
      .map(component => ({ kind, component, people: people(component), of: numberOf(component, 'arrived') }))
      .filter(one => one.people > 0)
      .sort((a, b) => b.people - a.people)
      .slice(0, MOST)
  const ends = deadEnds(graphs[0])
  const lostAt = (id: string) =>
    (ends.get(id) ?? []).reduce((sum, port) => sum + numberOf(id, port), numberOf(id, 'left'))
  const found = [
    ...most('failed', id => numberOf(id, 'failed')),
    ...most('lost', lostAt),
    ...most('skipped', id => numberOf(id, 'skipped')),
  ]
  const exits = new Map(graphs.toReversed().flatMap(graph => graph.exits.map(({ id, name }) => [id, name] as const)))
  return await Promise.all(
    found.map(async one => {
      const { kind, component } = one
      if (kind !== 'lost') return { ...one, reasons: await reasonsOf(sql, { ...which, component, outcome: kind }) }
      const went = await leftBecause(sql, which, component, exits)
      const answered = (ends.get(component) ?? []).map(port => ({
        reason: `${port}, and no line leads on from there`,
        people: numberOf(component, port),
      }))
      const reasons = [...went, ...answered].filter(({ people }) => people > 0)
      return { ...one, reasons: reasons.sort((a, b) => b.people - a.people) }
    }),
  )
}

/** Ports of Filters from which nothing follows, where something does from the other. */
function deadEnds(graph: CampaignGraph | undefined): Map<Component['id'], Port[]> {
  const found = new Map<Component['id'], Port[]>()
  for (const { id, type } of graph?.components ?? []) {
    if (type !== 'filter') continue
    const led = new Set(graph?.dependencies.flatMap(({ from, port }) => (from === id && port ? [port] : [])))
    if (led.size === 1) found.set(id, led.has('matched') ? ['unmatched'] : ['matched'])
  }
  return found
}

const Reason = z.object({ reason: z.string(), people: z.number() })

/** Why people were skipped or failed, as the component said it to each; by component_people_newest and the key of acts. */
async function reasonsOf(
  sql: Sql,
  which: Which & { component: string; outcome: 'skipped' | 'failed' },
): Promise<LookFirst['reasons']> {
  const { team, campaign, version, component, outcome } = which
  return z.array(Reason).parse(
    await sql`
      select coalesce(a.reason, 'no reason was noted') as reason, count(*)::int as people from (
        select person_id from component_people
        where team_id = ${team} and campaign_id = ${campaign} and version = ${version} and component = ${component}
          and outcome = ${outcome} ${within(sql, which, sql`at`)}
        order by at desc, person_id desc limit ${AMONG}) as p
      left join lateral (
        select a.reason from enrollments e
        join acts a on a.team_id = e.team_id and a.enrollment_id = e.id and a.component = ${component} and a.outcome = ${outcome}
        where e.team_id = ${team} and e.person_id = p.person_id and e.campaign_id = ${campaign}
        order by e.entered_at desc limit 1) as a on true
      group by 1 order by 2 desc, 1 limit 5`,
  )
}

const Unsent = z.object({ component: z.string(), people: z.number() })

/** Of whoever a form refused within the period, how many never sent it; by the key of component_people. */
export async function unsentOf(sql: Sql, which: Which): Promise<Record<string, number>> {
  const { team, campaign, version } = which
  const rows = z.array(Unsent).parse(
    await sql`
      select component, count(*) filter (where not exists (
        select from component_people s
        where s.team_id = r.team_id and s.campaign_id = r.campaign_id and s.version = r.version
          and s.component = r.component and s.outcome = 'submitted' and s.person_id = r.person_id))::int as people
      from component_people r
      where team_id = ${team} and campaign_id = ${campaign} and version = ${version} and outcome = 'refused'
        ${within(sql, which, sql`at`)} group by 1`,
  )
  return Object.fromEntries(rows.map(({ component, people }) => [component, people]))
}

const Left = z.object({ status: z.string(), cause: z.string().nullable(), people: z.number() })

/** How those left who were still at a component. */
async function leftBecause(
  sql: Sql,
  which: Which,
  component: string,
  exits: ReadonlyMap<string, string>,
): Promise<LookFirst['reasons']> {
  const gone = isAlways(which)
    ? leftRows(sql, { ...which, component }, { limit: AMONG })
    : leftAt(sql, which, component)
  const rows = z.array(Left).parse(
    await sql`
      select e.status, e.cause, count(*)::int as people from (
        select enrollment_id from (${gone}) as gone where true ${within(sql, which, sql`at`)}
        order by at desc limit ${AMONG}) as gone
      join enrollments e on e.team_id = ${which.team} and e.id = gone.enrollment_id group by 1, 2`,
  )
  return rows.map(({ status, cause, people }) => ({
    reason: status === 'exited' && cause !== null ? `exited: ${exits.get(cause) ?? cause}` : status,
    people,
  }))
}
