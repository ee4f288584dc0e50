import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'preact/hooks'
import { draftOf } from '../builder/draft/draft.ts'
import { useNames } from '../builder/use-names.ts'
import { draftAgain } from '../builder/versions/draft-again.ts'
import { Versions } from '../builder/versions/versions.tsx'
import { agentsQuery, campaignContextQuery, inboxesQuery } from '../live/queries.ts'
import type { CampaignView } from '../live/views.ts'

/** The versions above the numbers, which stay as they are. What becomes the draft again is gone on with in Build. */
export function VersionsAbove({ campaign, asked }: { campaign: CampaignView; asked: string }) {
  const draft = useMemo(() => draftOf(campaign), [campaign])
  const agents = useQuery(agentsQuery).data?.data
  const names = useNames(draft, useQuery(inboxesQuery).data?.data, agents, useQuery(campaignContextQuery).data)
  return (
    <Versions
      campaign={campaign}
      draft={draft}
      names={names}
      agents={agents ?? []}
      onDraft={campaign.status === 'archived' ? undefined : (_, version) => draftAgain(campaign.id, version)}
      asked={asked}
    />
  )
}
