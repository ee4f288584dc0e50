import { typeNames } from '@pavior/shared/campaign/type-names.ts'
import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { Pause } from 'lucide-preact'
import { countOf } from '../ui/count.ts'
import { Meter } from '../ui/meter.tsx'
import { shortTime } from '../ui/time.ts'

/** How a campaign stands, in a word; what runs in it, and what went wrong. */
export function Status({ row }: { row: CampaignRow }) {
  const { status, enrolling, failed, changed, pausedAt } = row
  return (
    <>
      <span class="campaign-now">
        {status === 'paused' ? <Pause /> : <span class={status === 'active' ? 'state live' : 'state done'} />}
        {enrolling ? enrollingWords(enrolling) : statusNames[status]}
        {pausedAt === undefined || enrolling ? '' : ` since ${shortTime(pausedAt)}`}
      </span>
      {enrolling?.total ? <Meter label="Enrolling" done={enrolling.done} total={enrolling.total} /> : null}
      {status !== 'draft' && changed && !enrolling ? <small class="campaign-note">Changes not published</small> : null}
      {failed ? (
        <span class="tag bad" title="In the last seven days">
          {countOf(failed.people)} failed{failed.type ? ` at ${typeNames[failed.type]}` : ''}
        </span>
      ) : null}
    </>
  )
}

export const statusNames = { active: 'Live', paused: 'Paused', draft: 'Draft' } satisfies Record<
  CampaignRow['status'],
  string
>

const enrollingWords = ({ done, total }: { done: number; total?: number }) =>
  total === undefined ? 'Enrolling …' : `Enrolling ${countOf(Math.min(done, total))} of ${countOf(total)}`
