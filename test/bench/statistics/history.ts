import { readFileSync } from 'node:fs'
import type { LiveTeams } from '@pavior/server/campaigns/live.ts'
import type { Sql } from 'postgres'
import { makeLive } from '../../house/publish.ts'
import { people } from '../engine/campaigns.ts'

const CAMPAIGNS = 50
const PEOPLE = 200_000
/** Of each person: ten million of all. */
const ENTRIES = 50

const asked = (number: number): object => ({
  name: `Campaign ${number}`,
  components: [
    {
      id: 'pro',
      type: 'filter',
      position: { x: 0, y: 0 },
      settings: { filter: { field: 'attributes.plan', op: 'equals', value: 'pro' }, watch: 'once' },
    },
    { id: 'wait', type: 'wait', position: { x: 0, y: 100 }, settings: { for: 'P1D' } },
    { id: 'hello', type: 'send-message', position: { x: 0, y: 200 }, settings: { content: 'Hello' } },
  ],
  dependencies: [
    { from: 'pro', to: 'wait', port: 'matched' },
    { from: 'pro', to: 'hello', port: 'unmatched' },
    { from: 'wait', to: 'hello' },
  ],
  audience: { field: 'attributes.plan', op: 'equals', value: 'nobody has this' },
  exits: [{ id: 'over', name: 'Over', filter: { field: 'attributes.over', op: 'equals', value: true } }],
})

/**
 * A team's month, as the engine would have stored it: 200,000 people with 50 entries each in their journals, the first
 * of 50 campaigns with all of them, the others with four each of every person. Gives the campaigns' ids.
 */
export async function history(sql: Sql, teams: LiveTeams, team: string, scale: number): Promise<string[]> {
  const campaigns: string[] = []
  for (let number = 0; number < CAMPAIGNS; number++)
    campaigns.push((await makeLive(sql, teams, team, asked(number))).id)
  await people(sql, team, Math.round(PEOPLE * scale))
  await sql`create table bench_people as select row_number() over (order by id)::int as n, id from people where team_id = ${team} and type = 'signup'`
  await sql`
    insert into journal (team_id, stream, number, at, kind, v, data)
    select ${team}, id, number, date_trunc('milliseconds', now() - (${ENTRIES} - number) * interval '14 hours'), 'page-viewed', 1,
      jsonb_build_object('url', 'https://shop.example/' || number)
    from bench_people, generate_series(1, ${ENTRIES}::int) number`
  await sql`update people set entries = ${ENTRIES} where team_id = ${team} and id in (select id from bench_people)`
  await enrolled(sql, team, campaigns)
  await counted(sql, team)
  for (const table of ['people', 'journal', 'enrollments', 'acts', 'component_people', 'totals', 'sums'])
    await sql`vacuum analyze ${sql(table)}`
  return campaigns
}

/** Of ten people one waits, one left by the exit while waiting, one was removed, the others are through. */
async function enrolled(sql: Sql, team: string, campaigns: readonly string[]): Promise<void> {
  await sql`
    insert into enrollments (team_id, id, person_id, campaign_id, version, status, entered_at, left_at, cause, standing, open_forms)
    select ${team}, uuidv7(entered_at - now()), person, campaign, 1, status, entered_at,
      case when status <> 'active' then least(entered_at + interval '1 day', now()) end,
      case status when 'exited' then 'over' when 'removed' then 'by-hand' end,
      case when status in ('active', 'exited') then jsonb_build_array(jsonb_build_object(
        'component', 'wait', 'kind', 'waiting', 'from', 'pro', 'since', floor(extract(epoch from entered_at) * 1000)::bigint,
        'until', floor(extract(epoch from entered_at) * 1000)::bigint + 864000000)) else '[]' end, '[]'
    from (
      select p.id as person, (${[...campaigns]}::text[])[1 + c.place] as campaign,
        date_trunc('milliseconds', now() - (p.n::bigint * 37 % 43200) * interval '1 minute') as entered_at,
        case (p.n + c.place) % 10 when 0 then 'active' when 1 then 'exited' when 2 then 'removed' else 'completed' end as status
      from bench_people p cross join lateral (
        select 0 as place union all select 1 + (p.n * 8 + k * 11) % ${CAMPAIGNS - 1} from generate_series(1, 4) k) as c) as made`
  await sql`
    insert into acts (team_id, enrollment_id, component, at, outcome, "from", reason)
    select e.team_id, e.id, did.component, e.entered_at + did.later, did.outcome, did.came, did.reason from enrollments e
    cross join lateral (
      select 'pro' as component, interval '0' as later, 'matched' as outcome, null as came, null as reason
      union all select 'wait', interval '1 day', 'passed', 'pro', null where e.status = 'completed'
      union all select 'hello', interval '1 day', case when random() < 0.05 then 'skipped' else 'sent' end, 'wait', 'it would have been empty'
        where e.status = 'completed') as did
    where e.team_id = ${team}`
}

