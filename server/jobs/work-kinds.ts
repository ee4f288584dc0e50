import { randomUUID } from 'node:crypto'
import type { Fact } from '@pavior/shared/campaign/fact.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { workFactId } from './ids.ts'

/** A row of `campaign_work`. */
export type Work = {
  team: string
  id: string
  campaign: string
  kind: 'enroll' | 'look' | 'flips'
  cursor: string | null
  total: number | null
  ended_at: Date | null
}

/** A person whose turn it is; `cursor` stands for all up to them. */
type Turn = { person: string; cursor: string }

type Kind = {
  /** How many people it is about, as of now. */
  total: () => Promise<number>
  /** The next people behind a cursor; nobody: it is done. */
  after: (cursor: string | null) => Promise<Turn[]>
  factFor: (person: string) => Fact
  /** Why nobody else is to be reacted for, in words for the author. */
  reasonToStop: () => Promise<string | undefined>
}

const NONE = '00000000-0000-0000-0000-000000000000'
/** Behind every id: all enrollments are done. */
const ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const Counted = z.object({ count: z.number() })
const Person = z.object({ id: z.string() }).transform(({ id }): Turn => ({ person: id, cursor: id }))
const Inside = z
  .object({ id: z.string(), person_id: z.string() })
  .transform(({ id, person_id }): Turn => ({ person: person_id, cursor: id }))

/** What a bulk work of this kind does; batches are at most so long. */
export function workOf(sql: Sql, work: Work, batch: number): Kind {
  switch (work.kind) {
    case 'enroll':
      return { ...everybody(sql, work, batch), factFor: enrolls(work), reasonToStop: () => enrollingEnds(sql, work) }
    case 'flips':
      return { ...everybody(sql, work, batch), factFor: lookedAt(work), reasonToStop: goesOn }
    case 'look':
      return { ...insideAndNoted(sql, work, batch), factFor: lookedAt(work), reasonToStop: goesOn }
  }
}

const goesOn = () => Promise.resolve(undefined)

const enrolls =
  ({ id, team, campaign }: Work) =>
  (person: string): Fact => ({ kind: 'enroll', id: workFactId(id, person), team, person, campaign })

const lookedAt =
  ({ team }: Work) =>
  (person: string): Fact => ({ kind: 'time', id: randomUUID(), team, person })

/** The team's people, by people's key. Whoever became another one (C25) or was erased (C26) is not among them. */
function everybody(sql: Sql, { team }: Work, batch: number): Pick<Kind, 'total' | 'after'> {
  return {
    total: async () =>
      countIn(
        await sql`select count(*)::int as count from people where team_id = ${team} and merged_into is null and erased_at is null`,
      ),
    after: async cursor =>
      z.array(Person).parse(
        await sql`
          select id from people where team_id = ${team} and id > ${cursor ?? NONE}::uuid and merged_into is null and erased_at is null
          order by id limit ${batch}`,
      ),
  }
}

/**
 * Whoever is inside, by enrollments_campaign, then who was noted while it was paused (C24), by people_noted: those
 * become fewer as they are looked at, so their place needs no note.
 */
function insideAndNoted(sql: Sql, { team, campaign }: Work, batch: number): Pick<Kind, 'total' | 'after'> {
  const noted = sql.json([campaign])
  let lastNoted = NONE
  return {
    total: async () =>
      countIn(
        await sql`
          select ((select count(*) from enrollments where team_id = ${team} and campaign_id = ${campaign} and status = 'active')
            + (select count(*) from people where team_id = ${team} and noted <> '[]' and noted @> ${noted}))::int as count`,
      ),
    after: async cursor => {
      if (cursor !== ALL) {
        const inside = z.array(Inside).parse(
          await sql`
            select id, person_id from enrollments
            where team_id = ${team} and campaign_id = ${campaign} and status = 'active' and id > ${cursor ?? NONE}::uuid
            order by id limit ${batch}`,
        )
        if (inside.length > 0) return inside
      }
      const people = z.array(Person).parse(
        await sql`
          select id from people where team_id = ${team} and noted <> '[]' and noted @> ${noted} and id > ${lastNoted}::uuid
          order by id limit ${batch}`,
      )
      lastNoted = people.at(-1)?.cursor ?? lastNoted
      return people.map(({ person }) => ({ person, cursor: ALL }))
    },
  }
}

const countIn = ([row]: readonly unknown[]): number => Counted.parse(row).count

const Standing = z.object({ status: z.string(), changed: z.boolean() })

/** C4: on resuming, and on a publication that changes the audience, the author is asked anew. */
async function enrollingEnds(sql: Sql, { team, id, campaign }: Work): Promise<string | undefined> {
  const [row] = await sql`
    select c.status, coalesce(now.graph -> 'audience' is distinct from v.graph -> 'audience', false) as changed
    from campaign_work w join campaigns c on c.team_id = w.team_id and c.id = w.campaign_id
    left join campaign_versions now on now.team_id = c.team_id and now.campaign_id = c.id and now.version = c.version
    left join lateral (
      select graph from campaign_versions o where o.team_id = c.team_id and o.campaign_id = c.id and o.published_at <= w.created_at
      order by o.version desc limit 1) v on true
    where w.team_id = ${team} and w.id = ${id} and c.id = ${campaign}`
  if (row === undefined) return 'The campaign is gone.'
  const { status, changed } = Standing.parse(row)
  if (status === 'paused') return 'The campaign was paused.'
  if (status !== 'active') return 'The campaign was deleted.'
  return changed ? 'The campaign was published with another audience.' : undefined
}
