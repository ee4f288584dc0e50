import type { JournalNames } from '@pavior/shared/journal/words.ts'
import type { TeamNames } from '../campaigns/live.ts'

/** How a team's things are called in the words of a journal. @param enrollments the campaign that each is of */
export const namesIn = (team: TeamNames, enrollments: ReadonlyMap<string, string>): JournalNames => ({
  team: team.name,
  agents: team.agentNames,
  inboxes: team.inboxNames,
  campaigns: team.campaignNames,
  enrollments,
})
