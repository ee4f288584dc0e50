import { type ChangingName, type HotName, type HotTable, hotTables, type Rows, type Value } from './tables.ts'

export type Statement = { text: string; values: Value[] }

/** What one person's fact writes; `entries`: the number of their last journal entry that it was followed from. */
export type OwnRows = { team: string; person: string; entries: number; rows: Rows }

/** Up to this many rows of a table are written as VALUES; more go as one JSON array (the planner expects a hundred rows of that). */
const FEW = 4

type Owned = { owner: string; row: Value[] }
/** How the rows hang on the people who are still as they were followed: not at all, on the only one, on each their own. */
type Hang = 'free' | 'one' | 'each'

/** One statement that writes all rows of people who are locked (architecture.md, "The hot path"). Gives a row when it is done. */
export function writeStatement(people: readonly OwnRows[]): Statement {
  const values: Value[] = []
  const parts = [
    ...made(people, values, 'free'),
    ...changed(people, values, 'free', CHANGING),
    ...stopped(people, values, 'free'),
  ]
  return { text: `with ${parts.join(',\n')}\nselect true as written`, values }
}

/**
 * The same without a lock before: in one statement that writes for those people only whose last entry is the one
 * their fact was followed from, and only while the team's revision stands. Gives the ids of those it wrote for.
 */
export function expectingStatement(team: string, revision: number, people: readonly OwnRows[]): Statement {
  const values: Value[] = [team, revision]
  const hang: Hang = people.length === 1 ? 'one' : 'each'
  const parts = [
    // A function of its own, so that what it reads is read after its lock, whatever the statement saw when it began.
    'guard as materialized (select team_stands($1, $2::integer) as stands)',
    `me as (${stillAsFollowed(people, values)})`,
    ...made(people, values, hang),
    ...changed(
      people,
      values,
      hang,
      CHANGING.filter(name => name !== 'people'),
    ),
    ...stopped(people, values, hang),
  ]
  return { text: `with ${parts.join(',\n')}\nselect id from me`, values }
}

const CHANGING: readonly ChangingName[] = [
  'people',
  'conversations',
  'messages',
  'enrollments',
  'acts',
  'emails',
  'timers',
]

/** The people's own rows, changed where their last entry is still the expected one. */
function stillAsFollowed(people: readonly OwnRows[], values: Value[]): string {
  const { names, table, rows } = changeOf(people, 'people')
  const expecting: HotTable = { ...table, columns: [...table.columns, ['expected', 'integer']] }
  const numbers = new Map(people.map(({ person, entries }) => [person, entries]))
  const expected = rows.map(({ owner, row }) => ({ owner, row: [...row, numbers.get(owner) ?? 0] }))
  return `update people p set ${assignments(names)} from guard, (${source(expecting, expected, values, 'free')}) v
    where guard.stands and p.team_id = $1 and p.id = v.id and p.entries = v.expected and p.merged_into is null returning p.id`
}

function made(people: readonly OwnRows[], values: Value[], hang: Hang): string[] {
  const parts: string[] = []
  const names = (Object.keys(hotTables) as HotName[]).filter(name => name !== 'componentPeople')
  for (const name of names) {
    const all = people.flatMap(({ person, rows }) => rows.made[name].map(row => ({ owner: person, row })))
    // Hung on their people one by one, each has to stay a row of its own.
    const rows = name === 'countDeltas' && hang === 'free' && people.length > 1 ? summed(all) : all
    if (rows.length > 0) parts.push(`made_${hotTables[name].name} as (${insert(hotTables[name], rows, values, hang)})`)
  }
  const firsts = people.flatMap(({ person, rows }) => rows.made.componentPeople.map(row => ({ owner: person, row })))
  return firsts.length > 0 ? [...parts, ...countFirsts(firsts, values, hang)] : parts
}

function changed(people: readonly OwnRows[], values: Value[], hang: Hang, tables: readonly ChangingName[]): string[] {
  return tables.flatMap(name => {
    const { names, table, rows } = changeOf(people, name)
    if (rows.length === 0) return []
    const where = table.key.map(key => `t.${key} = v.${key}`).join(' and ')
    return [
      `changed_${table.name} as (update ${table.name} t set ${assignments(names)} from (${source(table, rows, values, hang)}) v where ${where})`,
    ]
  })
}

/** Numbers that moved alike for many people, as one row each (see `countDeltas` in tables.ts). */
function summed(all: readonly Owned[]): Owned[] {
  const sums = new Map<string, Owned>()
  for (const { owner, row } of all) {
    const [team = null, campaign = null, version = null, component = null, outcome = null, delta, at = null] = row
    const bucket = Math.floor(Date.parse(String(at)) / QUARTER)
    const key = JSON.stringify([team, campaign, version, component, outcome, bucket])
    const before = sums.get(key)
    const sum = Number(before?.row[5] ?? 0) + Number(delta)
    sums.set(key, { owner, row: [team, campaign, version, component, outcome, sum, before?.row[6] ?? at] })
  }
  return [...sums.values()].filter(({ row }) => row[5] !== 0)
}

