import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import { z } from 'zod'
import { forgetStored, keepStored, readStored } from '../../live/storage.ts'

/** What this device keeps of a draft until the server has it: a reload or a closed laptop loses nothing. */

const Kept = z.object({
  /** What was drawn on: its revision at the server. */
  revision: z.number(),
  draft: CampaignDraft,
  /** Sent to the server without an answer: it may be there. */
  sent: CampaignDraft.optional(),
})
export type Kept = z.output<typeof Kept>

const key = (agent: string, campaign: string) => `pavior:draft:${agent}:${campaign}`

export function readKept(agent: string, campaign: string): Kept | undefined {
  const read = Kept.safeParse(readStored(key(agent, campaign)))
  return read.success ? read.data : undefined
}

/** Gives whether it outlives the tab. */
export const keep = (agent: string, campaign: string, kept: Kept): boolean => keepStored(key(agent, campaign), kept)

export const forget = (agent: string, campaign: string): void => forgetStored(key(agent, campaign))
