import { journalAfter } from '@pavior/server/people/reads.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import { told } from '@pavior/shared/journal/replay.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'

/**
 * What the numbers of a team must be, counted again from the journal alone (for the erased, whose journal is gone, from
 * the tombstones they left, C26); and what they are. Keys are `campaign version component outcome`, for people with
 * the person behind.
 */
export async function recount(sql: Sql, team: string): Promise<{ people: Difference; numbers: Difference }> {
  const counted = new Counted()
  const everybody = People.parse(await sql`select id, merged_into, erased_at from people where team_id = ${team}`)
  const streams = new Map<string, Entry[]>()
  for (const { id } of everybody) streams.set(id, await journalAfter(sql, team, id, 0, 1_000_000))
  for (const { id, merged_into, erased_at } of everybody) {
    if (merged_into !== null) continue
    if (erased_at === null)
      countPerson(
        counted,
        id,
        told(stream => streams.get(stream) ?? [], id),
      )
    else await countTombstone(counted, sql, team, id)
  }
  return {
    people: difference(new Map([...counted.people].map(key => [key, 1])), await storedPeople(sql, team)),
    numbers: difference(counted.numbers, await storedNumbers(sql, team)),
  }
}

const People = z.array(z.object({ id: z.string(), merged_into: z.string().nullable(), erased_at: z.date().nullable() }))

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

class Counted {
  readonly people = new Set<string>()
  readonly numbers = new Map<string, number>()

  add(key: string): void {
    this.numbers.set(key, (this.numbers.get(key) ?? 0) + 1)
  }

  /** T1: a person counts once for each outcome, however often. */
  did(person: string, key: string): void {
    if (!this.people.has(`${key} ${person}`)) this.add(key)
    this.people.add(`${key} ${person}`)
  }
}

type Arrival = { component: string; from: string | undefined; outcome?: string }

type Way = {
  id: string
  campaign: string
  version: number
  status: string
  cause?: string | undefined
  enteredAt: number
  /** What stands, or stood when they left, by component. */
  standing: Map<string, { kind: string; from: string | undefined }>
  acts: Arrival[]
}

type Outcome = { campaign: string; version: number; enrollment: string; component: string; outcome: string }

/** What one life counts for, read off its entries. */
function countPerson(counted: Counted, person: string, entries: readonly Entry[]): void {
  const ways = new Map<string, Way>()
  let outcomes: Outcome[] = []
  for (const entry of entries) {
    if (!('enrollment' in entry)) continue
    if (entry.kind === 'entered') {
      const { enrollment: id, campaign, version, at: enteredAt } = entry
      ways.set(id, { id, campaign, version, status: 'active', enteredAt, standing: new Map(), acts: [] })
      continue
    }
    const way = ways.get(entry.enrollment)
    if (!way) throw new Error(`an entry of enrollment ${entry.enrollment}, which nobody entered`)
    const { campaign, version, id: enrollment, standing } = way
    const outcome = (component: string, outcome: string) =>
      outcomes.push({ campaign, version, enrollment, component, outcome })
    switch (entry.kind) {
      case 'listening':
      case 'waiting':
      case 'watching':
        standing.set(entry.component, { kind: entry.kind, from: entry.from })
        break
      case 'acted':
        standing.delete(entry.component)
        way.acts.push({ component: entry.component, from: entry.from, outcome: entry.outcome })
        outcome(entry.component, entry.outcome)
        if (entry.outcome !== 'skipped' && entry.outcome !== 'failed') outcome(entry.component, 'acted')
        break
      case 'act-revoked':
        outcomes = outcomes.filter(
          one =>
            one.enrollment !== enrollment ||
            one.component !== entry.component ||
            !['sent', 'acted'].includes(one.outcome),
        )
        outcome(entry.component, entry.outcome)
        break
      case 'engaged':
        outcome(entry.component, entry.outcome)
        break
      case 'moved':
        way.version = entry.version
        for (const component of entry.dropped) standing.delete(component)
        break
      case 'left':
        way.status = entry.status
        way.cause = entry.cause
        break
      case 'heard':
      case 'looked':
        break
      default:
        throw new Error(`a kind of entry that is not counted: ${JSON.stringify(entry satisfies never)}`)
    }
  }
  for (const { campaign, version, component, outcome } of outcomes)
    for (const which of [0, version]) counted.did(person, `${campaign} ${which} ${component} ${outcome}`)
  countWays(counted, [...ways.values()])
}

