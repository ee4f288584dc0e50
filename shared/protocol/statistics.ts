import type { Component } from '../campaign/campaign.ts'
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
  /** `at` is the beginning of the step. Each person counts once in a step. */
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
