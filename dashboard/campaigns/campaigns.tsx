import './campaigns.css'
import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import { Link, useLocation, useSearch } from 'wouter-preact'
import { useKeys } from '../frame/keys.ts'
import { useTitle } from '../frame/title.ts'
import { campaignsQuery } from '../live/queries.ts'
import { countOf } from '../ui/count.ts'
import { Key } from '../ui/key.tsx'
import { Bones, Failed } from '../ui/state.tsx'
import { Filters } from './filters.tsx'
import { type Listing, listed, listingFrom, searchOf } from './listing.ts'
import { NewCampaign } from './new-campaign.tsx'
import { NoCampaigns, NothingFound } from './none.tsx'
import { Table } from './table.tsx'

/** The team's campaigns, with automessages beside them. */
export default function Campaigns() {
  const query = useQuery(campaignsQuery)
  const [, navigate] = useLocation()
  const search = useSearch()
  const listing = useMemo(() => listingFrom(search), [search])
  const [making, setMaking] = useState(false)
  const find = useRef<HTMLInputElement>(null)
  const show = (next: Listing) => navigate(hrefOf(next), { replace: true })
  const { data } = query
  const rows = useMemo(() => listed(data?.data ?? [], listing), [data, listing])
  const ofKind = (kind: CampaignRow['kind']) => data?.data.filter(row => row.kind === kind).length
  const what = listing.kind === 'automessage' ? 'automessage' : 'campaign'
  useTitle(listing.kind === 'automessage' ? 'Automessages' : 'Campaigns')
  useKeys({
    'campaign.new': () => setMaking(true),
    find: () => find.current?.focus(),
    back: () => (document.activeElement === find.current ? find.current?.blur() : undefined),
    'list.next': moving(1),
    'list.previous': moving(-1),
  })
  return (
    <main class="campaigns">
      <header class="bar">
        <h1>Campaigns</h1>
        <span class="push" />
        <button type="button" class="button primary" onClick={() => setMaking(true)}>
          <Plus />
          New {what}
          <Key>C</Key>
        </button>
      </header>
      <div class="campaign-kinds">
        <nav aria-label="Kinds">
          {kinds.map(([kind, name]) => (
            <Link
              key={kind}
              href={hrefOf({ ...listing, kind })}
              aria-current={listing.kind === kind ? 'page' : undefined}
            >
              {name}
              <span class="faint num">{countOrNothing(ofKind(kind))}</span>
            </Link>
          ))}
        </nav>
        <Filters listing={listing} onListing={show} field={find} />
      </div>
      <div class="campaign-rows">
        {query.isPending ? <Bones rows={7} kind="row" /> : null}
        {query.isError && !data ? (
          <Failed what="The campaigns could not be read" error={query.error} onRetry={() => void query.refetch()} />
        ) : null}
        {rows.length > 0 ? <Table rows={rows} listing={listing} onListing={show} /> : null}
        {data && rows.length === 0 ? (
          ofKind(listing.kind) === 0 ? (
            <NoCampaigns kind={listing.kind} onNew={() => setMaking(true)} />
          ) : (
            <NothingFound onClear={() => show({ ...listing, find: '', status: 'all' })} />
          )
        ) : null}
      </div>
      <NewCampaign open={making} kind={listing.kind} onClose={() => setMaking(false)} />
    </main>
  )
}

const kinds = [
  ['campaign', 'Campaigns'],
  ['automessage', 'Automessages'],
] as const

const hrefOf = (listing: Listing): string => {
  const search = searchOf(listing)
  return search === '' ? '/campaigns' : `/campaigns?${search}`
}

const countOrNothing = (count: number | undefined) => (count === undefined ? '' : countOf(count))

/** J and K move the focus from row to row; Enter, a link's own key, opens. */
const moving = (by: 1 | -1) => (event: KeyboardEvent) => {
  event.preventDefault()
  const all = [...document.querySelectorAll<HTMLElement>('[data-campaign]')]
  const from = all.findIndex(link => link.matches(':focus'))
  all[Math.min(Math.max(from + by, 0), all.length - 1)]?.focus()
}
