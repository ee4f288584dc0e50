import type { CampaignRow } from '@pavior/shared/protocol/campaigns.ts'

/** What of the campaigns is shown, and in which order: as the address says it. Pure. */

export const sorts = ['name', 'entered', 'active', 'completed', 'changed'] as const
export type Sort = (typeof sorts)[number]

export type Listing = {
  kind: CampaignRow['kind']
  status: CampaignRow['status'] | 'all'
  sort: Sort
  /** From the end to the beginning of the alphabet, from the most to the least, from the newest to the oldest. */
  down: boolean
  find: string
}

const usual: Listing = { kind: 'campaign', status: 'all', sort: 'changed', down: true, find: '' }

export function listingFrom(search: string): Listing {
  const said = new URLSearchParams(search)
  const order = said.get('sort') ?? ''
  const sort = sorts.find(name => name === order.replace(/^-/, ''))
  return {
    kind: said.get('kind') === 'automessage' ? 'automessage' : usual.kind,
    status: (['draft', 'active', 'paused'] as const).find(status => status === said.get('status')) ?? 'all',
    ...(sort === undefined ? { sort: usual.sort, down: usual.down } : { sort, down: order.startsWith('-') }),
    find: said.get('find') ?? '',
  }
}

/** What the address says behind its `?`; empty for the usual list. */
export function searchOf({ kind, status, sort, down, find }: Listing): string {
  const said = new URLSearchParams()
  if (kind !== usual.kind) said.set('kind', kind)
  if (status !== usual.status) said.set('status', status)
  if (sort !== usual.sort || down !== usual.down) said.set('sort', down ? `-${sort}` : sort)
  if (find !== '') said.set('find', find)
  return said.toString()
}

/** The other way round where it is sorted so already; otherwise names from A, everything else from the most. */
export const sortedBy = (listing: Listing, sort: Sort): Listing => ({
  ...listing,
  sort,
  down: listing.sort === sort ? !listing.down : sort !== 'name',
})

export function listed(rows: readonly CampaignRow[], { kind, status, sort, down, find }: Listing): CampaignRow[] {
  const words = find.toLowerCase().split(/\s+/u).filter(Boolean)
  return rows
    .filter(row => row.kind === kind && (status === 'all' || row.status === status))
    .filter(row => words.every(word => `${row.name} ${row.audience ?? ''}`.toLowerCase().includes(word)))
    .sort((a, b) => (down ? -1 : 1) * compared(a, b, sort) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}

function compared(a: CampaignRow, b: CampaignRow, sort: Sort): number {
  switch (sort) {
    case 'name':
      return a.name.localeCompare(b.name, undefined, { sensitivity: 'base', numeric: true })
    case 'changed':
      return a.changedAt < b.changedAt ? -1 : a.changedAt > b.changedAt ? 1 : 0
    case 'entered':
    case 'active':
    case 'completed':
      return a[sort] - b[sort]
  }
}
