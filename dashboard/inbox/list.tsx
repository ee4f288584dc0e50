import './list.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { useKeys } from '../frame/keys.ts'
import type { ListId } from '../live/lists.ts'
import { countsQuery, listQuery, meQuery } from '../live/queries.ts'
import { Bones, Failed } from '../ui/state.tsx'
import { EmptyList } from './empty-list.tsx'
import { ListPicker } from './list-picker.tsx'
import { Row } from './row.tsx'

const ROW = 84

/** The list: newest activity first, only the rows in view are drawn, more are loaded as one scrolls. */
export function List({ list, name, chosen }: { list: ListId; name: string; chosen: string | undefined }) {
  const query = useInfiniteQuery(listQuery(list))
  const me = useQuery(meQuery).data?.agent.id
  const rows = query.data?.pages.flatMap(page => page.data) ?? []
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: index => rows[index]?.id ?? index,
    overscan: 8,
    paddingStart: 8,
    paddingEnd: 8,
  })
  const items = virtual.getVirtualItems()
  const lastDrawn = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    if (lastDrawn >= rows.length - 10 && hasNextPage && !isFetchingNextPage && !isFetchNextPageError)
      void fetchNextPage()
  }, [lastDrawn, rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])
  useMoving(list, rows, chosen, scroller, index => virtual.scrollToIndex(index))
  return (
    <section class="pane list" aria-label={name}>
      <header class="bar">
        <h1 class="list-title">{name}</h1>
        <ListPicker name={name} />
        <Count list={list} />
      </header>
      <div class="rows" ref={scroller} data-keys="list">
        {query.isPending ? <Bones rows={6} kind="talk" /> : null}
        {query.isError && rows.length === 0 ? (
          <Failed what="The list could not be read" error={query.error} onRetry={() => void query.refetch()} />
        ) : null}
        {query.isSuccess && rows.length === 0 ? <EmptyList list={list} name={name} /> : null}
        {rows.length === 0 ? null : (
          <ul class="talks" style={{ height: `${virtual.getTotalSize()}px` }}>
            {items.map(item => {
              const row = rows[item.index]
              return row === undefined ? null : (
                <li
                  key={item.key}
                  style={{ transform: `translateY(${item.start}px)` }}
                  aria-setsize={rows.length}
                  aria-posinset={item.index + 1}
                >
                  <Row row={row} href={`/inbox/${list}/${row.id}`} chosen={row.id === chosen} me={me} />
                </li>
              )
            })}
          </ul>
        )}
        {isFetchNextPageError ? (
          <p class="more">
            <button type="button" class="button small" onClick={() => void fetchNextPage()}>
              Load more
            </button>
          </p>
        ) : null}
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
  rows: { id: string }[],
  chosen: string | undefined,
  scroller: { current: HTMLDivElement | null },
  scrollTo: (index: number) => void,
): void {
  const [, navigate] = useLocation()
  // Where the chosen row stood, for when it leaves the list while it is open.
  const lastIndex = useRef(-1)
  const chosenIndex = rows.findIndex(row => row.id === chosen)
  useEffect(() => {
    if (chosenIndex !== -1) lastIndex.current = chosenIndex
  }, [chosenIndex])
  const focusedIndex = () => {
    const at = document.activeElement
    const id = at instanceof HTMLElement ? at.dataset.talk : undefined
    return id === undefined ? -1 : rows.findIndex(row => row.id === id)
  }
  const move = (by: 1 | -1) => (event: KeyboardEvent) => {
    event.preventDefault()
    const focused = focusedIndex()
    const gone = focused === -1 && chosenIndex === -1 && chosen !== undefined && lastIndex.current !== -1
    const from = focused !== -1 ? focused : gone ? lastIndex.current - (by === 1 ? 1 : 0) : chosenIndex
    const next = from === -1 && by === -1 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1)
    const row = rows[next]
    if (!row) return
    scrollTo(next)
    // The row may be drawn only once it is in view.
    const focus = (tries: number) => {
      const link = scroller.current?.querySelector<HTMLElement>(`[data-talk="${CSS.escape(row.id)}"]`)
      if (link) link.focus({ preventScroll: true })
      else if (tries > 0) requestAnimationFrame(() => focus(tries - 1))
    }
    focus(5)
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
