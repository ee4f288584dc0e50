import {
  type CampaignCount,
  type ComponentCount,
  campaignCounts,
  standingCounts,
} from '@pavior/shared/campaign/counts.ts'
import type { Fragment, Sql } from 'postgres'
import { readCursor } from '../../database/cursor.ts'
import {
  arriving,
  cameAgain,
  countedTwice,
  everybodyAt,
  isAlways,
  isLatest,
  leftAt,
  ofReturned,
  type Which,
  within,
} from '../arrivals.ts'
import { countedOf } from './counted.ts'

/** Where a page begins and how long it is. */
export type Cut = { limit: number; after?: string | undefined }

/**
 * A page of a list, without looking at the rest of it: `rows` of `person_id, enrollment_id, at, reason`, the newest first,
 * one more at least than are shown where another page follows; `total` is the number that is shown, of the same moment.
 * `tie`: in whose order those of one moment stand.
 */
export type PageOf = { rows: Fragment; total: Fragment; tie: 'person_id' | 'enrollment_id' }

/** Whose turn it is on the page, as a condition that follows others, and what ends it. */
const cut = (sql: Sql, { limit, after }: Cut, at: Fragment, person: Fragment): { older: Fragment; end: Fragment } => {
  const cursor = after === undefined ? undefined : readCursor(after)
  return {
    older: cursor ? sql`and (${at}, ${person}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)` : sql``,
    end: sql`order by at desc, person_id desc limit ${limit + 1}`,
  }
}

type AtComponent = Which & { component: string }

/** What was counted of a component under some of its counts, as a number. */
const counted = (
  sql: Sql,
  { team, campaign, version, component }: AtComponent,
  counts: readonly string[],
): Fragment => sql`
  select coalesce(sum(count), 0)::int from (${countedOf(
    sql,
    sql`team_id = ${team} and campaign_id = ${campaign} and version = ${version} and component = ${component} and outcome = any(${[...counts]})`,
  )}) as c`

/** Who got an outcome, in a period too; by component_people_newest. */
function pageOfOutcome(sql: Sql, which: AtComponent & { outcome: string }, asked: Cut): PageOf {
  const { team, campaign, version, component, outcome } = which
  const mine = sql`
    team_id = ${team} and campaign_id = ${campaign} and version = ${version} and component = ${component} and outcome = ${outcome}
    ${within(sql, which, sql`at`)}`
  const { older, end } = cut(sql, asked, sql`at`, sql`person_id`)
  return {
    tie: 'person_id',
    total: isAlways(which)
      ? counted(sql, which, [outcome])
      : sql`select count(*)::int from component_people where ${mine}`,
    rows: enrolled(sql, which, sql`select person_id, at from component_people where ${mine} ${older} ${end}`),
  }
}

/** Of all time, the people behind a component's number. */
export function pageOfComponent(sql: Sql, which: AtComponent & { count: ComponentCount }, asked: Cut): PageOf {
  const { count } = which
  if (count === 'left') return pageOfLeft(sql, which, asked)
  if (count === 'arrived') return pageOfArrived(sql, which, asked)
  const stands = standingCounts.find(one => one === count)
  if (stands !== undefined) return pageOfStanding(sql, which, stands, asked)
  return pageOfOutcome(sql, { ...which, outcome: count }, asked)
}

/** Who has a place of this kind there; by places_newest. */
const placed = (sql: Sql, { team, campaign, version, component }: AtComponent, kind: string): Fragment => sql`
  select every.person_id, every.enrollment_id, every.at from places every
  ${version === 0 ? sql`` : sql`join enrollments e on e.team_id = every.team_id and e.id = every.enrollment_id and e.version = ${version}`}
  where every.team_id = ${team} and every.campaign_id = ${campaign} and every.component = ${component} and every.kind = ${kind}`

/** Nobody stands at a component twice. */
function pageOfStanding(sql: Sql, which: AtComponent, kind: string, asked: Cut): PageOf {
  const { older, end } = cut(sql, asked, sql`every.at`, sql`every.person_id`)
  return {
    tie: 'person_id',
    total: counted(sql, which, [kind]),
    rows: sql`select *, null as reason from (${placed(sql, which, kind)} ${older} ${end}) as standing`,
  }
}

const correction = (sql: Sql, which: AtComponent, of: 'left' | 'twice'): Fragment => sql`
  coalesce((select ${of === 'left' ? sql`"left"` : sql`twice + "left"`} from (${countedTwice(sql, which, which.component)}) as twice), 0)`

/** Who came once left once. Of who came again the latest counts, and only while they did not arrive there since. */
export function leftRows(sql: Sql, which: AtComponent, asked: Cut): Fragment {
  const once = cut(sql, asked, sql`every.at`, sql`every.person_id`)
  const again = cut(sql, asked, sql`at`, sql`person_id`)
  return sql`
    (${placed(sql, which, 'left')} and not ${cameAgain(sql, which, sql`every.person_id`)} ${once.older} ${once.end}) union all
    (select person_id, enrollment_id, at from (${leftAt(sql, which, which.component, ofReturned(sql, which))}) as gone
    where true ${again.older} ${again.end})`
}

