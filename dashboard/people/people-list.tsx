import type { Filter } from '@pavior/shared/filter/filter.ts'
import type { PersonView } from '@pavior/shared/protocol/views.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { UsersRound } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { useKeys } from '../frame/keys.ts'
import { matchQuery, peopleQuery } from '../live/queries.ts'
import { Face } from '../ui/face.tsx'
import { useLongList } from '../ui/long-list.tsx'
import { nameOf } from '../ui/names.ts'
import { Empty } from '../ui/state.tsx'
import { momentTime, shortTime, wholeTime } from '../ui/time.ts'

const ROW = 60

/** How far each list was scrolled. */
const left = new Map<string, number>()

/** Those whom the filter fits, the newest first; only the rows in view are drawn, more are loaded as one scrolls. */
export function PeopleList({ filter, onClear }: { filter: Filter | undefined; onClear: () => void }) {
  const query = useInfiniteQuery(peopleQuery(filter))
  const rows = query.data?.pages.flatMap(page => page.data) ?? []
  const list = useLongList({
    query,
    rows,
    height: ROW,
    ahead: 20,
    mark: 'person',
    // Back from a person: where the list was left.
    kept: { key: JSON.stringify(filter), offsets: left },
  })
  // Other people than were listed: they come where nobody reads on, and where somebody does nothing jumps.
  const { data: counted } = useQuery({ ...matchQuery(filter, undefined), refetchInterval: false })
  const before = useRef({ filter, count: counted?.count })
  useEffect(() => {
    const { filter: asked, count } = before.current
    before.current = { filter, count: counted?.count }
    const isNews = asked === filter && count !== undefined && count !== counted?.count
    if (isNews && list.scroller.current?.scrollTop === 0) void query.refetch()
  }, [filter, counted?.count])
  const move = (by: 1 | -1) => (event: KeyboardEvent) => {
    event.preventDefault()
    list.focusOn(Math.min(Math.max(list.focusedIndex() + by, 0), rows.length - 1))
  }
  // J and K move the focus from row to row; Enter, a link's own key, opens.
  useKeys({ 'list.next': move(1), 'list.previous': move(-1) })
  const asksAll = filter === undefined || ('all' in filter && filter.all.length === 0)
  return (
    <div class="rows people-rows" ref={list.scroller} data-keys="list" aria-busy={query.isFetching}>
      {list.content({
        class: 'people-all',
        bones: 8,
        failed: 'The people could not be read',
        empty: <Nobody asksAll={asksAll} onClear={onClear} />,
        draw: person => <PersonRow person={person} />,
      })}
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
            (email === undefined ? 'No email known' : 'No name known')}
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
