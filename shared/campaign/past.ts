import type { Filter } from '../filter/filter.ts'
import { readsOf } from '../filter/reads.ts'
import type { Subject } from '../filter/subject.ts'
import { apply, unborn } from '../journal/apply.ts'
import type { Entry } from '../journal/entry.ts'
import type { Streams } from '../journal/replay.ts'
import type { Instant } from '../text.ts'
import { type Campaigns, fieldsOf } from './campaigns.ts'
import { changedBy } from './changed.ts'
import { type Then, worldOf } from './explain.ts'
import { subjectOf } from './subject.ts'
import { addEvent, joinTallies } from './tallies.ts'
import { earliest, flip } from './wake.ts'

/** Somebody's journal, with those that were merged into it (C25). */
export type Journal = { streams: Streams; person: string }

/** An entry of the past, and the person as it left them. They are the same objects all the way: look before going on. */
export type Step = Then & {
  entry: Entry
  /** False where it is of a visitor who was merged in later. */
  own: boolean
  /** When the next entry of the same journal came; the same moment: the fact has not come to rest yet. */
  next: Instant | undefined
}

/**
 * Goes through a journal from its beginning, entry by entry, with all that filters can ask of the past.
 * @param campaigns whose questions about events are answered
 */
export function* past(
  { streams, person }: Journal,
  campaigns: Campaigns,
  own = true,
  until = Number.POSITIVE_INFINITY,
): Generator<Step, Then> {
  const entries = streams(person).filter(({ number }) => number <= until)
  const then: Then = { life: unborn(person, entries[0]?.at ?? 0), tallies: new Map() }
  for (const [index, entry] of entries.entries()) {
    const visitor =
      entry.kind === 'merged'
        ? yield* past({ streams, person: entry.stream }, campaigns, false, entry.until)
        : undefined
    apply(then.life, entry, () => visitor?.life)
    if (visitor) joinTallies(then.tallies, visitor.tallies)
    if (entry.kind === 'event-tracked')
      addEvent(then.tallies, campaigns.needsOf(entry.name), entry.properties ?? {}, entry.happenedAt ?? entry.at)
    yield { ...then, entry, own, next: entries[index + 1]?.at }
  }
  return then
}

/** Somebody as they stood at a moment; nothing where they had not come yet. */
export function subjectAt(journal: Journal, campaigns: Campaigns, at: Instant): Subject | undefined {
  let subject: Subject | undefined
  for (const { entry, own, next, ...then } of past(journal, campaigns)) {
    if (!own) continue
    if (entry.at <= at) subject = subjectOf(worldOf(then))
    // Not a step further: what the subject looks at would go on, too.
    if (next !== undefined && next > at) break
  }
  return subject
}

/** A moment at which the answer of a filter may have become another one. */
export type Glance = { at: Instant; subject: Subject }

/** Every moment up to `until` at which one of these filters can have changed its answer: by a fact, or by time alone (C1). */
export function* glances(
  filters: readonly Filter[],
  journal: Journal,
  campaigns: Campaigns,
  until: Instant,
): Generator<Glance> {
  const read = new Set(fieldsOf(readsOf(...filters)))
  // The first fact is looked at whatever it changed.
  let isNew = true
  let flipAt: Instant | undefined
  for (const { entry, own, next, ...then } of past(journal, campaigns)) {
    if (!own) continue
    isNew ||= changedBy(entry, then.life).some(field => field === '*' || read.has(field))
    if (next === entry.at) continue
    if (entry.at > until) return
    const subject = subjectOf(worldOf(then))
    const end = next === undefined ? until : Math.min(next - 1, until)
    let at = isNew ? entry.at : flipAt
    for (; at !== undefined && at <= end; at = flipOf(filters, subject, at)) yield { at, subject }
    flipAt = at
    isNew = false
  }
}

const flipOf = (filters: readonly Filter[], subject: Subject, at: Instant): Instant | undefined =>
  earliest(filters.map(filter => flip(filter, subject, at)))
