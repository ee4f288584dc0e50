import type { Component } from '../campaign/campaign.ts'

/** What the dashboard is told of campaigns. */

/** A line of the list. */
export type CampaignRow = {
  id: string
  name: string
  /** An automessage is a campaign whose graph is a single Send component. */
  kind: 'campaign' | 'automessage'
  status: 'draft' | 'active' | 'paused'
  /** The newest published version. */
  version?: number
  /** Whether the draft is newer than that. */
  changed: boolean
  /** Who it is for, in words: of what is live, otherwise of the draft. Absent: not said yet. */
  audience?: string
  /** It is entered by a message or a start only: resuming asks nothing about existing people (C4). */
  byEvent: boolean
  entered: number
  active: number
  completed: number
  /** How many entered on each of the last 30 days in the team's zone, today last. */
  days: number[]
  /** Of the draft. */
  changedAt: string
  /** Existing people are being enrolled (C4); `total` once they are counted. */
  enrolling?: { done: number; total?: number }
  /** Where most people failed in the last seven days (C14). */
  failed?: { type: Component['type'] | null; people: number }
}

export type CampaignRows = { data: CampaignRow[] }