/** Of an hour, in milliseconds: numbers are kept by it. */
const QUARTER = 900_000

const TIMER: HotTable = { ...hotTables.timers, columns: hotTables.timers.columns.slice(0, 2) }

function stopped(people: readonly OwnRows[], values: Value[], hang: Hang): string[] {
  const rows = people.flatMap(({ person, rows, team }) =>
    rows.stopped.map(enrollment => ({ owner: person, row: [team, enrollment] })),
  )
  if (rows.length === 0) return []
  const where = 't.team_id = v.team_id and t.enrollment_id = v.enrollment_id'
  return [`stopped_timers as (delete from timers t using (${source(TIMER, rows, values, hang)}) v where ${where})`]
}

const assignments = (names: readonly string[]): string =>
  names.map(name => `${quoted(name)} = v.${quoted(name)}`).join(', ')

/** The changed rows of a table, cut to its key and to what may have changed in any of them. */
function changeOf(
  people: readonly OwnRows[],
  name: ChangingName,
): { names: readonly string[]; table: HotTable; rows: Owned[] } {
  const whole = hotTables[name]
  const changes = people.flatMap(({ person, rows }) => rows.changed[name].map(change => ({ owner: person, ...change })))
  const names = changes.every(({ often }) => often) ? whole.changes.often : whole.changes.all
  const kept = whole.columns.flatMap(([column], index) =>
    (whole.key as readonly string[]).includes(column) || (names as readonly string[]).includes(column) ? [index] : [],
  )
  const table: HotTable = {
    name: whole.name,
    key: whole.key,
    columns: whole.columns.filter((_, index) => kept.includes(index)),
  }
  return {
    names,
    table,
    rows: changes.map(({ owner, row }) => ({ owner, row: kept.map(index => row[index] ?? null) })),
  }
}

function insert(table: HotTable, rows: Owned[], values: Value[], hang: Hang): string {
  const columns = table.columns.map(([name]) => quoted(name)).join(', ')
  return `insert into ${table.name} (${columns}) ${source(table, rows, values, hang)}`
}

function source(table: HotTable, rows: Owned[], values: Value[], hang: Hang): string {
  const columns = table.columns.map(([name]) => `r.${quoted(name)}`).join(', ')
  const names = table.columns.map(([name]) => quoted(name)).join(', ')
  if (rows.length <= FEW && hang !== 'each') {
    const row = (one: Owned) =>
      `(${one.row
        .map((value, index) => {
          values.push(value)
          return `$${values.length}::${cast(table.columns[index]?.[1])}`
        })
        .join(', ')})`
    return `select ${columns} from ${hang === 'one' ? 'me, ' : ''}(values ${rows.map(row).join(', ')}) as r(${names})`
  }
  values.push(`[${rows.map(one => record(table, one)).join(',')}]`)
  const shape = table.columns.map(([name, type]) => `${quoted(name)} ${type}`).join(', ')
  const records = `json_to_recordset($${values.length}::text::json) as r(owner uuid, ${shape})`
  const joined = { free: records, one: `me, ${records}`, each: `me join ${records} on r.owner = me.id` }
  return `select ${columns} from ${joined[hang]}`
}

/** As text first: a parameter of type jsonb would be made JSON once more by the driver. */
const cast = (type: string | undefined): string => (type === 'jsonb' ? 'text::jsonb' : String(type))

/**
 * As a JSON object; what is null is left out. A `jsonb` value is JSON text already and stands in it as it is; the array
 * is read as `json`, so that Postgres makes `jsonb` of it once, for its column.
 */
function record(table: HotTable, { owner, row }: Owned): string {
  let fields = `"owner":"${owner}"`
  table.columns.forEach(([name, type], index) => {
    const value = row[index] ?? null
    if (value !== null) fields += `,"${name}":${type === 'jsonb' ? value : JSON.stringify(value)}`
  })
  return `{${fields}}`
}

/** Many people who did the same move a number by one row. */
const SUMMED = `select team_id, campaign_id, version, component, outcome, count(*)::integer, min(at) from firsts
  group by team_id, campaign_id, version, component, outcome, date_bin('15 minutes', at, 'epoch')`

/** A number moves only on the first row of a person (T1): the deltas are made of the rows that were really new. */
function countFirsts(rows: Owned[], values: Value[], hang: Hang): string[] {
  const first = `${insert(hotTables.componentPeople, rows, values, hang)} on conflict do nothing`
  return [
    `firsts as (${first} returning team_id, campaign_id, version, component, outcome, at)`,
    `counted as (insert into count_deltas (team_id, campaign_id, version, component, outcome, delta, at)
      ${rows.length > FEW ? SUMMED : 'select team_id, campaign_id, version, component, outcome, 1, at from firsts'})`,
  ]
}

/** `from` and `to` are words of SQL. */
const quoted = (name: string): string => (name === 'from' || name === 'to' ? `"${name}"` : name)
