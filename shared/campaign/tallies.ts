import { matchesWhere } from '../filter/evaluate.ts'
import { type EventNeed, needKey } from '../filter/subject.ts'
import type { AttributeValue } from '../people/person.ts'
import type { Instant } from '../text.ts'

/**
 * By the need's key: when the newest events that match it happened, newest first; as many as it asks for. Of what never
 * happened there is nothing, so that it costs nothing to ask for much.
 */
export type Tallies = Map<string, { need: EventNeed; times: readonly Instant[] }>

export const happened = (tallies: Tallies, need: EventNeed): readonly Instant[] =>
  tallies.get(needKey(need))?.times ?? []

/**
 * An event more. It may have happened before others that are known already.
 * @param needs those that ask for events of its name
 */
export function addEvent(
  tallies: Tallies,
  needs: readonly EventNeed[],
  properties: Record<string, AttributeValue>,
  at: Instant,
): void {
  for (const need of needs)
    if (matchesWhere(need.where, properties))
      tallies.set(needKey(need), { need, times: newest([...happened(tallies, need), at], need) })
}

/** What happened to two people who turned out to be one (C25). */
export function joinTallies(tallies: Tallies, others: Tallies): void {
  for (const [key, { need, times }] of others)
    tallies.set(key, { need, times: newest([...(tallies.get(key)?.times ?? []), ...times], need) })
}

const newest = (times: Instant[], need: EventNeed): Instant[] => times.sort((a, b) => b - a).slice(0, need.newest)
