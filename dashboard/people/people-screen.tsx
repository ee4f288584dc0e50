import './people-screen.css'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import { ListFilter } from 'lucide-preact'
import { useRef, useState } from 'preact/hooks'
import { useSearch } from 'wouter-preact'
import { navigate } from 'wouter-preact/use-browser-location'
import { ConditionEditor } from '../conditions/condition-editor.tsx'
import { MatchCount } from '../conditions/match-count.tsx'
import { finished } from '../conditions/unfinished.ts'
import { useKeys } from '../frame/keys.ts'
import { useTitle } from '../frame/title.ts'
import { filterIn, isTooLong, withFilter } from './filter-address.ts'
import { PeopleList } from './people-list.tsx'

const everybody: Filter = { all: [] }

/** Everybody the team knows something of, and who of them fits the conditions beside the list. */
export default function PeopleScreen() {
  useTitle('People')
  const search = useSearch()
  // What is not finished is only here; what is, is in the address, to be kept, sent on and gone back to.
  const [edited, setEdited] = useState<{ search: string; filter: unknown }>()
  const [shown, setShown] = useState(false)
  const value = edited?.search === search ? edited.filter : filterIn(search)
  const filter = finished(value ?? everybody, 'audience')
  // While something is unfinished, those are listed whom the last finished conditions fit.
  const listed = useRef(filter)
  if (filter !== undefined) listed.current = filter
  const change = (next: Filter) => {
    const ready = finished(next, 'audience')
    const address = ready === undefined || isTooLong(ready) ? search : withFilter(search, ready)
    setEdited({ search: address, filter: next })
    if (address !== search) navigate(`/people${address === '' ? '' : `?${address}`}`, { replace: true })
  }
  useKeys({ back: () => setShown(false) })
  return (
    <main class={shown ? 'people-screen at-filter' : 'people-screen'}>
      <section class="pane people-filter" aria-label="Conditions">
        <header class="bar">
          <h1>People</h1>
        </header>
        <div class="rows people-conditions">
          <ConditionEditor value={value} onChange={change} scope="people" title="Who matches" />
          {filter !== undefined && isTooLong(filter) ? (
            <p class="faint">These conditions are too long for the address: they are gone once you leave.</p>
          ) : null}
          <button type="button" class="button primary only-narrow" onClick={() => setShown(false)}>
            Show the people
          </button>
        </div>
      </section>
      <section class="pane people-found" aria-label="People">
        <header class="bar">
          <MatchCount filter={value ?? everybody} compact />
          <span class="push" />
          <button type="button" class="button small only-narrow" onClick={() => setShown(true)}>
            <ListFilter />
            Conditions
          </button>
        </header>
        <PeopleList filter={listed.current} onClear={() => change(everybody)} />
      </section>
    </main>
  )
}
