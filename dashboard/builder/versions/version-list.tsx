import type { VersionView } from '@pavior/shared/protocol/campaigns.ts'
import { authorName } from '../../campaigns/author.ts'
import { countOf } from '../../ui/count.ts'
import { momentTime, wholeTime } from '../../ui/time.ts'
import { useBuilder } from '../use-builder.ts'

/** A version by its number, or the draft. */
export type Chosen = number | 'draft'

type Props = { versions: readonly VersionView[]; chosen: Chosen; onChoose: (which: Chosen) => void }

/** The draft, then what was published, the newest first. */
export function VersionList({ versions, chosen, onChoose }: Props) {
  const { campaign, agents } = useBuilder()
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
              <span class={campaign.status === 'active' ? 'tag good' : 'tag warn'}>
                {campaign.status === 'active' ? 'Live' : 'Paused'}
              </span>
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
