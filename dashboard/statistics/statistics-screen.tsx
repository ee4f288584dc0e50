import './statistics.css'
import type { VersionView } from '@pavior/shared/protocol/campaigns.ts'
import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn } from 'lucide-preact'
import { Link } from 'wouter-preact'
import { openVersions, useVersionsAsked } from '../builder/versions/use-asked.ts'
import { useTitle } from '../frame/title.ts'
import { campaignQuery, versionsQuery } from '../live/queries.ts'
import { Refused } from '../live/server.ts'
import type { CampaignView } from '../live/views.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { Bar } from './bar.tsx'
import { Numbers } from './numbers.tsx'
import { useScope } from './scope.ts'
import { VersionsAbove } from './versions-above.tsx'

/** What came of a campaign: its numbers, the people behind each, and where to look first. */
export default function StatisticsScreen({ id }: { id: string }) {
  const campaign = useQuery(campaignQuery(id))
  const versions = useQuery(versionsQuery(id))
  useTitle('Statistics', campaign.data?.name ?? 'Campaign')
  if (campaign.data && versions.data) return <Screen key={id} campaign={campaign.data} versions={versions.data.data} />
  const wrong = campaign.error ?? versions.error
  if (wrong instanceof Refused && wrong.status === 404)
    return (
      <main class="alone">
        <Empty title="This campaign does not exist">
          <Link class="link" href="/campaigns">
            To the campaigns
          </Link>
        </Empty>
      </main>
    )
  const again = () => {
    void campaign.refetch()
    void versions.refetch()
  }
  return (
    <main class="alone">
      {wrong ? (
        <Failed what="The campaign could not be read" error={wrong} onRetry={again} />
      ) : (
        <Bones rows={6} kind="line" />
      )}
    </main>
  )
}

function Screen({ campaign, versions }: { campaign: CampaignView; versions: readonly VersionView[] }) {
  const { scope, unread, address, go } = useScope(campaign.id)
  const versionsAsked = useVersionsAsked()
  return (
    <main class="figures">
      <Bar
        campaign={campaign}
        versions={versions.map(({ version }) => version)}
        scope={scope}
        onGo={go}
        onVersions={openVersions}
      />
      {versions.length === 0 ? (
        <div class="figures-none">
          <Empty icon={<ChartNoAxesColumn />} title="There are no numbers yet">
            <p>They begin when the campaign is published: who entered, what each component did, and for whom.</p>
            {campaign.status === 'archived' ? null : (
              <Link class="button" href={`/campaigns/${campaign.id}`}>
                To the draft
              </Link>
            )}
          </Empty>
        </div>
      ) : (
        <Numbers campaign={campaign.id} versions={versions} scope={scope} unread={unread} address={address} />
      )}
      {versionsAsked === undefined ? null : <VersionsAbove campaign={campaign} asked={versionsAsked} />}
    </main>
  )
}
