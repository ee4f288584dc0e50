import type { Sql } from 'postgres'
import { z } from 'zod'

/**
 * What the numbers of a team must be, counted again from acts, messages, presses and enrollments; and what they are.
 * Keys are `campaign version component outcome`, for people with the person behind.
 */
export async function recount(sql: Sql, team: string): Promise<{ people: Difference; numbers: Difference }> {
  const enrollments = Enrollments.parse(await sql`select * from enrollments where team_id = ${team}`)
  const byId = new Map(enrollments.map(one => [one.id, one]))
  const people = new Set<string>()
  const numbers = new Map<string, number>()
  const add = (key: string) => numbers.set(key, (numbers.get(key) ?? 0) + 1)
  for (const { enrollment, component, outcome } of await outcomes(sql, team)) {
    const one = byId.get(enrollment)
    if (!one) throw new Error(`an outcome of enrollment ${enrollment}, which is nobody's`)
    for (const version of [0, one.version]) {
      const key = `${one.campaign_id} ${version} ${component} ${outcome}`
      if (!people.has(`${key} ${one.person_id}`)) add(key)
      people.add(`${key} ${one.person_id}`)
    }
  }
  for (const { campaign_id, version, status, standing } of enrollments)
    for (const { component, kind } of status === 'active' ? standing : [])
      for (const which of [0, version]) add(`${campaign_id} ${which} ${component} ${kind}`)
  for (const { campaign_id, version, status, cause } of latest(enrollments))
    for (const which of [0, version]) {
      add(`${campaign_id} ${which}  entered`)
      add(`${campaign_id} ${which}  ${status}`)
      if (status === 'exited') add(`${campaign_id} ${which}  exited ${cause}`)
    }
  return {
    people: difference(new Map([...people].map(key => [key, 1])), await storedPeople(sql, team)),
    numbers: difference(numbers, await storedNumbers(sql, team)),
  }
}

/** By key: what must be and what is, where they differ. */
type Difference = Record<string, { must: number; is: number }>

function difference(must: Map<string, number>, is: Map<string, number>): Difference {
  const keys = [...new Set([...must.keys(), ...is.keys()])].sort()
  return Object.fromEntries(
    keys.flatMap(key => {
      const [a, b] = [must.get(key) ?? 0, is.get(key) ?? 0]
      return a === b ? [] : [[key, { must: a, is: b }]]
    }),
  )
}

const Enrollments = z.array(
  z.object({
    id: z.string(),
    person_id: z.string(),
    campaign_id: z.string(),
    version: z.number(),
    status: z.string(),
    cause: z.string().nullable(),
    entered_at: z.date(),
    standing: z.array(z.object({ component: z.string(), kind: z.string() })),
  }),
)
type EnrollmentRow = z.output<typeof Enrollments>[number]

/** T2: by each person's latest enrollment, not counting those a merge removed. */
function latest(enrollments: EnrollmentRow[]): EnrollmentRow[] {
  const found = new Map<string, EnrollmentRow>()
  const order = (one: EnrollmentRow) => `${one.entered_at.toISOString()} ${one.id}`
  for (const one of enrollments) {
    if (one.status === 'removed' && one.cause === 'merged') continue
    const key = `${one.campaign_id} ${one.person_id}`
    const other = found.get(key)
    if (!other || order(other) < order(one)) found.set(key, one)
  }
  return [...found.values()]
}

const Outcomes = z.array(z.object({ enrollment: z.string(), component: z.string(), outcome: z.string() }))

async function outcomes(sql: Sql, team: string): Promise<z.output<typeof Outcomes>> {
  return Outcomes.parse(
    await sql`
      select enrollment_id::text as enrollment, component, outcome from acts where team_id = ${team}
      union all
      select enrollment_id::text, component, 'acted' from acts
      where team_id = ${team} and outcome not in ('skipped', 'failed')
      union all
      select data ->> 'enrollment', data ->> 'component', data ->> 'outcome' from journal
      where team_id = ${team} and kind = 'engaged'`,
  )
}

const Counted = z.array(z.object({ key: z.string(), count: z.number() }))
const asMap = (rows: unknown) => new Map(Counted.parse(rows).map(({ key, count }) => [key, count]))

const storedPeople = async (sql: Sql, team: string) =>
  asMap(
    await sql`
      select concat_ws(' ', campaign_id, version, component, outcome, person_id) as key, 1 as count
      from component_people where team_id = ${team}`,
  )

/** Deltas and totals in one statement: one is folded into the other meanwhile. */
const storedNumbers = async (sql: Sql, team: string) =>
  asMap(
    await sql`
      select concat_ws(' ', campaign_id, version, component, outcome) as key, sum(count)::int as count from (
        select campaign_id, version, component, outcome, delta as count from count_deltas where team_id = ${team}
        union all select campaign_id, version, component, outcome, count from totals where team_id = ${team}) as all_of_them
      group by 1 having sum(count) <> 0`,
  )
