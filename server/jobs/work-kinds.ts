import { randomUUID } from 'node:crypto'
import type { Fact } from '@pavior/shared/campaign/fact.ts'
import { Filter } from '@pavior/shared/filter/filter.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'
import { filterSql } from '../people/filter-sql.ts'
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

/** The people whose turn it is; `cursor` stands for all up to here, those who need not be asked among them. */
type Batch = { people: string[]; cursor: string }

type Kind = {
  /** How many people it is about, as of now. */
  total: () => Promise<number>
  /** The next behind a cursor; undefined: all are done. */
  after: (cursor: string | null) => Promise<Batch | undefined>
  factFor: (person: string) => Fact
  /** Why nobody else is to be reacted for, in words for the author. */
  reasonToStop: () => Promise<string | undefined>
}

const NONE = '00000000-0000-0000-0000-000000000000'
/** Behind every id: all enrollments are done. */
const ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const Counted = z.object({ count: z.number() })
const Person = z.object({ id: z.string() })
const Asked = z.object({ id: z.string(), fits: z.boolean() })
const Inside = z.object({ id: z.string(), person_id: z.string() })

/**
 * What a bulk work of this kind does; batches are at most so long.
 * @param ahead milliseconds by which the product's clock is ahead of the database's
 */
export async function workOf(sql: Sql, work: Work, batch: number, ahead: number): Promise<Kind> {
  switch (work.kind) {
    case 'enroll': {
      const { fits } = await audienceOf(sql, work, ahead)
      return {
        ...everybody(sql, work, batch, fits),
        factFor: enrolls(work),
        reasonToStop: () => enrollingEnds(sql, work),
      }
    }
    case 'flips':
      return { ...everybody(sql, work, batch, sql`true`), factFor: lookedAt(work), reasonToStop: goesOn }
    case 'look':
      return { ...insideAndNoted(sql, work, batch), factFor: lookedAt(work), reasonToStop: goesOn }
  }
}

/** Whoever the audience can't match need not be asked; the engine decides about the others. (A bare fragment would be run by `await`.) */
async function audienceOf(sql: Sql, { team, campaign }: Work, ahead: number): Promise<{ fits: Fragment }> {
  const [row] = await sql`
    select v.graph -> 'audience' as audience, floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now
    from campaigns c join campaign_versions v on v.team_id = c.team_id and v.campaign_id = c.id and v.version = c.version
    where c.team_id = ${team} and c.id = ${campaign}`
  if (row === undefined) return { fits: sql`true` }
  const { audience, now } = Audience.parse(row)
  return { fits: filterSql(sql, audience, { team, now: now + ahead }) }
}

const Audience = z.object({ audience: Filter, now: z.number() })

const goesOn = () => Promise.resolve(undefined)

const enrolls =
  ({ id, team, campaign }: Work) =>
  (person: string): Fact => ({ kind: 'enroll', id: workFactId(id, person), team, person, campaign })

const lookedAt =
  ({ team }: Work) =>
  (person: string): Fact => ({ kind: 'time', id: randomUUID(), team, person })

/** The team's people, by people's key. Whoever became another one (C25) or was erased (C26) is not among them. */
function everybody(sql: Sql, { team }: Work, batch: number, fits: Fragment): Pick<Kind, 'total' | 'after'> {
  return {
    total: () =>
      countIn(
        sql,
        sql`select count(*)::int as count from people p where p.team_id = ${team} and p.merged_into is null and p.erased_at is null and (${fits})`,
      ),
    after: async cursor => {
      // So many people are looked at in any case: a batch ends soon, however few of them fit.
      const rows = z.array(Asked).parse(
        await sql`
          select p.id, coalesce((${fits}), false) as fits from people p
          where p.team_id = ${team} and p.id > ${cursor ?? NONE}::uuid and p.merged_into is null and p.erased_at is null
          order by p.id limit ${batch}`,
      )
      const last = rows.at(-1)
      return last && { people: rows.flatMap(({ id, fits }) => (fits ? [id] : [])), cursor: last.id }
    },
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
    total: () =>
      countIn(
        sql,
        sql`
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
        const last = inside.at(-1)
        if (last) return { people: inside.map(({ person_id }) => person_id), cursor: last.id }
      }
      const people = z.array(Person).parse(
        await sql`
          select id from people where team_id = ${team} and noted <> '[]' and noted @> ${noted} and id > ${lastNoted}::uuid
          order by id limit ${batch}`,
      )
      const last = people.at(-1)
      lastNoted = last?.id ?? lastNoted
      return last && { people: people.map(({ id }) => id), cursor: ALL }
    },
  }
}

/** With the patience that counting millions takes. */
async function countIn(sql: Sql, query: Fragment): Promise<number> {
  return await sql.begin('read only', async tx => {
    await tx`set local statement_timeout = '5min'`
    const [row] = await tx`${query}`
    return Counted.parse(row).count
  })
}

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
