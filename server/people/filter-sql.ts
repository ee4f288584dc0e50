import {
  type Condition,
  type Filter,
  isCampaignOp,
  isComponentOp,
  isEventOp,
  isValueOp,
  type ValueOp,
} from '@pavior/shared/filter/condition.ts'
import { windowOf } from '@pavior/shared/filter/duration.ts'
import { fold } from '@pavior/shared/filter/fold.ts'
import { readMoment } from '@pavior/shared/filter/moment.ts'
import { needOf } from '@pavior/shared/filter/subject.ts'
import type { Instant } from '@pavior/shared/text.ts'
import type { Fragment, Sql } from 'postgres'
import { type Column, columnOf, foldedIn, momentIn, propertyColumn } from './filter-columns.ts'

/** Whose people, and the moment they are asked at. */
export type Asked = { team: string; now: Instant }

/**
 * The same filter as a condition of SQL on `people p`, for counts and lists; a view of the inbox joins its
 * conversations as `c`. Answers like `evaluate`, in which there is no enrollment to speak of components or of an
 * upstream conversation. It can be null, which `where` takes for no: deny the filter, not the fragment.
 */
export function filterSql(sql: Sql, filter: Filter, asked: Asked): Fragment {
  // In parentheses: an "or" in it must not reach beyond the team.
  return sql`(${tree(sql, filter, condition => onPerson(sql, condition, asked))})`
}

/** Whether an event `e` counts. */
export function whereSql(sql: Sql, where: Filter | undefined): Fragment {
  if (where === undefined) return sql`true`
  const asks = tree(sql, where, ({ field, op, value }) =>
    isValueOp(op) ? compared(sql, propertyColumn(sql, field), op, value, 0) : sql`false`,
  )
  return sql`(${asks})`
}

function tree(sql: Sql, filter: Filter, leaf: (condition: Condition) => Fragment): Fragment {
  if ('all' in filter) return filter.all.reduce((all, part) => sql`${all} and (${tree(sql, part, leaf)})`, sql`true`)
  if ('any' in filter) return filter.any.reduce((any, part) => sql`${any} or (${tree(sql, part, leaf)})`, sql`false`)
  if ('not' in filter) {
    const denied = tree(sql, filter.not, leaf)
    // What is asked of other tables is never null, and Postgres knows better ways to a plain "not exists".
    return asksRows(filter.not) ? sql`not (${denied})` : sql`(${denied}) is not true`
  }
  return leaf(filter)
}

const asksRows = (filter: Filter): boolean => 'op' in filter && (isEventOp(filter.op) || isCampaignOp(filter.op))

function onPerson(sql: Sql, condition: Condition, asked: Asked): Fragment {
  const { field, op, value } = condition
  if (isValueOp(op)) return compared(sql, columnOf(sql, field), op, value, asked.now)
  if (isEventOp(op)) return onEvents(sql, condition, asked)
  if (isCampaignOp(op)) {
    // By enrollments_person or enrollments_campaign.
    const status = op === 'entered' ? sql`` : sql`and n.status = ${op}`
    return sql`exists (
      select 1 from enrollments n where n.team_id = ${asked.team} and n.person_id = p.id
        and n.campaign_id = ${field.slice('campaign.'.length)} ${status})`
  }
  if (isComponentOp(op)) return sql`false`
  return op satisfies never
}

/** By events_person: whether there are so many at least. */
function onEvents(sql: Sql, condition: Condition, { team, now }: Asked): Fragment {
  const { name, where, newest } = needOf(condition)
  const { op, within } = condition
  const recent = within === undefined ? sql`` : sql`and e.happened_at > ${new Date(windowOf(within).since(now))}`
  const fits = where === undefined ? sql`` : sql`and ${whereSql(sql, where)}`
  const beyond = newest === 1 ? sql`` : sql`offset ${newest - 1}`
  const reaches = sql`exists (
    select 1 from events e where e.team_id = ${team} and e.person_id = p.id and e.name = ${name} ${recent} ${fits} ${beyond})`
  return op === 'happened' || op === 'count-at-least' ? reaches : sql`not ${reaches}`
}

function compared(sql: Sql, column: Column, op: ValueOp, value: Condition['value'], now: Instant): Fragment {
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value]
  const folded = values.map(fold)
  const [part = ''] = folded
  const text = () => foldedIn(sql, column, folded)
  switch (op) {
    case 'set':
      return sql`${column.text} is not null`
    case 'not-set':
      return sql`${column.text} is null`
    case 'equals':
    case 'in':
      return sql`${text()} = any(${folded}::text[])`
    case 'not-equals':
    case 'not-in':
      return sql`(${text()} = any(${folded}::text[])) is not true`
    case 'contains':
      return sql`strpos(${text()}, ${part}::text) > 0`
    case 'not-contains':
      return sql`(strpos(${text()}, ${part}::text) > 0) is not true`
    case 'starts-with':
      return sql`starts_with(${text()}, ${part}::text)`
    case 'ends-with':
      return sql`right(${text()}, length(${part}::text)) = ${part}::text`
    case 'greater':
      return typeof value === 'number' ? column.number(sql`>`, value) : sql`false`
    case 'less':
      return typeof value === 'number' ? column.number(sql`<`, value) : sql`false`
    case 'before':
      return sql`${momentIn(sql, column)} < ${dateOf(value)}`
    case 'after':
      return sql`${momentIn(sql, column)} > ${dateOf(value)}`
    case 'within-last':
      return withinLast(sql, column, value, now)
    case 'not-within-last':
      return sql`(${withinLast(sql, column, value, now)}) is not true`
    default:
      return op satisfies never
  }
}

const dateOf = (value: Condition['value']): Date | null => {
  const at = typeof value === 'string' ? readMoment(value) : undefined
  return at === undefined ? null : new Date(at)
}

function withinLast(sql: Sql, column: Column, value: Condition['value'], now: Instant): Fragment {
  const [since, until] = [new Date(windowOf(String(value)).since(now)), new Date(now)]
  if (column.moment) return sql`${column.moment} > ${since} and ${column.moment} <= ${until}`
  // Reading text costs more than comparing it: once.
  return sql`${momentIn(sql, column)} <@ tstzrange(${since}, ${until}, '(]')`
}
