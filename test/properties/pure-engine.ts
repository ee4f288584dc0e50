import type { Campaigns } from '@pavior/shared/campaign/campaigns.ts'
import { isBehind } from '@pavior/shared/campaign/catch-up.ts'
import type { Fact } from '@pavior/shared/campaign/fact.ts'
import { follow } from '@pavior/shared/campaign/follow.ts'
import { addEvent, type Tallies } from '@pavior/shared/campaign/tallies.ts'
import { entryFlipOf, wakeOf } from '@pavior/shared/campaign/wake.ts'
import type { World } from '@pavior/shared/campaign/world.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { Life } from '@pavior/shared/journal/life.ts'
import type { Instant } from '@pavior/shared/text.ts'

/** A person in memory, as a server remembers them between two facts. */
export type Known = {
  life: Life
  tallies: Tallies
  isNew: boolean
  /** Their journal. */
  entries: Entry[]
  /** By enrollment: when it is to be looked at next. */
  wakes: ReadonlyMap<string, Instant>
  /** When time alone can next make them eligible for a campaign (C1). */
  flipAt: Instant | undefined
  mergedInto?: string | undefined
}

/** What of the world is the team's. */
export type Around = Omit<World, 'life' | 'isNew' | 'number' | 'tallies' | 'visitor'>

/**
 * What follows from a fact for somebody, as a server reacts: what was due before it acts before it (C7). Everything
 * given stays as it was. Throws a Problem when the fact can't be.
 */
export function reactPurely(
  campaigns: Campaigns,
  fact: Fact,
  known: Known,
  visitor: Known | undefined,
  around: Around,
  now: Instant,
): { known: Known; entries: Entry[] } {
  const life = structuredClone(known.life)
  const world: World = {
    ...around,
    life,
    isNew: known.isNew,
    number: known.entries.length,
    tallies: new Map(known.tallies),
    visitor: visitor && {
      life: structuredClone(visitor.life),
      number: visitor.entries.length,
      tallies: visitor.tallies,
    },
  }
  const { id, team, person } = fact
  const overdue = isOverdue(campaigns, fact, known, now)
  const earlier = overdue ? follow(campaigns, { id, team, person, kind: 'time' }, world, now) : []
  world.number += earlier.length
  const at = earlier.length > 0 ? now + 1 : now
  // What is stored is the rows of a life, not the objects of the moment.
  const entries = structuredClone([...earlier, ...follow(campaigns, fact, world, at)])
  const after: Known = {
    ...known,
    life: structuredClone(life),
    tallies: world.tallies,
    isNew: known.isNew && entries.length === 0,
    entries: [...known.entries, ...entries],
    wakes: wakesOf(campaigns, world, at),
    flipAt: entryFlipOf(campaigns, world, at),
  }
  return { known: after, entries }
}

function isOverdue(campaigns: Campaigns, { kind }: Fact, known: Known, now: Instant): boolean {
  const { life, isNew } = known
  if (isNew || kind === 'time' || kind === 'erase') return false
  const next = nextLook(known)
  return (next !== undefined && next <= now) || isBehind(campaigns, { life }, now)
}

function wakesOf(campaigns: Campaigns, world: World, now: Instant): Map<string, Instant> {
  const wakes = new Map<string, Instant>()
  for (const enrollment of world.life.enrollments.values()) {
    const at = wakeOf(campaigns, world, enrollment, now)
    if (at !== undefined) wakes.set(enrollment.id, at)
  }
  return wakes
}

/** When somebody is to be looked at next. */
export function nextLook({ wakes, flipAt }: Known): Instant | undefined {
  const moments = [...wakes.values(), ...(flipAt === undefined ? [] : [flipAt])]
  return moments.length === 0 ? undefined : Math.min(...moments)
}

/** What campaigns ask of events, counted anew from a journal. */
export function talliesOf({ needsOf }: Campaigns, told: readonly Entry[]): Tallies {
  const tallies: Tallies = new Map()
  for (const entry of told)
    if (entry.kind === 'event-tracked')
      addEvent(tallies, needsOf(entry.name), entry.properties ?? {}, entry.happenedAt ?? entry.at)
  return tallies
}
