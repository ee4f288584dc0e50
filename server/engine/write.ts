import { type Columns, changeOf, type Hung, type Owned, type Source, sourceOf, whole } from './source.ts'
import { type ChangingName, type HotName, type HotTable, hotTables, quoted, type Rows, type Value } from './tables.ts'

export type Statement = { text: string; values: Value[] }

/** What one person's fact writes; `entries`: the number of their last journal entry that it was followed from; `fact`: its id. */
export type OwnRows = { team: string; person: string; fact: string; entries: number; rows: Rows }

/**
 * A part of a statement: the words that it puts around its rows, and the rows. Parts of the same `key` and source have
 * the same words.
 */
type Part = { key: string; around: (rows: string) => string; source: Source }

/** One statement that writes all rows of people who are locked (architecture.md, "The hot path"). Gives a row when it is done. */
export function writeStatement(team: string, people: readonly OwnRows[]): Statement {
  return statement('', [team], [...made(people, ''), ...changed(people, '', CHANGING), ...gone(people, '')], DONE)
}

const DONE = 'select true as written'

/**
 * The same without a lock before: in one statement that writes for those people only whose last entry is the one
 * their fact was followed from, and only while the team's revision stands. Gives the ids of those it wrote for.
 */
export function expectingStatement(team: string, revision: number, people: readonly OwnRows[]): Statement {
  const hang: Hung = people.length === 1 ? 'one' : 'each'
  const parts = [
    stillAsFollowed(people),
    ...made(people, hang),
    ...changed(people, hang, BESIDE_PEOPLE),
    ...gone(people, hang),
  ]
  return statement(GUARD, [team, revision], parts, 'select id from me')
}

/** A function of its own, so that what it reads is read after its lock, whatever the statement saw when it began. */
const GUARD = 'guard as materialized (select team_stands($1, $2::integer) as stands),\n'

const CHANGING: readonly ChangingName[] = [
  'people',
  'conversations',
  'messages',
  'enrollments',
  'acts',
  'emails',
  'timers',
]
const BESIDE_PEOPLE = CHANGING.filter(name => name !== 'people')

/** What was written before in the same shape has the same words. */
const texts = new Map<string, string>()
const TEXTS = 1000

function statement(begin: string, first: Value[], parts: readonly Part[], end: string): Statement {
  const values = [...first]
  let key = begin === '' ? '' : '!'
  for (const { key: own, source } of parts) {
    key += `${own} ${source.key},`
    values.push(...source.values)
  }
  let text = texts.get(key)
  if (text === undefined) {
    text = `with ${begin}${wordsOf(parts, first.length + 1)}\n${end}`
    if (texts.size >= TEXTS) texts.clear()
    texts.set(key, text)
  }
  return { text, values }
}

function wordsOf(parts: readonly Part[], first: number): string {
  let next = first
  return parts
    .map(({ around, source }) => {
      const words = around(source.words(next))
      next += source.values.length
      return words
    })
    .join(',\n')
}

/**
 * The people's own rows, changed where their last entry is still the expected one, and where the id is nothing else's
 * (S1): facts and messages have one index each, which refuses what is of its own kind, and are asked for each other.
 */
function stillAsFollowed(people: readonly OwnRows[]): Part {
  const { names, columns, rows, often } = changeOf(people, 'people')
  const owns = new Map(people.map(own => [own.person, own]))
  const isKept = ({ rows }: OwnRows) => rows.made.facts.length > 0
  const anyKept = people.some(isKept)
  const expected = rows.map(({ owner, row }) => {
    const own = owns.get(owner)
    const [kept, message] = own && isKept(own) ? [own.fact, null] : [null, own?.fact ?? null]
    return { owner, row: [...row, own?.entries ?? 0, message, ...(anyKept ? [kept] : [])] }
  })
  const asked: Columns = [...columns, ['expected', 'integer'], ['message', 'uuid'], ...(anyKept ? KEPT : [])]
  return {
    key: anyKept ? 'me kept' : 'me',
    source: sourceOf(often ? 'often' : 'all', asked, expected, ''),
    around: source => `me as (update people p set ${assignments(names)} from guard, (${source}) v
    where guard.stands and p.team_id = $1 and p.id = v.id and p.entries = v.expected and p.merged_into is null
      and not exists (select from facts f where f.team_id = $1 and f.id = v.message)
      ${anyKept ? 'and not exists (select from messages m where m.team_id = $1 and m.id = v.kept)' : ''} returning p.id)`,
  }
}

