import type { PersonView } from '@pavior/shared/protocol/views.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { ask } from '../live/server.ts'
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

function Search({ search, onSearch, onChoose, campaign }: SearchProps) {
  const wanted = search.trim()
  const people = useQuery({
    queryKey: ['why-people', wanted],
    queryFn: ({ signal }) => ask<{ data: PersonView[] }>(`/api/v1/people?limit=10${filterOf(wanted)}`, { signal }),
    placeholderData: keepPreviousData,
  })
  const found = people.data?.data ?? []
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
        ref={focusOnce}
        onInput={event => onSearch(event.currentTarget.value)}
      />
      {people.isError && !people.data ? (
        <Failed what="The people could not be read" error={people.error} onRetry={() => void people.refetch()} />
      ) : null}
      <ul class="why-people" aria-label="People" aria-busy={people.isFetching}>
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
        <p class="soft">
          {wanted === ''
            ? 'Nobody has come by yet.'
            : 'Nobody has this name or address. Visitors without one are found among the people behind a number.'}
        </p>
      ) : null}
    </>
  )
}

function filterOf(search: string): string {
  if (search === '') return ''
  const contains = (field: string) => ({ field, op: 'contains', value: search })
  return `&filter=${encodeURIComponent(JSON.stringify({ any: [contains('name'), contains('email')] }))}`
}
