import { Entry } from '@pavior/shared/journal/entry.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Recorded } from '@pavior/shared/rewind/told.ts'
import { LARGEST_NUMBER } from '@pavior/shared/text.ts'
import type { Sql } from 'postgres'
import { readJournalRow } from '../database/rows.ts'
import type { Log } from '../log.ts'

/** A person's journals as they are rewound: their own, and those of whom they turned out to be (C25). */

/** A row of the journal as an entry of now. One that can't be read keeps its place, and is named in the log. */
function recordedOf(row: unknown, log: Pick<Log, 'error'>): { stream: string; entry: Recorded } {
  const { stream, entry } = readJournalRow(row)
  const read = Entry.safeParse(entry)
  if (read.success) return { stream, entry: read.data }
  const { number, at, kind, v } = entry
  log.error({ stream, number, kind, v, error: read.error }, 'an entry of the journal can not be read')
  return { stream, entry: { kind: 'broken', number, at, was: kind } }
}

/** Entries of one question: the database and everybody else get their turn in between. */
const PART = 2000

/** The next entries of some streams, one stream after the other. @param after the stream and number that were the last */
export async function partOf(
  sql: Sql,
  log: Pick<Log, 'error'>,
  team: string,
  streams: readonly string[],
  after: { stream: string; number: number },
): Promise<{
  entries: { stream: string; entry: Recorded }[]
  after: { stream: string; number: number }
  more: boolean
}> {
  const entries: { stream: string; entry: Recorded }[] = []
  let last = after
  for (const stream of streams.slice(Math.max(0, streams.indexOf(after.stream)))) {
    const from = stream === after.stream ? after.number : 0
    // By the journal's key.
    const rows = await sql`
      select * from journal where team_id = ${team} and stream = ${stream} and number > ${from}
      order by number limit ${PART - entries.length}`
    for (const row of rows) entries.push(recordedOf(row, log))
    last = { stream, number: entries.at(-1)?.stream === stream ? (entries.at(-1)?.entry.number ?? from) : from }
    if (entries.length === PART) return { entries, after: last, more: true }
  }
  return { entries, after: last, more: false }
}

/** What happened to a person, the newest first: without what they only did in the widget, and what can't be read. */
export async function latestEntries(
  sql: Sql,
  log: Pick<Log, 'error'>,
  team: string,
  person: string,
  limit: number,
): Promise<Entry[]> {
  const rows = await sql`
    select * from journal where team_id = ${team} and stream = ${person} and kind <> 'interacted'
    order by number desc limit ${limit}`
  return rows.map(row => recordedOf(row, log).entry).filter(entry => entry.kind !== 'broken')
}

/** Everything, by stream. */
export async function allOf(
  sql: Sql,
  log: Pick<Log, 'error'>,
  team: string,
  streams: readonly string[],
): Promise<Map<string, Recorded[]>> {
  const all = new Map<string, Recorded[]>(streams.map(stream => [stream, []]))
  for (let after = beginning(streams); ; ) {
    const part = await partOf(sql, log, team, streams, after)
    for (const { stream, entry } of part.entries) all.get(stream)?.push(entry)
    if (!part.more) return all
    after = part.after
  }
}

export const beginning = (streams: readonly string[]) => ({ stream: streams[0] ?? '', number: 0 })

export const placeText = ({ stream, number }: { stream: string; number: number }): string => `${stream}.${number}`

/** Throws a Problem `invalid` for a place that no part gave. */
export function readPlace(text: string, streams: readonly string[]): { stream: string; number: number } {
  const [stream = '', digits = ''] = text.split('.')
  const number = Number(digits)
  if (streams.includes(stream) && /^\d{1,10}$/.test(digits) && number <= LARGEST_NUMBER) return { stream, number }
  throw new Problem('invalid', 'after is not the after of a part before', {
    fields: [{ path: 'after', message: 'is not the after of a part before' }],
  })
}
