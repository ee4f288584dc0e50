import type { Filter } from '@pavior/shared/filter/filter.ts'
import { Entry } from '@pavior/shared/journal/entry.ts'
import type { Enrollment, Life } from '@pavior/shared/journal/life.ts'
import { replay } from '@pavior/shared/journal/replay.ts'
import type { Person } from '@pavior/shared/people/person.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { EnrollmentView, PersonView } from '@pavior/shared/protocol/views.ts'
import { type Instant, toIso } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import type { LiveTeam } from '../campaigns/live.ts'
import { readEnrollment, readJournalRow, readPerson } from '../database/rows.ts'
import { isCalled } from './called.ts'
import { filterSql } from './filter-sql.ts'
import { erasedPerson } from './named.ts'

/** The person behind an id; an old id leads to whom they turned out to be (C25). Throws `not-found`, and `gone` (C26). */
export async function personOf(sql: Sql, team: string, id: string): Promise<Person> {
  const [row] = await sql`
    select q.* from people p join people q on q.team_id = p.team_id and q.id = coalesce(p.merged_into, p.id)
    where p.team_id = ${team} and p.id = ${id}`
  if (!row) throw new Problem('not-found', 'There is no such person.')
  if (row.erased_at !== null) throw erasedPerson()
  return readPerson(row).person
}

type AskedOf = {
  after?: { at: Date; id: string } | undefined
  /** Only those it fits. */
  filter?: Filter | undefined
  /** Only those who are called so. */
  search?: string | undefined
  now: Instant
}

/** People by when they were first seen, the newest first; by people_seen. */
export async function peopleOf(
  sql: Sql,
  team: string,
  limit: number,
  { after, filter, search, now }: AskedOf,
): Promise<Person[]> {
  const older = after ? sql`and (p.first_seen_at, p.id) < (${after.at}, ${after.id})` : sql``
  const fits = filter ? sql`and (${filterSql(sql, filter, { team, now })})` : sql``
  const found = search === undefined ? sql`` : sql`and ${isCalled(sql, search)}`
  const rows = await sql`
    select p.* from people p
    where p.team_id = ${team} and p.merged_into is null and p.erased_at is null ${older} ${fits} ${found}
    order by p.first_seen_at desc, p.id desc limit ${limit}`
  return rows.map(row => readPerson(row).person)
}

export function personView(person: Person, online: boolean): PersonView {
  const {
    factAt: _factAt,
    sources: _sources,
    openConversations: _openConversations,
    lastMessageAt: _lastMessageAt,
    firstSeenAt,
    lastSeenAt,
    signedUpAt,
    ...same
  } = person
  const known = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined))
  return {
    ...known,
    id: person.id,
    type: person.type,
    attributes: person.attributes,
    firstSeenAt: toIso(firstSeenAt),
    ...(lastSeenAt !== undefined && { lastSeenAt: toIso(lastSeenAt) }),
    ...(signedUpAt !== undefined && { signedUpAt: toIso(signedUpAt) }),
    online,
  }
}

export async function enrollmentsOf(
  sql: Sql,
  team: string,
  person: string,
): Promise<(Enrollment & { campaignStatus: string })[]> {
  const rows = await sql`
    select e.*, c.status as campaign_status from enrollments e
    join campaigns c on c.team_id = e.team_id and c.id::text = e.campaign_id
    where e.team_id = ${team} and e.person_id = ${person} order by e.entered_at desc limit 200`
  const Status = z.object({ campaign_status: z.string() })
  return rows.map(row => ({ ...readEnrollment(row).enrollment, campaignStatus: Status.parse(row).campaign_status }))
}

export function enrollmentView(one: Enrollment & { campaignStatus: string }, team: LiveTeam): EnrollmentView {
  const { id, campaign, version, status, enteredAt, leftAt, cause, campaignStatus } = one
  return {
    id,
    campaign: {
      id: campaign,
      name: team.campaignNames.get(campaign) ?? 'A campaign that is gone',
      status: campaignStatus,
    },
    version,
    status,
    enteredAt: toIso(enteredAt),
    ...(leftAt !== undefined && { leftAt: toIso(leftAt) }),
    ...(cause !== undefined && { cause }),
  }
}

/** The person's own stream, oldest first, after a number. */
export async function journalAfter(
  sql: Sql,
  team: string,
  stream: string,
  after: number,
  limit: number,
): Promise<Entry[]> {
  const rows = await sql`
    select * from journal where team_id = ${team} and stream = ${stream} and number > ${after} order by number limit ${limit}`
  return rows.map(row => Entry.parse(readJournalRow(row).entry))
}

/** The whole life of a person as their journal tells it, with the streams that were merged in (S6). */
export async function replayPerson(sql: Sql, team: string, person: string): Promise<Life> {
  const streams = new Map<string, Entry[]>()
  const open = [person]
  for (let stream = open.pop(); stream !== undefined; stream = open.pop()) {
    if (streams.has(stream)) continue
    const entries = await journalAfter(sql, team, stream, 0, 1_000_000)
    streams.set(stream, entries)
    for (const entry of entries) if (entry.kind === 'merged') open.push(entry.stream)
  }
  return replay(stream => streams.get(stream) ?? [], person)
}
