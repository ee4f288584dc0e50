import { type HotName, type HotTable, hotTables, type Rows, type Value } from './tables.ts'

/** Up to this many rows of a table are written as VALUES; more go as one JSON array (the planner expects a hundred rows of that). */
const FEW = 4

/** One statement that writes all rows, and its parameters (architecture.md, "The hot path"). Gives a row when it is done. */
export function writeStatement(rows: Rows): { text: string; values: Value[] } {
  const values: Value[] = []
  const parts: string[] = []
  for (const name of Object.keys(hotTables) as HotName[]) {
    if (name === 'componentPeople' || rows[name].length === 0) continue
    parts.push(`w${parts.length} as (${insert(hotTables[name], rows[name], values)})`)
  }
  if (rows.componentPeople.length > 0) parts.push(...countFirsts(rows.componentPeople, values))
  return { text: `with ${parts.join(',\n')}\nselect true as written`, values }
}

function insert(table: HotTable, rows: Value[][], values: Value[]): string {
  const columns = table.columns.map(([name]) => quoted(name)).join(', ')
  return `insert into ${table.name} (${columns}) ${source(table, rows, values)}${onConflict(table)}`
}

function source(table: HotTable, rows: Value[][], values: Value[]): string {
  if (rows.length <= FEW) {
    const row = (one: Value[]) =>
      `(${one
        .map((value, index) => {
          values.push(value)
          return `$${values.length}::${cast(table.columns[index]?.[1])}`
        })
        .join(', ')})`
    return `values ${rows.map(row).join(', ')}`
  }
  const names = table.columns.map(([name]) => name)
  values.push(
    JSON.stringify(
      rows.map(row => Object.fromEntries(row.map((value, index) => [names[index], jsonOf(table, index, value)]))),
    ),
  )
  const shape = table.columns.map(([name, type]) => `${quoted(name)} ${type}`).join(', ')
  return `select * from jsonb_to_recordset($${values.length}::text::jsonb) as r(${shape})`
}

/** As text first: a parameter of type jsonb would be made JSON once more by the driver. */
const cast = (type: string | undefined): string => (type === 'jsonb' ? 'text::jsonb' : String(type))

/** A `jsonb` value travels as text in VALUES and as itself inside a JSON array. */
const jsonOf = (table: HotTable, index: number, value: Value): unknown =>
  table.columns[index]?.[1] === 'jsonb' && typeof value === 'string' ? JSON.parse(value) : value

function onConflict(table: HotTable): string {
  if (table.onConflict === 'fail') return ''
  const target = table.key.map(quoted).join(', ')
  if (table.onConflict === 'keep') return ` on conflict (${target}) do nothing`
  const set = table.columns
    .filter(([name]) => !table.key.includes(name))
    .map(([name]) => `${quoted(name)} = excluded.${quoted(name)}`)
  return ` on conflict (${target}) do update set ${set.join(', ')}`
}

/** A number moves only on the first row of a person (T1): the deltas are made of the rows that were really new. */
function countFirsts(rows: Value[][], values: Value[]): string[] {
  const first = insert(hotTables.componentPeople, rows, values)
  return [
    `firsts as (${first} returning team_id, campaign_id, version, component, outcome, at)`,
    `counted as (insert into count_deltas (team_id, campaign_id, version, component, outcome, delta, at)
      select team_id, campaign_id, version, component, outcome, 1, at from firsts)`,
  ]
}

/** `from` is a word of SQL. */
const quoted = (name: string): string => (name === 'from' ? '"from"' : name)
