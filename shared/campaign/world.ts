import { apply, numbered } from '../journal/apply.ts'
import type { Entry, EntryBody } from '../journal/entry.ts'
import type { Life } from '../journal/life.ts'
import type { Instant } from '../text.ts'
import type { CompiledCampaign } from './compile.ts'

/** All that the engine may look at: nothing comes from a clock, a database or chance. */
export type World = {
  life: Life
  /** Nobody knew the person before this fact. */
  isNew: boolean
  /** Number of the person's last journal entry. */
  number: number
  /** The visitor who is to be merged into this person, and the number of their last entry (C25). */
  visitor?: { life: Life; number: number } | undefined
  agents: ReadonlySet<string>
  inboxes: ReadonlySet<string>
  /** Where conversations begin. */
  inbox?: string | undefined
  newId: () => string
}

/** A message the person sent with the fact that is being followed: what Inbound message listens for (C10). */
export type Heard = { conversation: string; message: string; first: boolean; text: string }

/** One fact on its way: everything that happens is emitted, applied at once, and journalled. */
export type Course = {
  world: World
  campaigns: readonly CompiledCampaign[]
  now: Instant
  entries: Entry[]
  emit: (body: EntryBody) => void
}

const MAX_ENTRIES = 3000

export function course(campaigns: readonly CompiledCampaign[], world: World, now: Instant): Course {
  const entries: Entry[] = []
  const emit = (body: EntryBody) => {
    // A fact that does not come to rest is a bug in a graph or here: it is rolled back whole.
    if (entries.length >= MAX_ENTRIES) throw new Error(`a fact of person ${world.life.person.id} does not come to rest`)
    const entry = numbered(body, world.number + entries.length + 1, now)
    apply(world.life, entry, () => world.visitor?.life)
    entries.push(entry)
  }
  return { campaigns, world, now, entries, emit }
}
