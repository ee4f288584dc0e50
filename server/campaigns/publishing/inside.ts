import { randomUUID } from 'node:crypto'
import type { Campaigns } from '@pavior/shared/campaign/campaigns.ts'
import { type Happening, type Outlook, outlook } from '@pavior/shared/dry-run/outlook.ts'
import type { Around } from '@pavior/shared/dry-run/react.ts'
import type { InsidePage, InsideView, OutlookView } from '@pavior/shared/protocol/campaigns.ts'
import { type Instant, toIso } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { cursorOf, readCursor } from '../../database/cursor.ts'
import { type Loaded, loadLives } from '../../engine/load.ts'
import { isCalled } from '../../people/called.ts'
import { publishable } from '../check.ts'
import { readCampaign } from '../drafts.ts'
import type { LiveTeam } from '../live.ts'
import type { Page } from '../people-lists.ts'
import { ifPublished } from './plan.ts'

const Row = z.object({
  id: z.string(),
  person_id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  at: z.string(),
})
const Answer = z.object({ total: z.number(), data: z.array(Row) })

/**
 * Whoever is inside, the last to enter first, and what the publication of the draft would mean for each, by staying and
 * by moving: followed by the engine itself on copies of their lives (C23). Throws `invalid` where errors stand against it.
 */
export async function insideOf(
  sql: Sql,
  team: LiveTeam,
  id: string,
  { component, ...page }: Page & { component?: string | undefined },
  now: Instant,
): Promise<InsidePage> {
  const graph = publishable(team, (await readCampaign(sql, team.id, id)).draft)
  const { total, data } = Answer.parse(await pageOf(sql, team.id, id, component, page))
  const rows = data.slice(0, page.limit)
  const [stay, move] = [ifPublished(team, id, graph, 'stay'), ifPublished(team, id, graph, 'move')]
  // Both ask the same of events: the same campaigns in the same versions.
  const people = [...new Set(rows.map(({ person_id }) => person_id))]
  const lives = people.length === 0 ? new Map() : await loadLives(sql, team, stay, people)
  const last = rows.at(-1)
  return {
    data: rows.flatMap(row => viewOf(team, row, lives.get(row.person_id), { stay, move }, now)),
    next: data.length > page.limit && last ? cursorOf(Date.parse(last.at), last.id) : null,
    total,
  }
}

/** By enrollments_campaign. */
async function pageOf(
  sql: Sql,
  team: string,
  id: string,
  component: string | undefined,
  { limit, after, search }: Page,
): Promise<unknown> {
  const cursor = after === undefined ? undefined : readCursor(after)
  const older = cursor ? sql`where (at, id) < (${cursor.at}, ${cursor.id})` : sql``
  const found = search === undefined ? sql`` : sql`and ${isCalled(sql, search)}`
  const here = component === undefined ? sql`` : sql`and e.standing @> ${sql.json([{ component }])}`
  const [row] = await sql`
    with wanted as (
      select e.id, e.person_id, date_trunc('milliseconds', e.entered_at) as at, p.name, p.email
      from enrollments e join people p on p.team_id = e.team_id and p.id = e.person_id
      where e.team_id = ${team} and e.campaign_id = ${id} and e.status = 'active' ${here} ${found}),
    page as (select * from wanted ${older} order by at desc, id desc limit ${limit + 1})
    select (select count(*)::int from wanted) as total,
      (select coalesce(jsonb_agg(page order by at desc, id desc), '[]') from page) as data`
  return row
}

type Known = ReturnType<Loaded['lives']['get']>

/** Nothing, for whoever has left since the list was read. */
function viewOf(
  team: LiveTeam,
  row: z.output<typeof Row>,
  known: Known,
  after: { stay: Campaigns; move: Campaigns },
  now: Instant,
): InsideView[] {
  const enrollment = known?.life.enrollments.get(row.id)
  if (!known || enrollment?.status !== 'active') return []
  const at = Math.max(now, known.life.person.factAt + 1)
  const person = { life: known.life, tallies: known.aside.tallies, number: known.number }
  const ahead = (campaigns: Campaigns) => outlookView(outlook(campaigns, person, aroundOf(team), row.id, at))
  const { id, name, email } = known.life.person
  return [
    {
      enrollment: row.id,
      person: { id, ...(name !== undefined && { name }), ...(email !== undefined && { email }) },
      version: enrollment.version,
      enteredAt: toIso(enrollment.enteredAt),
      stands: enrollment.standing.map(({ component, kind, since, until }) => ({
        component,
        kind,
        since: toIso(since),
        ...(until !== undefined && { until: toIso(until) }),
      })),
      stay: ahead(after.stay),
      move: ahead(after.move),
    },
  ]
}

/** Whoever is not away is taken to be there; whose turn it is then nobody knows. */
function aroundOf({ agents, away, inboxes, inbox, zone }: LiveTeam): Around {
  return {
    zone,
    agents,
    inboxes,
    inbox,
    isAvailable: agent => !away.has(agent),
    nextInTurn: (_, among) => among[0] ?? '',
    addressStatus: () => 'ok',
    newId: () => randomUUID(),
  }
}

const happeningIn = ({ acts, left }: Happening) => ({
  acts: acts.map(({ component, outcome, reason }) => ({ component, outcome, ...(reason !== undefined && { reason }) })),
  ...(left && { left: { status: left.status, ...(left.cause !== undefined && { cause: left.cause }) } }),
})

const outlookView = ({ now, stands, next }: Outlook): OutlookView => ({
  now: { ...happeningIn(now), dropped: now.dropped },
  stands: stands.map(({ component, kind, until }) => ({
    component,
    kind,
    ...(until !== undefined && { until: toIso(until) }),
  })),
  ...(next && { next: { ...happeningIn(next), at: toIso(next.at) } }),
})
