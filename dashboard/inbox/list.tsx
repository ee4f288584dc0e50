import './list.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { useKeys } from '../frame/keys.ts'
import type { ListId } from '../live/lists.ts'
import { countsQuery, listQuery, meQuery } from '../live/queries.ts'
import { type LongList, useLongList } from '../ui/long-list.tsx'
import { EmptyList } from './empty-list.tsx'
import { ListPicker } from './list-picker.tsx'
import { Row } from './row.tsx'

const ROW = 84

/** The list: newest activity first. */
export function List({ list, name, chosen }: { list: ListId; name: string; chosen: string | undefined }) {
  const query = useInfiniteQuery(listQuery(list))
  const me = useQuery(meQuery).data?.agent.id
  const rows = query.data?.pages.flatMap(page => page.data) ?? []
  const long = useLongList({ query, rows, height: ROW, padding: 8, ahead: 10, mark: 'talk' })
  useMoving(list, rows, chosen, long)
  return (
    <section class="pane list" aria-label={name}>
      <header class="bar">
        <h1 class="list-title">{name}</h1>
        <ListPicker name={name} />
        <Count list={list} />
      </header>
      <div class="rows" ref={long.scroller} data-keys="list">
        {long.content({
          class: 'talks',
          bones: 6,
          failed: 'The list could not be read',
          empty: <EmptyList list={list} name={name} />,
          draw: row => <Row row={row} href={`/inbox/${list}/${row.id}`} chosen={row.id === chosen} me={me} />,
        })}
      </div>
    </section>
  )
}

function Count({ list }: { list: ListId }) {
  const counts = useQuery(countsQuery).data
  if (!counts) return null
  const count = countOf(list, counts)
  const what = list === 'snoozed' || list === 'closed' ? list : 'open'
  return (
    <span class="faint num">
      {count.toLocaleString('en')} {what}
    </span>
  )
}

function countOf(list: ListId, counts: { inboxes: Record<string, number> } & Record<string, unknown>): number {
  const own = list.startsWith('inbox-') ? counts.inboxes[list.slice('inbox-'.length)] : counts[list]
  return typeof own === 'number' ? own : 0
}

/** J and K move the focus from row to row; Enter, a link's own key, opens. */
function useMoving(
  list: ListId,
  rows: readonly { id: string }[],
  chosen: string | undefined,
  { focusedIndex, focusOn }: Pick<LongList<never>, 'focusedIndex' | 'focusOn'>,
): void {
  const [, navigate] = useLocation()
  // Where the chosen row stood, for when it leaves the list while it is open.
  const lastIndex = useRef(-1)
  const chosenIndex = rows.findIndex(row => row.id === chosen)
  useEffect(() => {
    if (chosenIndex !== -1) lastIndex.current = chosenIndex
  }, [chosenIndex])
  const move = (by: 1 | -1) => (event: KeyboardEvent) => {
    event.preventDefault()
    const focused = focusedIndex()
    const gone = focused === -1 && chosenIndex === -1 && chosen !== undefined && lastIndex.current !== -1
    const from = focused !== -1 ? focused : gone ? lastIndex.current - (by === 1 ? 1 : 0) : chosenIndex
    focusOn(from === -1 && by === -1 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1))
  }
  useKeys({
    'list.next': move(1),
    'list.previous': move(-1),
    'list.open': () => {
      const row = rows[focusedIndex()]
      if (row) navigate(`/inbox/${list}/${row.id}`)
    },
  })
}
