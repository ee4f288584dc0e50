import { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import { play, type Team } from '@pavior/shared/dry-run/run.ts'
import { broken, type Expectation, type Scenario } from '@pavior/shared/dry-run/scenario.ts'
import { madeUp } from '@pavior/shared/dry-run/start.ts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { agentsQuery, inboxesQuery, meQuery } from '../../live/queries.ts'
import { ask } from '../../live/server.ts'
import type { Draft } from '../draft/draft.ts'
import { useBuilder } from '../use-builder.ts'

export type KeptScenario = Scenario & { id: string }

const path = (campaign: string) => `/api/dashboard/campaigns/${campaign}/scenarios`

export const scenariosQuery = (campaign: string) =>
  queryOptions({
    queryKey: ['scenarios', campaign],
    queryFn: ({ signal }) => ask<{ data: KeptScenario[] }>(path(campaign), { signal }),
  })

export const saveScenario = (campaign: string, id: string, scenario: Scenario): Promise<KeptScenario> =>
  ask<KeptScenario>(`${path(campaign)}/${id}`, { method: 'PUT', body: scenario })

export const deleteScenario = (campaign: string, id: string): Promise<null> =>
  ask<null>(`${path(campaign)}/${id}`, { method: 'DELETE' })

/** The team in which is played; undefined until it is known. */
export function useTeam(): Team | undefined {
  const zone = useQuery(meQuery).data?.team.zone
  const agents = useQuery(agentsQuery).data?.data
  const inboxes = useQuery(inboxesQuery).data?.data
  return useMemo(() => {
    if (zone === undefined || !agents || !inboxes) return undefined
    const known = agents.map(({ id }) => id).sort()
    return {
      zone,
      agents: known,
      inboxes: inboxes.map(({ id, agents: members }) => ({ id, agents: members ?? known })),
    }
  }, [zone, agents, inboxes])
}

/** The draft as it can be played; undefined while something in it is not finished. */
export function useGraph(draft: Draft): CampaignGraph | undefined {
  return useMemo(() => CampaignGraph.safeParse(draft).data, [draft])
}

/** A scenario and what of it no longer holds; `idle`: the draft can't be played now. */
export type Checked = { scenario: KeptScenario; state: 'holds' | 'broken' | 'idle'; broken: readonly Expectation[] }

/** So long after the last change the scenarios are played: nobody's typing waits for them. */
const CALM = 150

/** All scenarios of the campaign, played on the draft a moment after it was changed. */
export function useScenarios(): readonly Checked[] {
  const { draft, campaign } = useBuilder()
  const kept = useQuery(scenariosQuery(campaign.id)).data?.data
  const team = useTeam()
  const settled = useCalm(draft)
  return useMemo(() => {
    if (!kept || kept.length === 0) return []
    const graph = CampaignGraph.safeParse(settled).data
    return kept.map((scenario): Checked => {
      if (!graph || !team) return { scenario, state: 'idle', broken: [] }
      const wrong = brokenIn(scenario, campaign.id, graph, team)
      return { scenario, state: wrong.length === 0 ? 'holds' : 'broken', broken: wrong }
    })
  }, [kept, settled, team, campaign.id])
}

function useCalm(draft: Draft): Draft {
  const [settled, setSettled] = useState(draft)
  useEffect(() => {
    const soon = setTimeout(() => setSettled(draft), CALM)
    return () => clearTimeout(soon)
  }, [draft])
  return settled
}

function brokenIn(scenario: Scenario, campaign: string, graph: CampaignGraph, team: Team): Expectation[] {
  const at = Date.parse(scenario.at)
  const run = play({ id: campaign, graph, createdAt: at }, team, madeUp(scenario.person, at), scenario.moves, at)
  return broken(run, scenario.expectations)
}
