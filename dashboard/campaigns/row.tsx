import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { memo } from 'preact/compat'
import { Link } from 'wouter-preact'
import { countOf } from '../ui/count.ts'
import { shortTime, wholeTime } from '../ui/time.ts'
import { CampaignMenu } from './campaign-menu.tsx'
import { Spark } from './spark.tsx'
import { Status } from './status.tsx'

/** A campaign in the list. Its numbers are a dash until it was live. `by`: who changed it last. */
export const Row = memo(function Row({ row, by }: { row: CampaignRow; by: string | undefined }) {
  const { id, name, audience, status, entered, active, completed, days, changedAt } = row
  const wasLive = status !== 'draft'
  const number = (people: number, count: 'entered' | 'active' | 'completed', says = ` ${count}`) =>
    wasLive ? (
      <Link class="campaign-number" href={`/campaigns/${id}/statistics?count=${count}`} title={`Who: ${count}`}>
        {countOf(people)}
        <span class="of">{says}</span>
      </Link>
    ) : (
      <>
        –<span class="of">{says}</span>
      </>
    )
  return (
    <tr>
      <td>
        <Link class="campaign-link" href={`/campaigns/${id}`} data-campaign={id}>
          <b dir="auto">{name}</b>
          <small>{audience ?? 'Nobody yet: it has no audience'}</small>
        </Link>
      </td>
      <td>
        <Status row={row} />
      </td>
      <td class="end">{number(entered, 'entered')}</td>
      <td class="end">{number(active, 'active')}</td>
      <td class="end only-wide">{number(completed, 'completed')}</td>
      <td class="only-wide">
        {wasLive ? <Spark days={days} off={status === 'paused'} /> : <span class="faint">Not live yet</span>}
      </td>
      <td class="only-wide">
        <time class="faint" dateTime={changedAt} title={wholeTime(changedAt)}>
          {shortTime(changedAt)}
        </time>
        {by === undefined ? null : (
          <small class="campaign-by" dir="auto" title={by}>
            {by}
          </small>
        )}
      </td>
      <td class="more-cell">
        <CampaignMenu campaign={row} row={row} />
      </td>
    </tr>
  )
})
