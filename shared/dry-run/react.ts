import type { Campaigns } from '../campaign/campaigns.ts'
import { isBehind } from '../campaign/catch-up.ts'
import type { Fact } from '../campaign/fact.ts'
import { follow } from '../campaign/follow.ts'
import { addEvent, type Tallies } from '../campaign/tallies.ts'
import { entryFlipOf, wakeOf } from '../campaign/wake.ts'
import type { World } from '../campaign/world.ts'
import type { Entry } from '../journal/entry.ts'
import type { Life } from '../journal/life.ts'
import type { Instant } from '../text.ts'

/** A person in memory, as a server remembers them between two facts. */
export type Known = {
  life: Life
  tallies: Tallies
  isNew: boolean
  /** Number of their last entry. */
  number: number
  /** By enrollment: when it is to be looked at next. */
  wakes: ReadonlyMap<string, Instant>
  /** When time alone can next make them eligible for a campaign (C1). */
  flipAt: Instant | undefined
}

/** What of the world is the team's. */
export type Around = Omit<World, 'life' | 'isNew' | 'number' | 'tallies' | 'visitor' | 'flips'>

/**
 * What follows from a fact for somebody, as a server reacts: what was due before it acts before it (C7). Everything
 * given stays as it was. Throws a Problem when the fact can't be.
 */
export function react(
  campaigns: Campaigns,
  fact: Fact,
  known: Known,
  visitor: Known | undefined,
  around: Around,
  now: Instant,
): { known: Known; entries: Entry[] } {
  const world: World = {
    ...around,
    life: copied(known.life),
    isNew: known.isNew,
    number: known.number,
    tallies: new Map(known.tallies),
    visitor: visitor && { life: copied(visitor.life), number: visitor.number, tallies: visitor.tallies },
  }
  const { id, team, person } = fact
  const overdue = isOverdue(campaigns, fact, known, now)
  const earlier = overdue ? follow(campaigns, { id, team, person, kind: 'time' }, world, now) : []
  world.number += earlier.length
  const at = earlier.length > 0 ? now + 1 : now
  // What is stored is the rows of a life, not the objects of the moment.
  const entries = copied([...earlier, ...follow(campaigns, fact, world, at)])
  return {
    known: {
      life: copied(world.life),
      tallies: world.tallies,
      isNew: known.isNew && entries.length === 0,
      number: known.number + entries.length,
      ...dueOf(campaigns, world, at),
    },
    entries,
  }
}

/** When somebody as they are is to be looked at. */
export const dueOf = (campaigns: Campaigns, world: World, now: Instant): Pick<Known, 'wakes' | 'flipAt'> => ({
  wakes: wakesOf(campaigns, world, now),
  flipAt: entryFlipOf(campaigns, world, now),
})

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
export function nextLook({ wakes, flipAt }: Pick<Known, 'wakes' | 'flipAt'>): Instant | undefined {
  const moments = [...wakes.values(), ...(flipAt === undefined ? [] : [flipAt])]
  return moments.length === 0 ? undefined : Math.min(...moments)
}

/** What campaigns ask of events, counted anew from what a journal tells. */
export function talliesOf({ needsOf }: Campaigns, told: readonly Entry[]): Tallies {
  const tallies: Tallies = new Map()
  for (const entry of told)
    if (entry.kind === 'event-tracked')
      addEvent(tallies, needsOf(entry.name), entry.properties ?? {}, entry.happenedAt ?? entry.at)
  return tallies
}

/** The same, of which nothing is shared: plain data with maps and sets in it. */
export function copied<T>(value: T): T
export function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(one => copied(one))
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, copied(one)]))
  if (value instanceof Set) return new Set(value)
  const copy: Record<string, unknown> = {}
  for (const [key, one] of Object.entries(value))
    Object.defineProperty(copy, key, { value: copied(one), writable: true, enumerable: true, configurable: true })
  return copy
}
