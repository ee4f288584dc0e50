import { apply, numbered } from '../journal/apply.ts'
import type { Entry, EntryBody } from '../journal/entry.ts'
import type { Life } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { Campaigns } from './campaigns.ts'
import { changedBy } from './changed.ts'
import type { AddressStatus } from './fact.ts'
import type { Tallies } from './tallies.ts'

/** When time alone can next make the person eligible, by campaign (C1); without those of which it never can. */
export type Flips = ReadonlyMap<string, Instant>

/** All that the engine may look at: nothing comes from a clock, a database or chance. */
export type World = {
  life: Life
  /** Nobody knew the person before this fact. */
  isNew: boolean
  /** Number of the person's last journal entry. */
  number: number
  /** The newest events that live filters ask for. */
  tallies: Tallies
  /** As their previous fact left them, by the campaigns that are live now; undefined where that is not known. */
  flips?: Flips | undefined
  /** The visitor who is to be merged into this person, and the number of their last entry (C25). */
  visitor?: { life: Life; number: number; tallies: Tallies } | undefined
  /** The team's zone (C9). */
  zone: string
  agents: ReadonlySet<string>
  /** Their members. */
  inboxes: ReadonlyMap<string, ReadonlySet<string>>
  /** What visitors do with the widget is recorded (R2). */
  recording?: boolean | undefined
  /** Where conversations begin. */
  inbox?: string | undefined
  /** Dashboard open and not set to away. */
  isAvailable: (agent: string) => boolean
  /** Whose turn it is in this inbox; `agents` is not empty (C13). */
  nextInTurn: (inbox: string, agents: readonly string[]) => string
  /** What stands against an address (C12). */
  addressStatus: (email: string) => AddressStatus
  /** Of what begins at that moment; ids may be in the order of time. */
  newId: (at: Instant) => string
}

/** A message the person sent with the fact that is being followed: what Inbound message listens for (C10). */
export type Heard = { conversation: string; message: string; first: boolean; text: string }

/** One fact on its way: everything that happens is emitted, applied at once, and journalled. */
export type Course = {
  world: World
  campaigns: Campaigns
  now: Instant
  entries: Entry[]
  /** The fields, as filters name them, that entries of this fact changed. */
  changed: Set<string>
  emit: (body: EntryBody) => void
}

const MAX_ENTRIES = 3000

/** A fact that does not come to rest is a bug in a graph or here: it is rolled back whole. */
export class Restless extends Error {}

export function course(campaigns: Campaigns, world: World, now: Instant): Course {
  const entries: Entry[] = []
  const changed = new Set<string>()
  const emit = (body: EntryBody) => {
    if (entries.length >= MAX_ENTRIES)
      throw new Restless(`a fact of person ${world.life.person.id} does not come to rest`)
    const entry = numbered(body, world.number + entries.length + 1, now)
    apply(world.life, entry, () => world.visitor?.life)
    entries.push(entry)
    for (const field of changedBy(entry, world.life)) changed.add(field)
  }
  return { campaigns, world, now, entries, changed, emit }
}
