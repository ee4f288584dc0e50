import type { VersionView } from '@pavior/shared/protocol/campaigns.ts'
import { authorName } from '../../campaigns/author.ts'
import type { CampaignView } from '../../live/views.ts'
import { countOf } from '../../ui/count.ts'
import { momentTime, wholeTime } from '../../ui/time.ts'
import type { Chosen } from './use-asked.ts'

type Props = {
  campaign: Pick<CampaignView, 'version' | 'status'>
  agents: readonly { id: string; name: string }[]
  versions: readonly VersionView[]
  chosen: Chosen
  onChoose: (which: Chosen) => void
}

const tags = {
  active: { look: 'tag good', says: 'Live' },
  paused: { look: 'tag warn', says: 'Paused' },
  draft: { look: 'tag', says: 'Draft' },
  archived: { look: 'tag', says: 'Deleted' },
}

/** The draft, then what was published, the newest first. */
export function VersionList({ campaign, agents, versions, chosen, onChoose }: Props) {
  return (
    <nav class="versions-history" aria-label="Versions">
      <button type="button" aria-current={chosen === 'draft'} onClick={() => onChoose('draft')}>
        <b>Draft</b>
        <small>As it is drawn now</small>
      </button>
      {versions.map(({ version, publishedAt, publishedBy, active }) => (
        <button type="button" key={version} aria-current={chosen === version} onClick={() => onChoose(version)}>
          <b>
            {`Version ${version}`}
            {version === campaign.version ? (
              <span class={tags[campaign.status].look}>{tags[campaign.status].says}</span>
            ) : null}
          </b>
          <small>
            <time dateTime={publishedAt} title={wholeTime(publishedAt)}>
              {momentTime(publishedAt)}
            </time>
            {publishedBy ? ` by ${authorName(publishedBy, agents)}` : ''}
            {active === 0 ? '' : ` · ${countOf(active)} inside`}
          </small>
        </button>
      ))}
    </nav>
  )
}
