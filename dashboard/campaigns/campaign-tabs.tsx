import './campaign-tabs.css'
import { Link } from 'wouter-preact'

type Props = {
  campaign: string
  here: 'build' | 'statistics'
  /** Of a deleted one nothing is drawn any more. */
  deleted?: boolean
  /** They open above what is on screen. */
  onVersions: () => void
}

/** The views of one campaign: what is drawn, what came of it, what was published. */
export function CampaignTabs({ campaign, here, deleted = false, onVersions }: Props) {
  const at = (view: Props['here']) => (view === here ? ('page' as const) : undefined)
  return (
    <nav class="campaign-tabs" aria-label="Views">
      {deleted ? null : (
        <Link href={`/campaigns/${campaign}`} aria-current={at('build')}>
          Build
        </Link>
      )}
      <Link href={`/campaigns/${campaign}/statistics`} aria-current={at('statistics')}>
        Statistics
      </Link>
      <button type="button" onClick={onVersions}>
        Versions
      </button>
    </nav>
  )
}
