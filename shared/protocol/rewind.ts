import type { CampaignGraph } from '../campaign/campaign.ts'
import type { About } from '../rewind/origin.ts'
import type { Recorded } from '../rewind/told.ts'

/** What a rewind can be of. */
export const rewindKinds = ['conversation', 'form', 'enrollment', 'person'] as const
export type RewindKind = (typeof rewindKinds)[number]

/** A part of the journals. Streams go on over parts; one that is not told of has nothing in this part. */
export type RewindPart = {
  streams: Record<string, Recorded[]>
  /** For the next part, or for what has happened since when there is no more. */
  after: string
  more: boolean
}

type Named = Record<string, string>

/** What the rewind screen is told at first: `rewindOf(streams, person, originOf(streams, person, about))` shows it. */
export type RewindView = RewindPart & {
  /** As whom they are known now. */
  person: string
  about: About & { form?: string }
  /** The campaigns that the journals speak of, in the versions in which the person was, the oldest first. */
  campaigns: { id: string; versions: { version: number; publishedAt: string; graph: CampaignGraph }[] }[]
  /** By id. */
  names: { team: string; agents: Named; inboxes: Named; campaigns: Named; enrollments: Named }
}