const KEPT: Columns = [['kept', 'uuid']]

function made(people: readonly OwnRows[], hang: Hung): Part[] {
  const parts: Part[] = []
  for (const name of MADE) {
    const all = people.flatMap(({ person, rows }) => rows.made[name].map(row => ({ owner: person, row })))
    if (all.length === 0) continue
    // Hung on their people one by one, each has to stay a row of its own.
    const rows = name === 'countDeltas' && hang === '' && people.length > 1 ? summed(all) : all
    if (rows.length > 0) parts.push(insertion(name, rows, hang))
  }
  const firsts = people.flatMap(({ person, rows }) => rows.made.componentPeople.map(row => ({ owner: person, row })))
  if (firsts.length > 0) parts.push(countedFirsts(firsts, hang))
  return parts
}

const MADE = (Object.keys(hotTables) as HotName[]).filter(name => name !== 'componentPeople')

function insertion(name: HotName, rows: readonly Owned[], hang: Hung): Part {
  const table: HotTable = hotTables[name]
  return {
    key: `+${name}`,
    source: sourceOf('whole', table.columns, rows, hang),
    around: source => `made_${table.name} as (${insert(table, source)}${onConflict(table)})`,
  }
}

const onConflict = ({ key, ifThere }: HotTable): string =>
  ifThere === undefined ? '' : ` on conflict (${key.join(', ')}) ${ifThere}`

const insert = (table: HotTable, source: string): string => `insert into ${table.name} (${whole(table)}) ${source}`

function changed(people: readonly OwnRows[], hang: Hung, tables: readonly ChangingName[]): Part[] {
  const parts: Part[] = []
  for (const name of tables) {
    if (!people.some(({ rows }) => rows.changed[name].length > 0)) continue
    const { names, columns, rows, often } = changeOf(people, name)
    const { name: table, key } = hotTables[name]
    const where = key.map(key => `t.${key} = v.${key}`).join(' and ')
    parts.push({
      key: `~${name}`,
      source: sourceOf(often ? 'often' : 'all', columns, rows, hang),
      around: source =>
        `changed_${table} as (update ${table} t set ${assignments(names)} from (${source}) v where ${where})`,
    })
  }
  return parts
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

/** Rows that go: timers that are not needed any more, and places at which nobody stands. */
const gone = (people: readonly OwnRows[], hang: Hung): Part[] => [
  ...deletion(
    hotTables.timers,
    people.flatMap(({ person, rows, team }) =>
      rows.stopped.map(enrollment => ({ owner: person, row: [team, enrollment] })),
    ),
    hang,
  ),
  ...deletion(
    hotTables.places,
    people.flatMap(({ person, rows }) => rows.emptied.map(row => ({ owner: person, row }))),
    hang,
  ),
]

/** @param rows the keys */
function deletion({ name, key, columns }: HotTable, rows: readonly Owned[], hang: Hung): Part[] {
  if (rows.length === 0) return []
  const where = key.map(one => `t.${one} = v.${one}`).join(' and ')
  return [
    {
      key: `-${name}`,
      source: sourceOf('key', columns.slice(0, key.length), rows, hang),
      around: source => `gone_${name} as (delete from ${name} t using (${source}) v where ${where})`,
    },
  ]
}

const assignments = (names: readonly string[]): string =>
  names.map(name => `${quoted(name)} = v.${quoted(name)}`).join(', ')

/** Many people who did the same move a number by one row. */
const SUMMED = `select team_id, campaign_id, version, component, outcome, count(*)::integer, min(at) from firsts
  group by team_id, campaign_id, version, component, outcome, date_bin('15 minutes', at, 'epoch')`
const EACH = 'select team_id, campaign_id, version, component, outcome, 1, at from firsts'

/** A number moves only on the first row of a person (T1): the deltas are made of the rows that were really new. */
function countedFirsts(rows: readonly Owned[], hang: Hung): Part {
  const source = sourceOf('whole', hotTables.componentPeople.columns, rows, hang)
  const first = (source: string) => `${insert(hotTables.componentPeople, source)} on conflict do nothing`
  return {
    key: '+firsts',
    source,
    around: words =>
      `firsts as (${first(words)} returning team_id, campaign_id, version, component, outcome, at),
    counted as (insert into count_deltas (team_id, campaign_id, version, component, outcome, delta, at)
      ${source.isFew ? EACH : SUMMED})`,
  }
}
