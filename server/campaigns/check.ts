import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { GraphProblem } from '@pavior/shared/campaign/check/problem.ts'
import { check } from '@pavior/shared/campaign/check.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { Transport } from '../email/transport.ts'
import type { LiveTeam } from './live.ts'

/** All that is wrong with a campaign of this team, and the campaign where nothing stands against publishing it. */
export const checkFor = (
  team: LiveTeam,
  input: unknown,
  transport?: Pick<Transport, 'reports'>,
): { problems: GraphProblem[]; graph?: CampaignGraph } =>
  check(input, {
    agents: team.agents,
    inboxes: team.inboxes,
    campaigns: team.campaignNames,
    zone: team.zone,
    now: Date.now(),
    ...(transport && { transport: transport.reports ? 'reports' : 'silent' }),
  })

/** The campaign, ready to be published. Throws a Problem `invalid` that names every error. */
export function publishable(team: LiveTeam, input: unknown): CampaignGraph {
  const { problems, graph } = checkFor(team, input)
  if (graph) return graph
  const fields = problems.filter(({ level }) => level === 'error').map(({ path, message }) => ({ path, message }))
  const sentences = fields.slice(0, 20).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  throw new Problem('invalid', sentences.join('; '), { fields })
}