function pageOfLeft(sql: Sql, which: AtComponent, asked: Cut): PageOf {
  const { end } = cut(sql, asked, sql`at`, sql`person_id`)
  return {
    tie: 'person_id',
    total: sql`select (${counted(sql, which, ['left'])}) - ${correction(sql, which, 'left')}`,
    rows: sql`select person_id, enrollment_id, at, null as reason from (${leftRows(sql, which, asked)}) as gone ${end}`,
  }
}

/** Who came once stands in one list alone, of which the newest are enough. Who came again is looked at in all of them. */
function pageOfArrived(sql: Sql, which: AtComponent, asked: Cut): PageOf {
  const { team, campaign, version, component } = which
  const { older, end } = cut(sql, asked, sql`at`, sql`person_id`)
  const once = sql`not ${cameAgain(sql, which, sql`every.person_id`)}`
  const did = (outcome: string) => sql`
    (select person_id, at from component_people every
    where team_id = ${team} and campaign_id = ${campaign} and version = ${version} and component = ${component}
      and outcome = ${outcome} and ${once} ${older} ${end})`
  const place = cut(sql, asked, sql`every.at`, sql`every.person_id`)
  const stands = (kind: string) => sql`
    (select person_id, at from (${placed(sql, which, kind)} and ${once} ${place.older} ${place.end}) as every)`
  const returned = ofReturned(sql, which)
  const [acted, skipped, failed] = arriving
  return {
    tie: 'person_id',
    total: sql`
      select (${counted(sql, which, [...arriving, ...standingCounts, 'left'])}) - ${correction(sql, which, 'twice')}`,
    rows: enrolled(
      sql,
      which,
      sql`
        select person_id, at from (
          ${did(acted)} union all ${did(skipped)} union all ${did(failed)} union all
          ${stands('waiting')} union all ${stands('watching')} union all ${stands('listening')} union all
          (select person_id, at from (${leftRows(sql, which, asked)}) as every where ${once}) union all
          (select person_id, at from (${everybodyAt(sql, which, leftAt(sql, which, component, returned), component, returned)}) as returned
          where true ${older} ${end})) as arrived
        ${end}`,
    ),
  }
}

/**
 * The people behind a campaign's number, in a period of those who entered within it. Who entered or is inside by
 * enrollments_campaign, whose ids are in the order in which they did; who left by enrollments_left.
 */
export function pageOfCampaign(
  sql: Sql,
  which: Which & { count: CampaignCount; exit?: string | undefined },
  asked: Cut,
): PageOf {
  const { team, campaign, version, count, exit } = which
  const isInside = count === 'entered' || count === 'active'
  const outcome = exit === undefined ? count : `exited ${exit}`
  const mine = sql`
    e.team_id = ${team} and e.campaign_id = ${campaign}
    ${version === 0 ? sql`` : sql`and e.version = ${version}`} ${within(sql, which, sql`e.entered_at`)}
    ${isInside ? sql`` : sql`and e.left_at is not null`}
    ${exit === undefined ? sql`` : sql`and e.cause = ${exit}`}
    and ${isLatest(sql, which)}`
  const { older, end } = cut(sql, asked, sql`e.left_at`, sql`e.person_id`)
  const cursor = asked.after === undefined ? undefined : readCursor(asked.after)
  const stands = (status: string) => sql`
    (select e.person_id, e.id as enrollment_id, ${isInside ? sql`e.entered_at` : sql`e.left_at`} as at, e.cause as reason from enrollments e
    where ${mine} and e.status = ${status} ${
      isInside
        ? sql`${cursor ? sql`and e.id < ${cursor.id}::uuid` : sql``} order by e.id desc limit ${asked.limit + 1}`
        : sql`${older} ${end}`
    })`
  const statuses = count === 'entered' ? campaignCounts.filter(one => one !== 'entered') : [count]
  return {
    tie: isInside ? 'enrollment_id' : 'person_id',
    total: isAlways(which)
      ? counted(sql, { ...which, component: '' }, [outcome])
      : sql`select count(*)::int from enrollments e where ${mine} ${count === 'entered' ? sql`` : sql`and e.status = ${count}`}`,
    rows: statuses.map(stands).reduce((all, one) => sql`${all} union all ${one}`),
  }
}

/** With the latest enrollment in which the component was reached, and what it said there. By enrollments_person. */
export const enrolled = (sql: Sql, { team, campaign, component }: AtComponent, people: Fragment): Fragment => sql`
  select p.person_id, p.at, e.id as enrollment_id, e.reason from (${people}) as p
  left join lateral (
    select e.id, a.reason from enrollments e
    left join acts a on a.team_id = e.team_id and a.enrollment_id = e.id and a.component = ${component}
    where e.team_id = ${team} and e.person_id = p.person_id and e.campaign_id = ${campaign}
    order by (a.component is not null) desc, e.entered_at desc limit 1) as e on true`
