import { type CampaignCount, type ComponentCount, standingCounts } from '@pavior/shared/campaign/counts.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { PeopleList } from '@pavior/shared/protocol/statistics.ts'
import { toIso } from '@pavior/shared/text.ts'
import type { Fragment, Sql } from 'postgres'
import { z } from 'zod'
import { cursorOf, readCursor } from '../database/cursor.ts'
import { isCalled } from '../people/called.ts'
import { everybodyAt, isAlways, latestOf, leftAt, standingAt, type Which, within } from './arrivals.ts'
import { unknownCampaign, unknownVersion } from './drafts.ts'
import { type Cut, enrolled, type PageOf, pageOfCampaign, pageOfComponent } from './statistics/pages.ts'

export type Page = Cut & {
  search?: string | undefined
  /** Only these people. */
  people?: readonly string[] | undefined
}

/** The people behind a component's number. */
export async function componentPeople(
  sql: Sql,
  which: Which & { component: string; count: ComponentCount },
  page: Page,
): Promise<PeopleList> {
  await mustExist(sql, which)
  await mustHave(sql, which)
  const isWhole = page.search === undefined && page.people === undefined
  if (isWhole && (isAlways(which) || hasRows(which.count)))
    return await paged(sql, which.team, pageOfComponent(sql, which, page), page)
  return await listed(sql, which.team, behindComponent(sql, which), page)
}

/** What component_people has rows of. */
const hasRows = (count: ComponentCount): boolean =>
  count !== 'left' && count !== 'arrived' && !standingCounts.some(one => one === count)

/** The people behind a campaign's number, each by their latest enrollment (T2). */
export async function campaignPeople(
  sql: Sql,
  which: Which & { count: CampaignCount; exit?: string | undefined },
  page: Page,
): Promise<PeopleList> {
  await mustExist(sql, which)
  if (page.search === undefined && page.people === undefined)
    return await paged(sql, which.team, pageOfCampaign(sql, which, page), page)
  const { count, exit } = which
  const rows = sql`
    select person_id, enrollment_id, ${count === 'entered' || count === 'active' ? sql`entered_at` : sql`left_at`} as at, cause as reason
    from (${latestOf(sql, which)}) as latest
    where true ${count === 'entered' ? sql`` : sql`and status = ${count}`}
      ${exit === undefined ? sql`` : sql`and status = 'exited' and cause = ${exit}`}`
  return await listed(sql, which.team, rows, page)
}

/** Rows of `person_id, at`, and of `enrollment_id, reason` where they are known; each person once. */
function behindComponent(sql: Sql, which: Which & { component: string; count: ComponentCount }): Fragment {
  const { team, campaign, version, component, count } = which
  const now = within(sql, which, sql`at`)
  const left = leftAt(sql, which, component)
  const stands = standingCounts.find(one => one === count)
  if (stands !== undefined)
    return sql`
      select person_id, at, enrollment_id, null as reason from (${standingAt(sql, which, component)}) as standing
      where kind = ${stands} ${now}`
  if (count === 'left')
    return sql`select person_id, at, enrollment_id, null as reason from (${left}) as gone where true ${now}`
  if (count === 'arrived')
    return enrolled(
      sql,
      which,
      sql`select person_id, at from (${everybodyAt(sql, which, left, component)}) as arrived where true ${now}`,
    )
  const did = sql`
    select person_id, at from component_people
    where team_id = ${team} and campaign_id = ${campaign} and version = ${version} and component = ${component}
      and outcome = ${count} ${now}`
  return enrolled(sql, which, did)
}

const Row = z.object({
  person_id: z.string(),
  enrollment_id: z.string(),
  at: z.string(),
  reason: z.string().nullable(),
  type: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  erased: z.boolean(),
})
const Answer = z.object({ total: z.number(), data: z.array(Row) })

/** A page and its number, of one moment: in one statement. Only who is on the page is looked up, however many there are. */
async function paged(sql: Sql, team: string, { rows, total, tie }: PageOf, { limit }: Page): Promise<PeopleList> {
  // An enrollment's id holds its moment. Those of before ids did are out of order among them, and none is left out.
  const order = tie === 'enrollment_id' ? sql`enrollment_id desc` : sql`at desc, person_id desc`
  const [row] = await sql`
    with page as (
      select l.person_id, l.enrollment_id, l.at, l.reason, p.type, p.name, p.email, p.erased_at is not null as erased
      from (select * from (${rows}) as every order by ${order} limit ${limit + 1}) as l
      join people p on p.team_id = ${team} and p.id = l.person_id)
    select (${total}) as total, (select coalesce(jsonb_agg(page order by ${order}), '[]') from page) as data`
  const { total: number, data } = Answer.parse(row)
  return { ...pageOf(data, limit, tie), total: number }
}

/** The same of a part of a list, which is gone through for it. */
async function listed(
  sql: Sql,
  team: string,
  people: Fragment,
  { limit, after, search, people: only }: Page,
): Promise<PeopleList> {
  const cursor = after === undefined ? undefined : readCursor(after)
  const older = cursor ? sql`where (at, person_id) < (${cursor.at}, ${cursor.id})` : sql``
  const found = sql`
    ${search === undefined ? sql`` : sql`and ${isCalled(sql, search)}`}
    ${only === undefined ? sql`` : sql`and p.id = any(${[...only]}::uuid[])`}`
  const [row] = await sql`
    with wanted as (
      select l.person_id, l.enrollment_id, date_trunc('milliseconds', l.at) as at, l.reason, p.type, p.name, p.email,
        p.erased_at is not null as erased
      from (${people}) as l join people p on p.team_id = ${team} and p.id = l.person_id where true ${found}),
    page as (select * from wanted ${older} order by at desc, person_id desc limit ${limit + 1})
    select (select count(*)::int from wanted) as total,
      (select coalesce(jsonb_agg(page order by at desc, person_id desc), '[]') from page) as data`
  const { total, data } = Answer.parse(row)
  return { ...pageOf(data, limit), total }
}

/** What is shown of the rows of a page, of which there is one more where another page follows. */
function pageOf(
  data: z.output<typeof Row>[],
  limit: number,
  tie: PageOf['tie'] = 'person_id',
): Omit<PeopleList, 'total'> {
  const shown = data.slice(0, limit)
  const last = shown.at(-1)
  return {
    data: shown.map(({ person_id: id, enrollment_id: enrollment, at, reason, type, name, email, erased }) => ({
      person: erased ? null : { id, type, ...(name !== null && { name }), ...(email !== null && { email }) },
      enrollment,
      at: toIso(Date.parse(at)),
      ...(reason !== null && { reason }),
    })),
    next: data.length > limit && last ? cursorOf(Date.parse(last.at), last[tie]) : null,
  }
}

async function mustExist(sql: Sql, { team, campaign, version }: Which): Promise<void> {
  const [row] = await sql`
    select v.version from campaigns c
    left join campaign_versions v on v.team_id = c.team_id and v.campaign_id = c.id and v.version = ${version}
    where c.team_id = ${team} and c.id = ${campaign}`
  if (!row) throw unknownCampaign()
  if (version !== 0 && row.version === null) throw unknownVersion()
}

async function mustHave(
  sql: Sql,
  { team, campaign, version, component }: Which & { component: string },
): Promise<void> {
  const [row] = await sql`
    select from campaign_versions where team_id = ${team} and campaign_id = ${campaign}
      ${version === 0 ? sql`` : sql`and version = ${version}`}
      and graph->'components' @> ${sql.json([{ id: component }])} limit 1`
  if (!row) throw new Problem('not-found', 'The campaign has no such component in what was published.')
}
