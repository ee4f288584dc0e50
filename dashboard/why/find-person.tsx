import type { PersonView } from '@pavior/shared/protocol/views.ts'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { calledQuery } from '../live/queries.ts'
import { Sheet } from '../ui/dialog.tsx'
import { Face } from '../ui/face.tsx'
import { nameOf } from '../ui/names.ts'
import { Failed } from '../ui/state.tsx'
import { focusOnce } from './focus-once.ts'
import { useErased } from './query.ts'
import { Why } from './why.tsx'

type Props = {
  campaign: { id: string; name: string }
  /** Who is asked about first, where somebody is pointed at. */
  person?: Asked
  onClose: () => void
}

type Asked = Pick<PersonView, 'id' | 'name' | 'email'>

/** In a campaign: searches any person, and says where they are, or why they are not in. */
export function FindPerson({ campaign, person, onClose }: Props) {
  const [search, setSearch] = useState('')
  const [chosen, choose] = useState<Asked | undefined>(person)
  const erased = useErased(campaign.id, chosen?.id)
  return (
    <Sheet open onClose={onClose} title={chosen ? (erased ? 'Erased person' : nameOf(chosen)) : 'Find a person'} roomy>
      {chosen ? (
        <>
          <div class="why-head">
            <button type="button" class="button small" onClick={() => choose(undefined)}>
              <ArrowLeft />
              Another person
            </button>
            {erased ? null : (
              <Link class="button small" href={`/people/${chosen.id}`}>
                Their page
              </Link>
            )}
          </div>
          <Why campaign={campaign.id} person={chosen.id} />
        </>
      ) : (
        <Search search={search} onSearch={setSearch} onChoose={choose} campaign={campaign.name} />
      )}
    </Sheet>
  )
}

type SearchProps = {
  search: string
  onSearch: (search: string) => void
  onChoose: (person: PersonView) => void
  campaign: string
}

const MOST_FOUND = 10

function Search({ search, onSearch, onChoose, campaign }: SearchProps) {
  const wanted = search.trim()
  const people = useQuery(calledQuery(wanted, MOST_FOUND))
  const found = people.data?.data ?? []
  const looking = people.isPending || people.isPlaceholderData
  const list = useRef<HTMLUListElement>(null)
  const input = useRef<HTMLInputElement | null>(null)
  // Whoever is quicker than the answer gets the first of it.
  const [entered, enter] = useState<string>()
  const [first] = looking ? [] : found
  useEffect(() => {
    if (first && entered === wanted) onChoose(first)
  }, [first, entered, wanted])
  /** Arrows go through who was found, and back into the search. */
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const rows = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = rows.findIndex(row => row.matches(':focus'))
    const next = event.key === 'ArrowDown' ? at + 1 : at - 1
    if (next < 0) input.current?.focus()
    else rows[Math.min(next, rows.length - 1)]?.focus()
  }
  return (
    <>
      <p class="dialog-says">Where somebody is in {campaign}, what it did for them, or why they are not in.</p>
      <input
        class="input"
        type="search"
        aria-label="Search people"
        placeholder="Search by name or email"
        value={search}
        maxLength={200}
        ref={box => {
          input.current = box
          focusOnce(box)
        }}
        onInput={event => {
          enter(undefined)
          onSearch(event.currentTarget.value)
        }}
        onKeyDown={event => {
          if (event.key === 'Enter' && wanted !== '' && !event.isComposing) enter(wanted)
          else move(event)
        }}
      />
      {people.isError && !people.data ? (
        <Failed what="The people could not be read" error={people.error} onRetry={() => void people.refetch()} />
      ) : null}
      {people.isPending && wanted !== '' ? (
        <p class="soft" role="status">
          Looking for “{wanted}” …
        </p>
      ) : null}
      <ul
        class={wanted === '' || looking ? 'why-people' : 'why-people first-opens'}
        aria-label="People"
        aria-busy={people.isFetching}
        ref={list}
        onKeyDown={move}
      >
        {found.map(person => (
          <li key={person.id}>
            <button type="button" class="menu-item" onClick={() => onChoose(person)}>
              <Face name={person.name ?? person.email} size="tiny" />
              <span>
                <bdi>{nameOf(person)}</bdi>
              </span>
              <small>{person.name !== undefined && person.email !== undefined ? person.email : person.type}</small>
            </button>
          </li>
        ))}
      </ul>
      {people.isSuccess && found.length === 0 ? (
        <p class="soft">{wanted === '' ? 'Nobody has come by yet.' : 'Nobody has this name or address.'}</p>
      ) : null}
    </>
  )
}
