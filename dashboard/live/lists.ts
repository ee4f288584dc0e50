import type { InboxConversation } from '@pavior/shared/protocol/views.ts'

/** Which list a conversation stands in, and where. Mirrors what the server answers, so that rows move at once (C27). */

export const listNames = { mine: 'Mine', unassigned: 'Unassigned', all: 'All', snoozed: 'Snoozed', closed: 'Closed' }
export type NamedList = keyof typeof listNames

/** `mine`, …, or `inbox-ID`, as it stands in the URL. */
export type ListId = NamedList | `inbox-${string}`

export function listFrom(param: string): ListId | undefined {
  if (param === 'mine' || param === 'unassigned' || param === 'all' || param === 'snoozed' || param === 'closed')
    return param
  return param.startsWith('inbox-') ? `inbox-${param.slice('inbox-'.length)}` : undefined
}

export function listQueryString(list: ListId): string {
  return list.startsWith('inbox-')
    ? `list=inbox&inbox=${encodeURIComponent(list.slice('inbox-'.length))}`
    : `list=${list}`
}

export function belongsTo(list: ListId, row: InboxConversation, me: string): boolean {
  if (!row.listed) return false
  switch (list) {
    case 'mine':
      return row.state === 'open' && row.assignee?.id === me
    case 'unassigned':
      return row.state === 'open' && row.assignee === undefined
    case 'all':
      return row.state === 'open'
    case 'snoozed':
      return row.state === 'snoozed'
    case 'closed':
      return row.state === 'closed'
    default:
      return row.state === 'open' && list === `inbox-${row.inbox?.id}`
  }
}

const activityOf = (row: InboxConversation): string => row.last?.at ?? row.startedAt

/** The pages of a list with this row where it now belongs, or without it. The same pages when nothing changes. */
export function placeRow<P extends { data: InboxConversation[]; next: string | null }>(
  pages: P[],
  row: InboxConversation,
  belongs: boolean,
): P[] {
  const known = pages.some(page => page.data.some(other => other.id === row.id))
  if (!known && !belongs) return pages
  const without = pages.map(page => ({ ...page, data: page.data.filter(other => other.id !== row.id) }))
  if (!belongs) return without
  const at = activityOf(row)
  let placed = false
  const placedPages = without.map((page, index) => {
    if (placed) return page
    const before = page.data.findIndex(other => activityOf(other) <= at)
    const last = index === without.length - 1
    if (before === -1 && !last) return page
    // Older than everything loaded: it comes with its page, unless this is the end.
    if (before === -1 && page.next !== null && !known) return page
    placed = true
    const position = before === -1 ? page.data.length : before
    return { ...page, data: [...page.data.slice(0, position), row, ...page.data.slice(position)] }
  })
  return placedPages
}
