import { Search } from 'lucide-preact'
import type { RefObject } from 'preact'
import { Key } from '../ui/key.tsx'
import { type Listing, sorts } from './listing.ts'
import { statusNames } from './status.tsx'

type Props = {
  listing: Listing
  onListing: (listing: Listing) => void
  field: RefObject<HTMLInputElement | null>
}

/** Which of the campaigns are shown. */
export function Filters({ listing, onListing, field }: Props) {
  return (
    <search class="campaign-filters">
      <select
        class="input"
        aria-label="Status"
        value={listing.status}
        onChange={event => {
          const { value } = event.currentTarget
          onListing({ ...listing, status: statuses.find(status => status === value) ?? 'all' })
        }}
      >
        <option value="all">Any status</option>
        {statuses.map(status => (
          <option key={status} value={status}>
            {statusNames[status]}
          </option>
        ))}
      </select>
      <select
        class="input only-narrow"
        aria-label="Sort"
        value={listing.sort}
        onChange={event => {
          const sort = sorts.find(one => one === event.currentTarget.value) ?? 'changed'
          onListing({ ...listing, sort, down: sort !== 'name' })
        }}
      >
        {sorts.map(sort => (
          <option key={sort} value={sort}>
            {sortNames[sort]}
          </option>
        ))}
      </select>
      <div class="campaign-find">
        <Search />
        <input
          aria-label="Find by name or audience"
          ref={field}
          class="input"
          type="search"
          placeholder="Find"
          value={listing.find}
          onInput={event => onListing({ ...listing, find: event.currentTarget.value.slice(0, 200) })}
        />
        <Key>/</Key>
      </div>
    </search>
  )
}

const statuses = ['active', 'paused', 'draft'] as const

const sortNames = {
  name: 'By name',
  entered: 'Most entered',
  active: 'Most active',
  completed: 'Most completed',
  changed: 'Changed last',
} satisfies Record<Listing['sort'], string>
