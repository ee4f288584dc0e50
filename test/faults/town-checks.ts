import type { Sql } from 'postgres'
import { z } from 'zod'
import type { MailProvider } from '../house/mail-provider.ts'

/** What of a town is not at rest yet; empty: nothing is in flight. */
export async function openWork(sql: Sql, team: string): Promise<string[]> {
  const rows = z.array(z.object({ what: z.string(), count: z.number() })).parse(
    await sql`
      select 'timers' as what, count(*)::int as count from timers where team_id = ${team} and due_at <= clock_timestamp() + interval '1 minute'
      union all select 'flips', count(*)::int from people where team_id = ${team} and flip_at <= clock_timestamp() + interval '1 minute'
      union all select 'emails', count(*)::int from emails where team_id = ${team} and state in ('due', 'handing')
      union all select 'bulk works', count(*)::int from campaign_work where team_id = ${team} and ended_at is null
      union all select 'webhooks', count(*)::int from webhook_deliveries where team_id = ${team}`,
  )
  return rows.flatMap(({ what, count }) => (count > 0 ? [`${count} ${what}`] : []))
}

const Found = z.array(z.object({ what: z.string() }))

/** Whoever waits, or watches for a while, is woken: a row in `timers` says when. */
export async function forgotten(sql: Sql, team: string): Promise<string[]> {
  return Found.parse(
    await sql`
      select format('nothing wakes enrollment %s, in which something waits', e.id) as what from enrollments e
      where e.team_id = ${team} and e.status = 'active' and e.standing @> '[{"kind": "waiting"}]'
        and not exists (select from timers t where t.team_id = e.team_id and t.enrollment_id = e.id)`,
  ).map(({ what }) => what)
}

/** The ways through the drip. */
const WAYS = [
  'connected matched, sales assigned, wait passed, well-done sent',
  'connected unmatched, help sent, later sent, pause passed, wait passed',
]

/** Each signup went the drip's way once, to the end or out of it; time brought everybody into what time alone opens. */
export async function drippedWrong(
  sql: Sql,
  team: string,
  people: readonly string[],
  upgraded: ReadonlySet<string>,
): Promise<string[]> {
  const rows = z.array(z.object({ person: z.string(), name: z.string(), status: z.string(), acts: z.string() })).parse(
    await sql`
        select e.person_id as person, c.name, e.status,
          coalesce((select string_agg(a.component || ' ' || a.outcome, ', ' order by a.component) from acts a
            where a.team_id = e.team_id and a.enrollment_id = e.id), '') as acts
        from enrollments e join campaigns c on c.team_id = e.team_id and c.id::text = e.campaign_id
        where e.team_id = ${team} and c.name in ('Drip', 'Lately')`,
  )
  return people.flatMap(person => {
    const drips = rows.filter(one => one.person === person && one.name === 'Drip')
    const lately = rows.filter(one => one.person === person && one.name === 'Lately')
    const wrong: string[] = []
    const [drip] = drips
    if (drips.length !== 1 || !drip) wrong.push(`${person} went ${drips.length} times through the drip`)
    else if (drip.status === 'completed' ? !WAYS.includes(drip.acts) : drip.status !== 'exited')
      wrong.push(`${person} is ${drip.status} with ${drip.acts}`)
    else if (drip.status === 'exited' && !upgraded.has(person)) wrong.push(`${person} exited and never upgraded`)
    if (lately.length !== 1 || lately[0]?.status !== 'completed')
      wrong.push(`C1: ${person} entered ${lately.length} times by time`)
    return wrong
  })
}

/** S5: what is handed over arrived once, and nothing else did. */
export async function emailedWrong(sql: Sql, team: string, provider: MailProvider): Promise<string[]> {
  const rows = z
    .array(z.object({ id: z.string(), state: z.string() }))
    .parse(await sql`select id, state from emails where team_id = ${team}`)
  const came = new Map<string, number>()
  for (const { tags } of provider.taken) {
    const id = tags.find(({ name }) => name === 'email')?.value ?? 'nobody knows which'
    came.set(id, (came.get(id) ?? 0) + 1)
  }
  const wrong = rows.flatMap(({ id, state }) => {
    const times = came.get(id) ?? 0
    came.delete(id)
    const right = state === 'handed' ? times === 1 : state === 'revoked' && times === 0
    return right ? [] : [`S5: the email ${id} is ${state} and came ${times} times`]
  })
  return [...wrong, ...[...came.keys()].map(id => `S5: the email ${id} came and is nobody's`)]
}
