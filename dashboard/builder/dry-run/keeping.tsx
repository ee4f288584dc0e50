import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { Team } from '@pavior/shared/dry-run/run.ts'
import { useMemo } from 'preact/hooks'
import { keptPerson, type Played, runOf } from './played.ts'
import { SaveScenario } from './save-scenario.tsx'
import type { KeptScenario } from './scenarios.ts'

type Props = {
  now: Played
  campaign: string
  created: number
  graph: CampaignGraph
  team: Team
  kept: KeptScenario | undefined
  onSaved: (id: string) => void
  onCancel: () => void
}

/** What is kept, and of whom. */
export function Keeping({ now, campaign, created, graph, team, kept, onSaved, onCancel }: Props) {
  const person = useMemo(() => keptPerson(now, campaign, graph), [now, campaign, graph])
  const run = useMemo(
    () => runOf(campaign, created, graph, team, { ...now, who: { is: 'made-up', person } }),
    [campaign, created, graph, team, now, person],
  )
  return (
    <SaveScenario
      run={run}
      person={person}
      like={now.who.is === 'real' ? now.who.name : undefined}
      at={now.at}
      moves={now.moves}
      kept={kept}
      onSaved={onSaved}
      onCancel={onCancel}
    />
  )
}