function countWays(counted: Counted, ways: readonly Way[]): void {
  for (const { campaign, version, status, cause, standing, acts } of ways) {
    for (const { component, from } of [
      ...acts,
      ...Array.from(standing, ([component, one]) => ({ component, ...one })),
    ]) {
      if (from === undefined) continue
      const port = acts.find(act => act.component === from)?.outcome
      counted.add(`${campaign} 0 ${component} from ${port === 'matched' || port === 'unmatched' ? port : '-'} ${from}`)
    }
    if (status === 'completed' ? cause !== 'entered-again' : status === 'removed' && cause === 'merged') continue
    for (const [component, { kind }] of standing)
      for (const which of [0, version])
        counted.add(`${campaign} ${which} ${component} ${status === 'active' ? kind : 'left'}`)
  }
  const newest = latest(ways)
  for (const way of ways) {
    if (newest.includes(way) || (way.status === 'removed' && way.cause === 'merged')) continue
    counted.add(`${way.campaign} ${way.version}  again`)
    counted.add(`${way.campaign} 0  again`)
  }
  for (const { campaign, version, status, cause } of newest)
    for (const which of [0, version]) {
      counted.add(`${campaign} ${which}  entered`)
      counted.add(`${campaign} ${which}  ${status}`)
      if (status === 'exited') counted.add(`${campaign} ${which}  exited ${cause}`)
    }
}

/** T2: by the person's latest enrollment, not counting those a merge removed. */
function latest(ways: readonly Way[]): Way[] {
  const found = new Map<string, Way>()
  for (const one of ways) {
    if (one.status === 'removed' && one.cause === 'merged') continue
    const other = found.get(one.campaign)
    const isLater =
      !other || one.enteredAt > other.enteredAt || (one.enteredAt === other.enteredAt && one.id > other.id)
    if (isLater) found.set(one.campaign, one)
  }
  return [...found.values()]
}

/** C26: what an erased person did is known from the lists alone; their ways are kept, and nothing stands in any. */
async function countTombstone(counted: Counted, sql: Sql, team: string, person: string): Promise<void> {
  const rows = Counts.parse(
    await sql`
      select concat_ws(' ', campaign_id, version, component, outcome) as key from component_people
      where team_id = ${team} and person_id = ${person}`,
  )
  for (const { key } of rows) counted.did(person, key)
  const enrollments = Kept.parse(
    await sql`
      select e.campaign_id as campaign, e.version, e.id, e.status, e.cause, floor(extract(epoch from e.entered_at) * 1000)::float8 as entered, e.standing,
        (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('component', component, 'from', "from", 'outcome', outcome))), '[]')
          from acts a where a.team_id = e.team_id and a.enrollment_id = e.id) as acts
      from enrollments e where team_id = ${team} and person_id = ${person}`,
  )
  countWays(
    counted,
    enrollments.map(({ entered, standing, ...way }) => ({
      ...way,
      cause: way.cause ?? undefined,
      enteredAt: entered,
      standing: new Map(standing.map(({ component, ...one }) => [component, { ...one, from: one.from }])),
      acts: way.acts.map(act => ({ ...act, from: act.from })),
    })),
  )
}

const Kept = z.array(
  z.object({
    campaign: z.string(),
    version: z.number(),
    id: z.string(),
    status: z.string(),
    cause: z.string().nullable(),
    entered: z.number(),
    standing: z.array(z.object({ component: z.string(), kind: z.string(), from: z.string().optional() })),
    acts: z.array(z.object({ component: z.string(), from: z.string().optional(), outcome: z.string() })),
  }),
)

const Counts = z.array(z.object({ key: z.string() }))

const Stored = z.array(z.object({ key: z.string(), count: z.number() }))
const asMap = (rows: unknown) => new Map(Stored.parse(rows).map(({ key, count }) => [key, count]))

const storedPeople = async (sql: Sql, team: string) =>
  asMap(
    await sql`
      select concat_ws(' ', campaign_id, version, component, outcome, person_id) as key, 1 as count
      from component_people where team_id = ${team}`,
  )

/** Deltas and sums in one statement: one is folded into the other meanwhile. So is what is kept over time, which says the same. */
async function storedNumbers(sql: Sql, team: string) {
  const numbers = (table: 'sums' | 'totals') => sql`
    select concat_ws(' ', campaign_id, version, component, outcome) as key, sum(count)::int as count from (
      select campaign_id, version, component, outcome, delta as count from count_deltas where team_id = ${team}
      union all select campaign_id, version, component, outcome, count from ${sql(table)} where team_id = ${team}) as all_of_them
    group by 1 having sum(count) <> 0`
  const [row] = await sql`
    with in_all as (${numbers('sums')}), over_time as (${numbers('totals')})
    select (select coalesce(json_agg(in_all), '[]') from in_all) as in_all, (select coalesce(json_agg(over_time), '[]') from over_time) as over_time`
  const both = z.object({ in_all: Stored, over_time: Stored }).parse(row)
  const [inAll, overTime] = [asMap(both.in_all), asMap(both.over_time)]
  const apart = difference(inAll, overTime)
  if (Object.keys(apart).length > 0) throw new Error(`sums and totals say different things: ${JSON.stringify(apart)}`)
  return inAll
}