/** Lists and totals of what was made, as they follow from it; the rest of the numbers as the migration that brought them counts them. */
async function counted(sql: Sql, team: string): Promise<void> {
  await sql.begin(async sql => {
    await sql`analyze enrollments, acts`
    await sql`set local work_mem = '500MB'`
    await sql`set local maintenance_work_mem = '500MB'`
    // Postgres 18 would clear a memory of that size for each of millions of rows.
    await sql`set local enable_memoize = off`
    // Made behind the rows they take a minute, row by row hours: of each person a place of its own in the index.
    const indexes = await sql`
      select indexname, indexdef from pg_indexes
      where tablename = 'component_people' and indexdef not like 'CREATE UNIQUE%'`
    for (const { indexname } of indexes) await sql`drop index ${sql(String(indexname))}`
    await sql`
      insert into component_people (team_id, campaign_id, version, component, outcome, person_id, at)
      select a.team_id, e.campaign_id, v.version, a.component, o.outcome, e.person_id, a.at
      from acts a join enrollments e on e.team_id = a.team_id and e.id = a.enrollment_id
      cross join (values (0), (1)) as v(version)
      cross join lateral (
        select a.outcome union all select 'acted' where a.outcome <> 'skipped'
        union all select 'seen' where a.outcome = 'sent' and e.person_id::text < '8') as o(outcome)
      where a.team_id = ${team} order by 1, 2, 3, 4, 5, 6`
    for (const { indexdef } of indexes) await sql.unsafe(String(indexdef))
    await sql`
      insert into totals (team_id, campaign_id, version, component, outcome, bucket, count)
      select team_id, campaign_id, version, component, outcome, date_bin('15 minutes', at, 'epoch'), count(*)::int
      from component_people where team_id = ${team} group by 1, 2, 3, 4, 5, 6`
    await sql`
      insert into totals (team_id, campaign_id, version, component, outcome, bucket, count)
      select e.team_id, e.campaign_id, v.version, o.component, o.outcome, date_bin('15 minutes', o.at, 'epoch'), count(*)::int
      from enrollments e cross join (values (0), (1)) as v(version)
      cross join lateral (
        select '' as component, 'entered' as outcome, e.entered_at as at
        union all select '', e.status, coalesce(e.left_at, e.entered_at)
        union all select '', 'exited over', e.left_at where e.status = 'exited'
        union all select 'wait', 'waiting', e.entered_at where e.status = 'active') as o
      where e.team_id = ${team} group by 1, 2, 3, 4, 5, 6`
    for (const statement of readFileSync(BACKFILL, 'utf8').split('--> statement-breakpoint'))
      if (statement.includes('INSERT INTO'))
        await sql.unsafe(
          statement.replaceAll(/FROM (enrollments|totals)/g, `FROM (SELECT * FROM $1 WHERE team_id = '${team}')`),
        )
  })
}

const BACKFILL = new URL('../../../migrations/0011_counts-in-one-row.sql', import.meta.url)
