import type { Campaigns } from '@pavior/shared/campaign/campaigns.ts'
import type { Fact } from '@pavior/shared/campaign/fact.ts'
import { type Around, type Known as Remembered, react } from '@pavior/shared/dry-run/react.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Instant } from '@pavior/shared/text.ts'

/** A person in memory, with their journal and what became of them. */
export type Known = Remembered & { entries: Entry[]; mergedInto?: string | undefined }

/** What follows from a fact for somebody, as the dry run has it. Throws a Problem when the fact can't be. */
export function reactPurely(
  campaigns: Campaigns,
  fact: Fact,
  known: Known,
  visitor: Known | undefined,
  around: Around,
  now: Instant,
): { known: Known; entries: Entry[] } {
  const { known: after, entries } = react(campaigns, fact, known, visitor, around, now)
  return { known: { ...known, ...after, entries: [...known.entries, ...entries] }, entries }
}
