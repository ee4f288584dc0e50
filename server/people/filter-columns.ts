import {
  type ConversationField,
  isConversationField,
  isPersonField,
  type PersonField,
} from '@pavior/shared/filter/field.ts'
import { MOMENT } from '@pavior/shared/filter/moment.ts'
import type { Fragment, Sql } from 'postgres'

/** Where a field of the filter grammar is kept. */
export type Column = {
  /** As text; null when there is nothing. */
  text: Fragment
  /** It holds only words in lower case, of our own. */
  isLower?: true
  /** How it compares with a number, when it is one. */
  number: (than: Fragment, value: number) => Fragment
  /** It is a moment by itself; of other columns the text may be one. */
  moment?: Fragment
}

/** Of `people p`, and in a view of the inbox of `conversations c`. */
export function columnOf(sql: Sql, field: string): Column {
  if (isPersonField(field)) return ofPerson(sql, field)
  if (isConversationField(field)) return textColumn(sql, ofConversation(sql, field))
  if (field.startsWith('attributes.')) return jsonColumn(sql, sql`p.attributes`, field.slice('attributes.'.length))
  // An upstream conversation: outside of an enrollment there is none.
  return textColumn(sql, sql`null::text`)
}

/** Of `events e`. */
export const propertyColumn = (sql: Sql, name: string): Column => jsonColumn(sql, sql`e.properties`, name)

const textColumn = (sql: Sql, text: Fragment): Column => ({ text, number: () => sql`false` })

const choiceColumn = (sql: Sql, text: Fragment): Column => ({ ...textColumn(sql, text), isLower: true })

const momentColumn = (sql: Sql, moment: Fragment): Column => ({ ...textColumn(sql, sql`${moment}::text`), moment })

/** A scalar as text is what `plain` writes, too: numbers in plain decimals. */
const jsonColumn = (sql: Sql, json: Fragment, key: string): Column => ({
  text: sql`(${json} ->> ${key}::text)`,
  number: (than, value) => {
    const one = sql`(${json} -> ${key}::text)`
    return sql`(jsonb_typeof(${one}) = 'number' and ${one} ${than} to_jsonb(${String(value)}::numeric))`
  },
})

function ofPerson(sql: Sql, field: PersonField): Column {
  switch (field) {
    case 'type':
      return choiceColumn(sql, sql`p.type`)
    case 'externalId':
      return textColumn(sql, sql`p.external_id`)
    case 'email':
      return textColumn(sql, sql`p.email`)
    case 'emailStatus':
      return choiceColumn(sql, sql`(case when p.email is null then 'none' else coalesce(p.email_status, 'ok') end)`)
    case 'name':
      return textColumn(sql, sql`p.name`)
    case 'phone':
      return textColumn(sql, sql`p.phone`)
    case 'country':
    case 'language':
    case 'timezone':
    case 'browser':
    case 'os':
    case 'device':
      return jsonColumn(sql, sql`p.context`, field)
    case 'page.url':
    case 'page.title':
    case 'page.referrer':
      return jsonColumn(sql, sql`p.page`, field.slice('page.'.length))
    case 'firstSeenAt':
      return momentColumn(sql, sql`p.first_seen_at`)
    case 'lastSeenAt':
      return momentColumn(sql, sql`p.last_seen_at`)
    case 'signedUpAt':
      return momentColumn(sql, sql`p.signed_up_at`)
    case 'conversations.lastMessageAt':
      return momentColumn(sql, sql`p.last_message_at`)
    case 'conversations.open':
      return {
        text: sql`p.open_conversations::text`,
        number: (than, value) => sql`p.open_conversations ${than} ${String(value)}::numeric`,
      }
    default:
      return field satisfies never
  }
}

function ofConversation(sql: Sql, field: ConversationField): Fragment {
  switch (field) {
    case 'conversation.state':
      return sql`c.state`
    case 'conversation.inbox':
      return sql`c.inbox_id::text`
    case 'conversation.assignee':
      return sql`c.assignee_id`
    case 'conversation.lastFrom':
      return sql`(c.last #>> '{from,type}')`
    default:
      return field satisfies never
  }
}

/**
 * Letters that PG_UNICODE_FAST knows no small form of yet (PostgreSQL 18 has Unicode 16, Node 24 has 17), and the
 * sigma at a word's end, as `fold` has them. A test looks at every character there is.
 */
const capitals = [0xa7ce, 0xa7d2, 0xa7d4, ...Array.from({ length: 25 }, (_, index) => 0x16ea0 + index)]
const from = ['ς', ...capitals.map(code => String.fromCodePoint(code))]
const to = ['σ', ...from.slice(1).map(letter => letter.toLowerCase())]

/** Text without case like `fold`, for comparing with what was folded already: most of that has no such letters in it. */
export function foldedIn(
  sql: Sql,
  { text, isLower }: Pick<Column, 'text' | 'isLower'>,
  folded: readonly string[],
): Fragment {
  if (isLower) return text
  const lower = sql`lower(${text} collate "pg_unicode_fast")`
  const rare = folded.some(part => to.some(letter => part.includes(letter)))
  return rare ? sql`translate(${lower}, ${from.join('')}, ${to.join('')})` : lower
}

/** Text that reads as a moment (`readMoment`), null where it does not. Without a zone it is UTC. */
export function momentIn(sql: Sql, { text, moment }: Pick<Column, 'text' | 'moment'>): Fragment {
  if (moment) return moment
  // Postgres would round what is below a microsecond; these are asked of every person, so patterns only where needed.
  const cut = sql`case when strpos(${text}, '.') = 0 then ${text} else regexp_replace(${text}, '([.][0-9]{3})[0-9]+', '\\1') end`
  const hasZone = sql`length(${text}) > 10 and (right(${text}, 1) = 'Z' or left(right(${text}, 6), 1) in ('+', '-'))`
  const zoned = sql`(${cut} || case when ${hasZone} then '' else 'Z' end)`
  // The pattern lets through days that no month has.
  return sql`(case when ${text} ~ ${MOMENT} then case when pg_input_is_valid(${zoned}, 'timestamptz') then ${zoned}::timestamptz end end)`
}
