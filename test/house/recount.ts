import { readEnrollment } from '@pavior/server/database/rows.ts'
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

type Way = {
  id: string
  campaign: string
  version: number
  status: string
  cause?: string | undefined
  enteredAt: number
  /** What stands, by component. */
  standing: Map<string, string>
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
      ways.set(id, { id, campaign, version, status: 'active', enteredAt, standing: new Map() })
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
        standing.set(entry.component, entry.kind)
        break
      case 'acted':
        standing.delete(entry.component)
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
        standing.clear()
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
  for (const { campaign, version, standing } of ways)
    for (const [component, kind] of standing)
      for (const which of [0, version]) counted.add(`${campaign} ${which} ${component} ${kind}`)
  for (const { campaign, version, status, cause } of latest(ways))
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
  const enrollments =
    await sql`select *, '[]'::jsonb as acts from enrollments where team_id = ${team} and person_id = ${person}`
  countWays(
    counted,
    enrollments.map(row => ({ ...readEnrollment(row).enrollment, standing: new Map<string, string>() })),
  )
}

const Counts = z.array(z.object({ key: z.string() }))

const Stored = z.array(z.object({ key: z.string(), count: z.number() }))
const asMap = (rows: unknown) => new Map(Stored.parse(rows).map(({ key, count }) => [key, count]))

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
