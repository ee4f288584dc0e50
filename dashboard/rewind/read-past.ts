import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { JournalNames } from '@pavior/shared/journal/words.ts'
import type { RewindKind, RewindPart, RewindView } from '@pavior/shared/protocol/rewind.ts'
import type { Recorded } from '@pavior/shared/rewind/told.ts'
import { ask } from '../live/server.ts'
import { store } from '../live/store.ts'

/** A past as it was read: all entries, the campaigns they speak of, and what everybody is called. */
export type Journalled = Pick<RewindView, 'person' | 'about'> & {
  streams: ReadonlyMap<string, readonly Recorded[]>
  /** By `campaign version`. */
  graphs: ReadonlyMap<string, CampaignGraph>
  names: JournalNames
  /** The place behind the last entry: what happens later stands after it. */
  after: string
}

/** How many entries were read so far. */
export const readSoFar = store({ entries: 0 })

/** Reads all of it, part by part: a journal can be long. */
export async function readPast(kind: RewindKind, id: string, signal: AbortSignal): Promise<Journalled> {
  const path = `/api/dashboard/rewind/${kind}/${id}`
  const streams = new Map<string, Recorded[]>()
  const keep = (part: RewindPart) => {
    for (const [stream, entries] of Object.entries(part.streams)) {
      const known = streams.get(stream) ?? []
      for (const entry of entries) known.push(entry)
      streams.set(stream, known)
    }
    const all = [...streams.values()].reduce((sum, { length }) => sum + length, 0)
    // Of one that is no longer wanted nothing is told.
    if (!signal.aborted) readSoFar.set({ entries: all })
  }
  readSoFar.set({ entries: 0 })
  const first = await ask<RewindView>(path, { signal })
  keep(first)
  let part: RewindPart = first
  while (part.more) {
    part = await ask<RewindPart>(`${path}?after=${encodeURIComponent(part.after)}`, { signal })
    keep(part)
  }
  const { person, about, campaigns, names } = first
  return {
    person,
    about,
    streams,
    after: part.after,
    graphs: new Map(
      campaigns.flatMap(({ id, versions }) => versions.map(({ version, graph }) => [`${id} ${version}`, graph])),
    ),
    names: {
      team: names.team,
      agents: named(names.agents),
      inboxes: named(names.inboxes),
      campaigns: named(names.campaigns),
      enrollments: named(names.enrollments),
    },
  }
}

const named = (names: Record<string, string>): Map<string, string> => new Map(Object.entries(names))
