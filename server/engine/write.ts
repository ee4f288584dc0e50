import { type HotName, type HotTable, hotTables, type Rows, type Value } from './tables.ts'

export type Statement = { text: string; values: Value[] }

/** What one person's fact writes; `entries`: the number of their last journal entry that it was followed from. */
export type OwnRows = { person: string; entries: number; rows: Rows }

/** Up to this many rows of a table are written as VALUES; more go as one JSON array (the planner expects a hundred rows of that). */
const FEW = 4

type Owned = { owner: string; row: Value[] }
/** How the other tables hang on the people who are still as they were followed: not at all, on the only one, on each their own. */
type Hang = 'free' | 'one' | 'each'

/** One statement that writes all rows of people who are locked (architecture.md, "The hot path"). Gives a row when it is done. */
export function writeStatement(people: readonly OwnRows[]): Statement {
  const values: Value[] = []
  const parts = [
    `me as (${insert(hotTables.people, owned(people, 'people'), values, 'free')})`,
    ...others(people, values, 'free'),
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
  const columns = hotTables.people.columns.filter(
    ([name]) => name !== 'team_id' && name !== 'id' && name !== 'merged_into',
  )
  const set = columns.map(([name]) => `${name} = v.${name}`).join(', ')
  const parts = [
    // A function of its own, so that what it reads is read after its lock, whatever the statement saw when it began.
    'guard as materialized (select team_stands($1, $2::integer) as stands)',
    `me as (update people p set ${set} from guard, (${peopleSource(people, values)}) v
      where guard.stands and p.team_id = $1 and p.id = v.id and p.entries = v.expected and p.merged_into is null returning p.id)`,
    ...others(people, values, hang),
  ]
  return { text: `with ${parts.join(',\n')}\nselect id from me`, values }
}

function peopleSource(people: readonly OwnRows[], values: Value[]): string {
  const table = {
    ...hotTables.people,
    columns: [...hotTables.people.columns, ['expected', 'integer']],
  } satisfies HotTable
  const rows = people.flatMap(({ person, entries, rows }) =>
    rows.people.map(row => ({ owner: person, row: [...row, entries] })),
  )
  return source(table, rows, values, 'free')
}

const owned = (people: readonly OwnRows[], name: HotName): Owned[] =>
  people.flatMap(({ person, rows }) => rows[name].map(row => ({ owner: person, row })))

function others(people: readonly OwnRows[], values: Value[], hang: Hang): string[] {
  const parts: string[] = []
  for (const name of Object.keys(hotTables) as HotName[]) {
    if (name === 'people' || name === 'componentPeople') continue
    const rows = owned(people, name)
    if (rows.length > 0) parts.push(`${hotTables[name].name}_ as (${insert(hotTables[name], rows, values, hang)})`)
  }
  const firsts = owned(people, 'componentPeople')
  return firsts.length > 0 ? [...parts, ...countFirsts(firsts, values, hang)] : parts
}

function insert(table: HotTable, rows: Owned[], values: Value[], hang: Hang): string {
  const columns = table.columns.map(([name]) => quoted(name)).join(', ')
  return `insert into ${table.name} (${columns}) ${source(table, rows, values, hang)}${onConflict(table)}`
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
  values.push(JSON.stringify(rows.map(one => record(table, one))))
  const shape = table.columns.map(([name, type]) => `${quoted(name)} ${type}`).join(', ')
  const records = `jsonb_to_recordset($${values.length}::text::jsonb) as r(owner uuid, ${shape})`
  const joined = { free: records, one: `me, ${records}`, each: `me join ${records} on r.owner = me.id` }
  return `select ${columns} from ${joined[hang]}`
}

/** As text first: a parameter of type jsonb would be made JSON once more by the driver. */
const cast = (type: string | undefined): string => (type === 'jsonb' ? 'text::jsonb' : String(type))

/** A `jsonb` value travels as text in VALUES and as itself inside a JSON array. */
function record(table: HotTable, { owner, row }: Owned): Record<string, unknown> {
  const made: Record<string, unknown> = { owner }
  table.columns.forEach(([name, type], index) => {
    const value = row[index]
    made[name] = type === 'jsonb' && typeof value === 'string' ? JSON.parse(value) : value
  })
  return made
}

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
function countFirsts(rows: Owned[], values: Value[], hang: Hang): string[] {
  const first = insert(hotTables.componentPeople, rows, values, hang)
  return [
    `firsts as (${first} returning team_id, campaign_id, version, component, outcome, at)`,
    `counted as (insert into count_deltas (team_id, campaign_id, version, component, outcome, delta, at)
      select team_id, campaign_id, version, component, outcome, 1, at from firsts)`,
  ]
}

/** `from` is a word of SQL. */
const quoted = (name: string): string => (name === 'from' ? '"from"' : name)
