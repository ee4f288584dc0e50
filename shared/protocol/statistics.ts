import type { Component, Port } from '../campaign/campaign.ts'
import type { CampaignCount } from '../campaign/counts.ts'

/** What the dashboard is told of a campaign's numbers (T1–T4). */

/** A component's numbers by what is counted (shared/campaign/counts.ts); `null` is what can't be known, shown as "–". */
export type ComponentNumbers = { type: Component['type'] } & Record<string, number | string | null>

/**
 * Of all time, or of a period: who first got a component's outcome within it (T1), and what became of those who
 * entered within it (T2), so that `entered` stays the sum of the others.
 */
export type Statistics = { [count in CampaignCount]: number } & {
  /** `null`: all versions. */
  version: number | null
  /** Off: whom a form refuses now is not counted, only who was before (T1). */
  recording: boolean
  /** By exit. */
  exits: Record<string, number>
  /** By component, of the version or of all. */
  components: Record<string, ComponentNumbers>
}

/** What the dashboard hears over its socket while it looks at a campaign's numbers (T4). */
export type LiveStatistics = {
  campaign: string
  /** Of what was asked to be watched. */
  version?: number
  from?: string
  to?: string
  /** Grows with each change, also over a new start of the server: what has a lower one is older. */
  revision: number
  statistics: Statistics
}

/** How many people entered and left, in steps of the team's zone without a gap. */
export type StatisticsChart = {
  step: 'hour' | 'day' | 'week' | 'month'
  zone: string
  /** `at` is the beginning of the step. Whoever comes again counts again. */
  points: { at: string; entered: number; left: number }[]
  /** What was published within. */
  published: { version: number; at: string }[]
}

/** T3: exactly the people behind a number, the newest first. */
export type PeopleList = {
  data: {
    /** `null`: an erased person (C26). */
    person: { id: string; type: string; name?: string; email?: string } | null
    enrollment: string
    at: string
    /** Why it was skipped or failed, or the cause of leaving. */
    reason?: string
  }[]
  next: string | null
  /** How long the list is: the number. */
  total: number
}

/** How many people arrived along each dependency, each by their latest arrival; and what deserves a look. */
export type StatisticsWays = {
  ways: { from: string; to: string; port?: Port; people: number }[]
  /** Where most failed, where most are lost, where most were skipped; in this order, and nothing where nobody is. */
  first: LookFirst[]
  /** Of each component whose form refused somebody, how many of those never sent it, whenever. */
  unsent: Record<string, number>
}

/**
 * What to look at first. *Lost*: still there when they left the campaign, or answered by a Filter's port from which no
 * line leads on while one does from the other.
 */
export type LookFirst = {
  kind: 'failed' | 'lost' | 'skipped'
  component: string
  people: number
  /** How many arrived there. */
  of: number
  /** Why, in words, the most frequent first; of the newest 1,000. */
  reasons: { reason: string; people: number }[]
}

/** Campaigns that people can be put into by hand. */
export type StartableCampaigns = { data: { id: string; name: string }[] }

/** What became of those who were chosen. */
export type Removed = { removed: number; alreadyLeft: number }
export type Started = {
  started: number
  /** Who may not enter, each with a sentence that says why. */
  refused: { person: string; says: string }[]
}

/**
 * How a campaign filled within a period (time-lapse), oldest first. Of more than 2,000 people it is gathered in slices of
 * the period, each told at its end.
 */
export type TimeLapse = {
  from: string
  to: string
  /** How many arrived along a line. */
  moves: { at: string; from: string; to: string; port?: Port; people: number }[]
  /** By how much a number of a component changed: their sum up to a moment is the number of then (T1). */
  numbers: { at: string; component: string; count: string; people: number }[]
}
