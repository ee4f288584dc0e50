import { useVirtualizer } from '@tanstack/react-virtual'
import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Bones, Failed } from './state.tsx'

/** What a list needs of a query that gives it a page after the other. */
type Pages = {
  isPending: boolean
  isError: boolean
  isSuccess: boolean
  error: unknown
  refetch: () => unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => unknown
}

type Options<R> = {
  query: Pages
  rows: readonly R[]
  /** Of a row, in pixels. */
  height: number
  /** Above the first and below the last row, in pixels. */
  padding?: number
  /** So many rows before the last one that is drawn, more are loaded. */
  ahead: number
  /** What the link of a row is known by: `data-talk`, `data-person`. */
  mark: 'talk' | 'person'
  /** Where it was scrolled to when it was left, by the list; kept as one goes. */
  kept?: { key: string; offsets: Map<string, number> }
}

export type LongList<R> = {
  scroller: RefObject<HTMLDivElement | null>
  /** Of the row that has the focus; -1: none. */
  focusedIndex: () => number
  /** Brings a row into view and gives it the focus. */
  focusOn: (index: number) => void
  /** What stands in the scroller. */
  content: (look: {
    class: string
    bones: number
    /** What could not be read, as a sentence. */
    failed: string
    empty: ComponentChildren
    draw: (row: R) => ComponentChildren
  }) => ComponentChildren
}

/** A list of any length: only the rows in view are drawn, more are loaded as one scrolls. */
export function useLongList<R extends { id: string }>(options: Options<R>): LongList<R> {
  const { query, rows, height, padding = 0, ahead, mark, kept } = options
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: index => rows[index]?.id ?? index,
    overscan: 8,
    paddingStart: padding,
    paddingEnd: padding,
    initialOffset: () => kept?.offsets.get(kept.key) ?? 0,
    onChange: ({ scrollOffset }) => kept?.offsets.set(kept.key, scrollOffset ?? 0),
  })
  const items = virtual.getVirtualItems()
  const lastDrawn = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    if (lastDrawn >= rows.length - ahead && hasNextPage && !isFetchingNextPage && !isFetchNextPageError)
      void fetchNextPage()
  }, [lastDrawn, rows.length, ahead, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])
  return {
    scroller,
    focusedIndex: () => {
      const at = document.activeElement
      const id = at instanceof HTMLElement ? at.dataset[mark] : undefined
      return id === undefined ? -1 : rows.findIndex(row => row.id === id)
    },
    focusOn: index => {
      const row = rows[index]
      if (!row) return
      virtual.scrollToIndex(index)
      // The row may be drawn only once it is in view.
      const focus = (tries: number) => {
        const link = scroller.current?.querySelector<HTMLElement>(`[data-${mark}="${CSS.escape(row.id)}"]`)
        if (link) link.focus({ preventScroll: true })
        else if (tries > 0) requestAnimationFrame(() => focus(tries - 1))
      }
      focus(5)
    },
    content: ({ class: name, bones, failed, empty, draw }) => (
      <>
        {query.isPending ? <Bones rows={bones} kind="talk" /> : null}
        {query.isError && rows.length === 0 ? (
          <Failed what={failed} error={query.error} onRetry={() => void query.refetch()} />
        ) : null}
        {query.isSuccess && rows.length === 0 ? empty : null}
        {rows.length === 0 ? null : (
          <ul class={name} style={{ height: `${virtual.getTotalSize()}px` }}>
            {items.map(item => {
              const row = rows[item.index]
              return row === undefined ? null : (
                <li
                  key={item.key}
                  style={{ transform: `translateY(${item.start}px)` }}
                  aria-setsize={hasNextPage ? -1 : rows.length}
                  aria-posinset={item.index + 1}
                >
                  {draw(row)}
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
      </>
    ),
  }
}
