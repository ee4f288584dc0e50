import { useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import { campaignWorkQuery } from '../../live/queries.ts'
import type { CampaignWork } from '../../live/views.ts'
import { countOf, peopleOf } from '../../ui/count.ts'
import { Meter } from '../../ui/meter.tsx'
import { useBuilder } from '../use-builder.ts'

export type Published = {
  version: number
  /** Who was inside moves to it. */
  moved: boolean
  enters: keyof typeof entering
}

/** Who enters once it is published. */
const entering = {
  match: 'Whoever comes to match from now on enters.',
  write: 'Whoever writes from now on enters, as far as the audience lets them.',
  start: 'Whoever is started from now on enters, from your site or by hand.',
}

/** How far the work on people has come that a publication brings. It goes on without anybody looking. */
export function Progress({ published, onClose }: { published: Published; onClose: () => void }) {
  const { moved, enters } = published
  const { campaign, learn } = useBuilder()
  const query = useQuery(campaignWorkQuery(campaign.id))
  const view = query.data
  useEffect(() => {
    if (view) learn(view)
  }, [view, learn])
  const since = campaign.publishedAt ?? ''
  const works = (view?.work ?? campaign.work).filter(({ createdAt, endedAt }) => createdAt >= since || !endedAt)
  return (
    <div class="publish">
      <ul class="publish-works" aria-live="polite">
        {works.map(work => (
          <li key={work.id}>
            <span>
              {work.endedAt ? <CircleCheck class="good" aria-hidden="true" /> : null}
              {inWords(work, moved)}
            </span>
            {!work.endedAt && work.total ? (
              <Meter label={labels[work.kind]} done={work.done} total={work.total} />
            ) : null}
            {work.reason ? <small class="warn">{work.reason}</small> : null}
          </li>
        ))}
        {works.length === 0 ? <li class="soft">{entering[enters]}</li> : null}
      </ul>
      <div class="dialog-actions">
        {works.some(({ endedAt }) => !endedAt) ? (
          <span class="publish-why">You can close this: it goes on by itself.</span>
        ) : null}
        <button type="button" class="button primary" onClick={onClose}>
          Done
        </button>
      </div>
    </div>
  )
}

const labels = {
  enroll: 'Letting people enter',
  look: 'Looking at people inside',
  flips: 'Finding out when people come to match',
} satisfies Record<CampaignWork['kind'], string>

function inWords({ kind, done, total, endedAt }: CampaignWork, moved: boolean): string {
  const people = peopleOf(done)
  if (!endedAt)
    return total === undefined
      ? `${labels[kind]} …`
      : `${labels[kind]}: ${countOf(Math.min(done, total))} of ${countOf(total)}`
  switch (kind) {
    case 'enroll':
      return `Whoever matches and may enter is in: ${people} looked at`
    case 'look':
      return moved ? `Whoever is inside is on this version: ${people}` : `The exits were looked at for ${people} inside`
    case 'flips':
      return 'It is known when people come to match by time alone'
  }
}
