import type { CampaignView } from '../live/views.ts'

/** Whether a campaign runs, and in which version, in its top bar. */
export function StatusTag({ campaign: { status, version } }: { campaign: Pick<CampaignView, 'status' | 'version'> }) {
  if (status === 'active')
    return (
      <span class="tag good">
        <span class="state live" />
        <span>
          Live
          <span class="only-wide">, version {version}</span>
        </span>
      </span>
    )
  if (status === 'paused')
    return (
      <span class="tag warn">
        <span>
          Paused
          <span class="only-wide">, version {version}</span>
        </span>
      </span>
    )
  return <span class="tag">Draft</span>
}
