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

/** Entries of one part of an answer. */
const PART = 2500
/** Of one question to the database: everybody else gets their turn in between. */
const AT_ONCE = 500

/** A stream's entries after a number, the oldest first. */
export async function recordedAfter(
  sql: Sql,
  log: Pick<Log, 'error'>,
  team: string,
  stream: string,
  { after, limit, done = true }: { after: number; limit: number; done?: boolean },
): Promise<Recorded[]> {
  const entries: Recorded[] = []
  for (let last = after; entries.length < limit; ) {
    const wanted = Math.min(AT_ONCE, limit - entries.length)
    // By the journal's key.
    const rows = await sql`
      select * from journal where team_id = ${team} and stream = ${stream} and number > ${last}
        and (${done} or kind <> 'interacted' or data #>> '{what,does}' = 'form-refused')
      order by number limit ${wanted}`
    for (const row of rows) entries.push(recordedOf(row, log).entry)
    last = entries.at(-1)?.number ?? last
    if (rows.length < wanted) break
  }
  return entries
}

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
    const found = await recordedAfter(sql, log, team, stream, { after: from, limit: PART - entries.length })
    for (const entry of found) entries.push({ stream, entry })
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

/**
 * A person's journal and those that were merged into it (C25), by stream: without what can't be read, and of what was
 * only done in the widget, which is most of what happens and no condition reads, just what a form refused. Where one of them is longer than `most`: that it is.
 */
export async function streamsOf(
  sql: Sql,
  log: Pick<Log, 'error'>,
  team: string,
  person: string,
  most: number,
): Promise<Map<string, Entry[]> | 'too-many'> {
  const streams = new Map<string, Entry[]>()
  const open = [person]
  for (let stream = open.pop(); stream !== undefined; stream = open.pop()) {
    if (streams.has(stream)) continue
    const found = await recordedAfter(sql, log, team, stream, { after: 0, limit: most + 1, done: false })
    if (found.length > most) return 'too-many'
    const entries = found.filter(entry => entry.kind !== 'broken')
    streams.set(stream, entries)
    for (const entry of entries) if (entry.kind === 'merged') open.push(entry.stream)
  }
  return streams
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
