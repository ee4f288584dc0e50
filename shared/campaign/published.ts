import type { Instant } from '../text.ts'
import type { CompiledCampaign } from './compile.ts'

/** One version, as it was live from then until the next. */
type PublishedVersion = { since: Instant; campaign: CompiledCampaign }

/** A campaign with what was published of it, the oldest first. */
export type Published = {
  id: string
  status: 'draft' | 'active' | 'paused' | 'archived'
  versions: readonly PublishedVersion[]
  /** Existing people are being let in (C4). */
  enrolling: boolean
}

/** The version that decided at a moment: its audience, its exits (C18, C23). */
export const liveAt = ({ versions }: Published, at: Instant): CompiledCampaign | undefined =>
  (versions.findLast(({ since }) => since <= at) ?? versions[0])?.campaign

/** The campaign as it was published with this number. */
export const versionOf = ({ versions }: Published, version: number): CompiledCampaign | undefined =>
  versions.find(({ campaign }) => campaign.newest.version === version)?.campaign

/**
 * Since when people enter as they do now: whoever was eligible before that does not enter by having been it (C2). An
 * activation, or the publication that changed who enters.
 */
export function takesInSince({ versions }: Published): Instant | undefined {
  const newest = versions.at(-1)
  if (!newest) return undefined
  const terms = termsOf(newest.campaign)
  const before = versions.findLastIndex(({ campaign }) => termsOf(campaign) !== terms)
  const first = versions[before + 1] ?? newest
  return before < 0 ? newest.campaign.activatedAt : Math.max(first.since, newest.campaign.activatedAt)
}

/** All that says who enters, as a text to compare. */
const termsOf = ({ audience, exits, reentry, startable, newest }: CompiledCampaign): string =>
  JSON.stringify([audience, exits.map(({ filter }) => filter), reentry, startable, newest.startsByMessage])
