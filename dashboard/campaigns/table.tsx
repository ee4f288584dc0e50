import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp } from 'lucide-preact'
import { agentsQuery } from '../live/queries.ts'
import { authorName } from './author.ts'
import { type Listing, type Sort, sortedBy } from './listing.ts'
import { Row } from './row.tsx'

type Props = { rows: readonly CampaignRow[]; listing: Listing; onListing: (listing: Listing) => void }

export function Table({ rows, listing, onListing }: Props) {
  const head = { listing, onListing }
  const agents = useQuery(agentsQuery).data?.data
  return (
    <table class="campaign-table">
      <thead>
        <tr>
          <Head {...head} sort="name">
            {listing.kind === 'automessage' ? 'Automessage' : 'Campaign'}
          </Head>
          <th scope="col">Status</th>
          <Head {...head} sort="entered" end>
            Entered
          </Head>
          <Head {...head} sort="active" end>
            Active now
          </Head>
          <Head {...head} sort="completed" end wide>
            Completed
          </Head>
          <th scope="col" class="only-wide">
            Entered, 30 days
          </th>
          <Head {...head} sort="changed" wide>
            Changed
          </Head>
          <th scope="col">
            <span class="unseen">More</span>
          </th>
        </tr>
      </thead>
      <tbody data-keys="list">
        {rows.map(row => (
          <Row key={row.id} row={row} by={authorName(row.changedBy, agents)} />
        ))}
      </tbody>
    </table>
  )
}

type HeadProps = Omit<Props, 'rows'> & { sort: Sort; end?: boolean; wide?: boolean; children: string }

/** A column's name, which sorts by it, and the other way round when it does already. */
function Head({ listing, onListing, sort, end = false, wide = false, children }: HeadProps) {
  const here = listing.sort === sort
  const Arrow = listing.down ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      class={`${end ? 'end' : ''} ${wide ? 'only-wide' : ''}`}
      aria-sort={here ? (listing.down ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" class="sort" onClick={() => onListing(sortedBy(listing, sort))}>
        {children}
        {here ? <Arrow /> : null}
      </button>
    </th>
  )
}
