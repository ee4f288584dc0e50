import './drill.css'
import type { PeopleList } from '@pavior/shared/protocol/statistics.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Search, UsersRound, X } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { navigate } from 'wouter-preact/use-browser-location'
import { useKeys } from '../frame/keys.ts'
import { campaignQuery } from '../live/queries.ts'
import { countOf, peopleOf } from '../ui/count.ts'
import { useLongList } from '../ui/long-list.tsx'
import { Empty } from '../ui/state.tsx'
import { FindPerson } from '../why/find-person.tsx'
import { doubtOf, shown } from './counts.ts'
import { behindQuery, type Which } from './data.ts'
import { type Behind, DrillRow } from './drill-row.tsx'
import { type Opened, sameNumber } from './scope.ts'
import { MOST_CHOSEN, Selection } from './selection.tsx'

export type Tab = { key: string; label: string; number: number | null; opens: Opened }

type Props = {
  which: Which
  opened: Opened
  icon: ComponentChildren
  title: string
  says: string
  tabs: readonly Tab[]
  address: (opened: Opened | undefined) => string
  reasonOf: (reason: string) => string
}

const ROW = 56

/** A number opened: exactly the people behind it, the newest first (T3). */
export function Drill({ which, opened, icon, title, says, tabs, address, reasonOf }: Props) {
  const [typed, type] = useState('')
  const search = useSettled(typed.trim())
  const query = useInfiniteQuery(behindQuery(which, opened, search))
  // What is on screen is no answer to what is typed yet.
  const looking = typed.trim() !== search || query.isPending || query.isPlaceholderData
  const rows = useMemo(() => query.data?.pages.flatMap(page => page.data.map(rowOf)) ?? [], [query.data])
  const total = query.data?.pages[0]?.total
  const [chosen, choose] = useState<ReadonlyMap<string, Behind>>(new Map())
  const list = useLongList({ query, rows, height: ROW, padding: 8, ahead: 20, mark: 'person' })
  const [asked, ask] = useState<NonNullable<Behind['person']>>()
  const name = useQuery(campaignQuery(which.campaign)).data?.name
  const close = () => navigate(address(undefined))
  const move = (by: 1 | -1) => (event: KeyboardEvent) => {
    event.preventDefault()
    list.focusOn(Math.min(Math.max(list.focusedIndex() + by, 0), rows.length - 1))
  }
  useKeys({
    back: close,
    find: () => document.querySelector<HTMLElement>('.drill-find input')?.focus(),
    'list.next': move(1),
    'list.previous': move(-1),
  })
  const tab = tabs.find(({ opens }) => sameNumber(opens, opened))
  const toggle = (row: Behind) =>
    choose(now => {
      const next = new Map(now)
      if (!next.delete(row.id) && next.size < MOST_CHOSEN) next.set(row.id, row)
      return next
    })
  return (
    <aside class="figures-pane drill" aria-label={`${title}: the people behind a number`}>
      <header class="bar">
        <span class="drill-tile">{icon}</span>
        <div class="drill-title">
          <h2>{title}</h2>
          <small dir="auto">{says}</small>
        </div>
        <span class="push" />
        <button type="button" class="icon" aria-label="Close" title="Close  Esc" onClick={close}>
          <X />
        </button>
      </header>
      <div class="drill-bar">
        <div class="seg" role="radiogroup" aria-label="Which people">
          {tabs.map(({ key, label, number, opens }) => (
            <label key={key}>
              <input
                type="radio"
                name="drill-tab"
                checked={sameNumber(opens, opened)}
                onChange={() => navigate(address(opens), { replace: true })}
              />
              {label} <span class="num">{shown(number)}</span>
            </label>
          ))}
        </div>
        <label class="input drill-find">
          <Search />
          <input
            type="search"
            value={typed}
            onInput={event => type(event.currentTarget.value)}
            placeholder={`Find among ${peopleOf(tab?.number ?? total ?? 0)}`}
            aria-label="Find by name or email"
            maxLength={200}
          />
        </label>
        <Newer
          known={looking ? undefined : total}
          now={search === '' ? tab?.number : undefined}
          onShow={() => void query.refetch()}
        />
      </div>
      <p class="drill-looking" role="status">
        {looking && typed.trim() !== '' ? `Looking for “${typed.trim()}” …` : ''}
      </p>
      <div
        class={looking ? 'rows drill-rows of-before' : 'rows drill-rows'}
        ref={list.scroller}
        data-keys="list"
        aria-busy={query.isFetching}
      >
        {list.content({
          class: 'drill-people',
          bones: 8,
          failed: 'The people could not be read',
          empty: looking ? null : (
            <Nobody
              search={search}
              onClear={() => type('')}
              unknown={tab?.number === null ? doubtOf(opened.count, null, false) : undefined}
            />
          ),
          draw: row => (
            <DrillRow
              row={row}
              count={opened.count}
              component={opened.component}
              reasonOf={reasonOf}
              chosen={chosen.has(row.id)}
              choosing={chosen.size > 0}
              onToggle={() => toggle(row)}
              onWhy={() => ask(row.person ?? undefined)}
            />
          ),
        })}
      </div>
      <Selection which={which} opened={opened} total={total ?? 0} chosen={chosen} onClear={() => choose(new Map())} />
      {asked ? (
        <FindPerson
          campaign={{ id: which.campaign, name: name ?? 'the campaign' }}
          person={asked}
          onClose={() => ask(undefined)}
        />
      ) : null}
    </aside>
  )
}

/** Of a person as often as they stand in the list: erased ones have only their enrollment. */
const rowOf = (one: PeopleList['data'][number]): Behind => ({ ...one, id: one.person?.id ?? one.enrollment })

/** The number moved on. The list follows at once where nobody reads on in it, and does not jump where somebody does. */
function Newer({
  known,
  now,
  onShow,
}: {
  known: number | undefined
  now: number | null | undefined
  onShow: () => void
}) {
  const differs = known !== undefined && typeof now === 'number' && known !== now
  const reads = differs && (document.querySelector('.drill-rows')?.scrollTop ?? 0) > 0
  useEffect(() => {
    if (differs && !reads) onShow()
    // Asked once for each number, not at each drawing.
  }, [differs, reads, now])
  if (!differs || !reads) return null
  const more = now - known
  return (
    <button type="button" class="button small wide" onClick={onShow}>
      {more > 0 ? `Show ${countOf(more)} more` : 'Show who it is now'}
    </button>
  )
}

const PAUSE = 200

/** What is typed, once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text)
  useEffect(() => {
    const after = setTimeout(() => settle(text), PAUSE)
    return () => clearTimeout(after)
  }, [text])
  return settled
}

function Nobody({ search, onClear, unknown }: { search: string; onClear: () => void; unknown: string | undefined }) {
  if (search !== '')
    return (
      <Empty icon={<Search />} title="Nobody like that">
        <p>Nobody behind this number has this in their name or email.</p>
        <button type="button" class="button" onClick={onClear}>
          Show all
        </button>
      </Empty>
    )
  if (unknown)
    return (
      <Empty icon={<UsersRound />} title="This is not known">
        {unknown}
      </Empty>
    )
  return (
    <Empty icon={<UsersRound />} title="Nobody">
      Whoever comes to this appears here at once.
    </Empty>
  )
}
