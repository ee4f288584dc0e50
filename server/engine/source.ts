import { type ChangingName, type HotTable, hotTables, quoted, type Rows, type Value } from './tables.ts'

/** A row, and whose it is. */
export type Owned = { owner: string; row: Value[] }

export type Columns = HotTable['columns']

/** Rows as a statement takes them in: as VALUES, or as JSON. Sources of one `key` of one table have the same words. */
export type Source = { key: string; isFew: boolean; values: Value[]; words: (first: number) => string }

/**
 * How rows hang on the people of the statement's `me`: not at all; on the only one there is; on each their own. `''`
 * stands alone.
 */
export type Hung = '' | 'one' | 'each'

/** Up to this many rows of a table are written as VALUES; more go as one JSON array (the planner expects a hundred rows of that). */
const FEW = 4

/**
 * Every table begins with the team, which is the first parameter of every statement and stands in no row.
 * @param cut names the choice of columns
 */
export function sourceOf(cut: string, columns: Columns, rows: readonly Owned[], hung: Hung): Source {
  if (rows.length <= FEW && hung !== 'each')
    return {
      key: `${cut}${hung} ${rows.length}`,
      isFew: true,
      values: rows.flatMap(({ row }) => row.slice(1)),
      words: first => asValues(columns, rows.length, hung, first),
    }
  return {
    key: `${cut}${hung}`,
    isFew: false,
    values: [`[${rows.map(one => record(columns, one)).join(',')}]`],
    words: first => asJson(columns, hung, first),
  }
}

function asValues([, ...columns]: Columns, rows: number, hung: Hung, first: number): string {
  const row = (at: number) =>
    `(${columns.map(([, type], index) => `$${first + at * columns.length + index}::${cast(type)}`).join(', ')})`
  const all = Array.from({ length: rows }, (_, at) => row(at)).join(', ')
  const names = columns.map(([name]) => quoted(name))
  const selected = names.map(name => `r.${name}`).join(', ')
  return `select ${TEAM}, ${selected} from ${hung === 'one' ? 'me, ' : ''}(values ${all}) as r(${names.join(', ')})`
}

function asJson([, ...columns]: Columns, hung: Hung, first: number): string {
  const shape = columns.map(([, type], index) => `${keyOf(index + 1)} ${type}`).join(', ')
  const records = `json_to_recordset($${first}::text::json) as r(o uuid, ${shape})`
  const joined = { '': records, one: `me, ${records}`, each: `me join ${records} on r.o = me.id` }
  const selected = columns.map(([name], index) => `r.${keyOf(index + 1)} as ${quoted(name)}`).join(', ')
  return `select ${TEAM}, ${selected} from ${joined[hung]}`
}

const TEAM = '$1::text as team_id'

/** Short: it stands in every record. */
const keyOf = (index: number): string => `c${index}`

/** As text first: a parameter of type jsonb would be made JSON once more by the driver. */
const cast = (type: string): string => (type === 'jsonb' ? 'text::jsonb' : type)

/**
 * As a JSON object; what is null is left out. A `jsonb` value is JSON text already and stands in it as it is; the array
 * is read as `json`, so that Postgres makes `jsonb` of it once, for its column.
 */
function record(columns: Columns, { owner, row }: Owned): string {
  let fields = `{"o":"${owner}"`
  for (let index = 1; index < columns.length; index++) {
    const value = row[index] ?? null
    if (value !== null) fields += `,"c${index}":${quotedFor(columns[index]?.[1], value)}`
  }
  return `${fields}}`
}

/** Most types hold nothing that JSON would escape. */
function quotedFor(type: string | undefined, value: Value): string {
  if (type === 'jsonb' || typeof value !== 'string') return String(value)
  return type === 'text' ? JSON.stringify(value) : `"${value}"`
}

type Cut = { names: readonly string[]; columns: Columns; kept: readonly number[] }

/** The key of a table, and what may have changed. */
function cutTo({ columns, key }: HotTable, names: readonly string[]): Cut {
  const kept = columns.flatMap(([column], index) => (key.includes(column) || names.includes(column) ? [index] : []))
  return { names, columns: columns.filter((_, index) => kept.includes(index)), kept }
}

const changing = <N extends ChangingName>(name: N) => {
  const { changes } = hotTables[name]
  return { all: cutTo(hotTables[name], changes.all), often: cutTo(hotTables[name], changes.often) }
}

const cuts: { [name in ChangingName]: { all: Cut; often: Cut } } = {
  people: changing('people'),
  conversations: changing('conversations'),
  messages: changing('messages'),
  enrollments: changing('enrollments'),
  acts: changing('acts'),
  emails: changing('emails'),
  timers: changing('timers'),
}

/** The changed rows of a table, cut to its key and to what may have changed in any of them. */
export function changeOf(
  people: readonly { person: string; rows: Rows }[],
  name: ChangingName,
): { names: readonly string[]; columns: Columns; rows: Owned[]; often: boolean } {
  const often = people.every(({ rows }) => rows.changed[name].every(change => change.often))
  const { names, columns, kept } = cuts[name][often ? 'often' : 'all']
  const rows = people.flatMap(({ person, rows }) =>
    rows.changed[name].map(change => {
      const row = change.row(often)
      return { owner: person, row: kept.map(index => row[index] ?? null) }
    }),
  )
  return { names, columns, rows, often }
}

export const whole = ({ columns }: HotTable): string => columns.map(([name]) => quoted(name)).join(', ')
