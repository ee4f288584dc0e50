import type { CampaignView } from '../live/views.ts'

/** Whether a campaign runs, and in which version, in its top bar. */
export function StatusTag({ campaign: { status, version } }: { campaign: Pick<CampaignView, 'status' | 'version'> }) {
  if (status === 'active')
    return (
      <span class="tag good">
        <span class="state live" />
        Live<span class="only-wide">, version {version}</span>
      </span>
    )
  if (status === 'paused')
    return (
      <span class="tag warn">
        Paused<span class="only-wide">, version {version}</span>
      </span>
    )
  return <span class="tag">Draft</span>
}
