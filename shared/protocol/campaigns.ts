import type { CampaignGraph, Component } from '../campaign/campaign.ts'
import type { GraphProblem } from '../campaign/check/problem.ts'
import type { By, EnrollmentStatus, Standing } from '../journal/life.ts'

/** What the dashboard is told of campaigns. */

/** Who drew or published. */
export type Author = Extract<By, { type: 'agent' | 'api' }>

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
  changedBy?: Author
  /** While it is paused. */
  pausedAt?: string
  /** Existing people are being enrolled (C4); `total` once they are counted. */
  enrolling?: { done: number; total?: number }
  /** Where most people failed in the last seven days (C14). */
  failed?: { type: Component['type'] | null; people: number }
}

export type CampaignRows = { data: CampaignRow[] }

/** What was published once. */
export type VersionView = {
  version: number
  publishedAt: string
  publishedBy?: Author
  /** How many are inside on it. */
  active: number
  graph: CampaignGraph
}

/** What publishing the draft would mean, as of `revision`. */
export type Publishing = {
  revision: number
  status: 'draft' | 'active' | 'paused'
  /** Errors stand against it; nothing else is known then. */
  problems: GraphProblem[]
  /** Nobody enters by their state alone: by a message or a start only (C4). */
  byEvent: boolean
  /** Whether the author has to say what becomes of those who are eligible now (C4). */
  asks: boolean
  /** The newest version, and those that somebody is still inside on, the newest first. */
  versions: VersionView[]
  /** How many are inside. */
  inside: number
  /** Where they wait, watch or listen. */
  standing: { version: number; component: string; kind: Standing['kind']; people: number }[]
}

type HappeningView = {
  acts: { component: string; outcome: string; reason?: string }[]
  left?: { status: Exclude<EnrollmentStatus, 'active'>; cause?: string }
}

/** What becomes of somebody if nothing happens but time (shared/dry-run/outlook.ts). */
export type OutlookView = {
  now: HappeningView & { dropped: string[] }
  stands: { component: string; kind: Standing['kind']; until?: string }[]
  next?: HappeningView & { at: string }
}

/** Somebody inside, and what each choice would mean for them. */
export type InsideView = {
  enrollment: string
  person: { id: string; name?: string; email?: string }
  version: number
  enteredAt: string
  stands: { component: string; kind: Standing['kind']; since: string; until?: string }[]
  stay: OutlookView
  move: OutlookView
}

export type InsidePage = { data: InsideView[]; next: string | null; total: number }
