import type { Filter } from '@pavior/shared/filter/filter.ts'
import type { PersonView } from '@pavior/shared/protocol/views.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { UsersRound } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { useKeys } from '../frame/keys.ts'
import { peopleQuery } from '../live/queries.ts'
import { Face } from '../ui/face.tsx'
import { nameOf } from '../ui/names.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { momentTime, shortTime, wholeTime } from '../ui/time.ts'

const ROW = 60

/** How far each list was scrolled. */
const left = new Map<string, number>()

/** Those whom the filter fits, the newest first; only the rows in view are drawn, more are loaded as one scrolls. */
export function PeopleList({ filter, onClear }: { filter: Filter | undefined; onClear: () => void }) {
  const query = useInfiniteQuery(peopleQuery(filter))
  const rows = query.data?.pages.flatMap(page => page.data) ?? []
  const scroller = useRef<HTMLDivElement>(null)
  const key = JSON.stringify(filter)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: index => rows[index]?.id ?? index,
    overscan: 8,
    // Back from a person: where the list was left.
    initialOffset: () => left.get(key) ?? 0,
    onChange: ({ scrollOffset }) => left.set(key, scrollOffset ?? 0),
  })
  const items = virtual.getVirtualItems()
  const lastDrawn = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    if (lastDrawn >= rows.length - 20 && hasNextPage && !isFetchingNextPage && !isFetchNextPageError)
      void fetchNextPage()
  }, [lastDrawn, rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])
  useMoving(rows, scroller, index => virtual.scrollToIndex(index))
  const asksAll = filter === undefined || ('all' in filter && filter.all.length === 0)
  return (
    <div class="rows people-rows" ref={scroller} data-keys="list" aria-busy={query.isFetching}>
      {query.isPending ? <Bones rows={8} kind="talk" /> : null}
      {query.isError && rows.length === 0 ? (
        <Failed what="The people could not be read" error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isSuccess && rows.length === 0 ? <Nobody asksAll={asksAll} onClear={onClear} /> : null}
      {rows.length === 0 ? null : (
        <ul class="people-all" style={{ height: `${virtual.getTotalSize()}px` }}>
          {items.map(item => {
            const person = rows[item.index]
            return person === undefined ? null : (
              <li
                key={item.key}
                style={{ transform: `translateY(${item.start}px)` }}
                aria-setsize={hasNextPage ? -1 : rows.length}
                aria-posinset={item.index + 1}
              >
                <PersonRow person={person} />
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
  )
}

function Nobody({ asksAll, onClear }: { asksAll: boolean; onClear: () => void }) {
  if (asksAll)
    return (
      <Empty icon={<UsersRound />} title="Nobody yet">
        Whoever writes, fills in a form or is identified by your site appears here.
      </Empty>
    )
  return (
    <Empty icon={<UsersRound />} title="Nobody matches now">
      <p>Change the conditions, or take them all away.</p>
      <button type="button" class="button" onClick={onClear}>
        Show everybody
      </button>
    </Empty>
  )
}

function PersonRow({ person }: { person: PersonView }) {
  const { id, type, name, email, country, online, lastSeenAt, firstSeenAt, attributes } = person
  const known = Object.entries(attributes).slice(0, 3)
  return (
    <Link class="person-row" href={`/people/${id}`} data-person={id}>
      <Face name={name ?? email} there={online} />
      <span class="person-row-who">
        <b dir="auto">{nameOf(person)}</b>
        <small>
          {[name === undefined ? undefined : email, country].filter(one => one !== undefined).join(' · ') ||
            'No email known'}
        </small>
      </span>
      <span class="tag">{type}</span>
      <span class="person-row-known">
        {known.map(([key, value]) => (
          <span key={key}>
            <small>{key}</small> {typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}
          </span>
        ))}
      </span>
      <span class="person-row-when">
        {online ? (
          <span>Here now</span>
        ) : lastSeenAt === undefined ? (
          <span class="faint">Never on the site</span>
        ) : (
          <time dateTime={lastSeenAt} title={wholeTime(lastSeenAt)}>
            Seen {momentTime(lastSeenAt)}
          </time>
        )}
        <small>
          First{' '}
          <time dateTime={firstSeenAt} title={wholeTime(firstSeenAt)}>
            {shortTime(firstSeenAt)}
          </time>
        </small>
      </span>
    </Link>
  )
}

/** J and K move the focus from row to row; Enter, a link's own key, opens. */
function useMoving(
  rows: readonly PersonView[],
  scroller: { current: HTMLDivElement | null },
  scrollTo: (index: number) => void,
): void {
  const move = (by: 1 | -1) => (event: KeyboardEvent) => {
    event.preventDefault()
    const at = document.activeElement
    const focused = at instanceof HTMLElement ? rows.findIndex(row => row.id === at.dataset.person) : -1
    const next = Math.min(Math.max(focused + by, 0), rows.length - 1)
    const row = rows[next]
    if (!row) return
    scrollTo(next)
    // The row may be drawn only once it is in view.
    const focus = (tries: number) => {
      const link = scroller.current?.querySelector<HTMLElement>(`[data-person="${CSS.escape(row.id)}"]`)
      if (link) link.focus({ preventScroll: true })
      else if (tries > 0) requestAnimationFrame(() => focus(tries - 1))
    }
    focus(5)
  }
  useKeys({ 'list.next': move(1), 'list.previous': move(-1) })
}
