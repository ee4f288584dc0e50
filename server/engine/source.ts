import { type ChangingName, type HotTable, hotTables, quoted, type Rows, type Value } from './tables.ts'

/** A row, and whose it is. */
export type Owned = { owner: string; row: Value[] }

type Columns = HotTable['columns']

/** Rows as a statement takes them in: as VALUES, or as JSON. Sources of one `key` of one table have the same words. */
export type Source = { key: string; isFew: boolean; values: Value[]; words: (first: number) => string }

/**
 * How rows hang on the people of the statement's `me`: not at all; on the only one there is; on each their own. `''`
 * stands alone.
 */
export type Hung = '' | 'one' | 'each'

/** Up to this many rows of a table are written as VALUES; more go as one JSON array (the planner expects a hundred rows of that). */
const FEW = 4

/** @param cut names the choice of columns */
export function sourceOf(cut: string, columns: Columns, rows: readonly Owned[], hung: Hung): Source {
  if (rows.length <= FEW && hung !== 'each')
    return {
      key: `${cut}${hung} ${rows.length}`,
      isFew: true,
      values: rows.flatMap(({ row }) => row),
      words: first => asValues(columns, rows.length, hung, first),
    }
  return {
    key: `${cut}${hung}`,
    isFew: false,
    values: [`[${rows.map(one => record(columns, one)).join(',')}]`],
    words: first => asJson(columns, hung, first),
  }
}

function asValues(columns: Columns, rows: number, hung: Hung, first: number): string {
  const row = (at: number) =>
    `(${columns.map(([, type], index) => `$${first + at * columns.length + index}::${cast(type)}`).join(', ')})`
  const all = Array.from({ length: rows }, (_, at) => row(at)).join(', ')
  const names = columns.map(([name]) => quoted(name)).join(', ')
  return `select ${selected(columns)} from ${hung === 'one' ? 'me, ' : ''}(values ${all}) as r(${names})`
}

function asJson(columns: Columns, hung: Hung, first: number): string {
  const shape = columns.map(([name, type]) => `${quoted(name)} ${type}`).join(', ')
  const records = `json_to_recordset($${first}::text::json) as r(owner uuid, ${shape})`
  const joined = { '': records, one: `me, ${records}`, each: `me join ${records} on r.owner = me.id` }
  return `select ${selected(columns)} from ${joined[hung]}`
}

const selected = (columns: Columns): string => columns.map(([name]) => `r.${quoted(name)}`).join(', ')

/** As text first: a parameter of type jsonb would be made JSON once more by the driver. */
const cast = (type: string): string => (type === 'jsonb' ? 'text::jsonb' : type)

/**
 * As a JSON object; what is null is left out. A `jsonb` value is JSON text already and stands in it as it is; the array
 * is read as `json`, so that Postgres makes `jsonb` of it once, for its column.
 */
function record(columns: Columns, { owner, row }: Owned): string {
  let fields = `"owner":"${owner}"`
  columns.forEach(([name, type], index) => {
    const value = row[index] ?? null
    if (value !== null) fields += `,"${name}":${type === 'jsonb' ? value : JSON.stringify(value)}`
  })
  return `{${fields}}`
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
