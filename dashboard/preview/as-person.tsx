import { newcomer, type Person } from '@pavior/shared/people/person.ts'
import type { PreviewPerson } from '@pavior/shared/protocol/previews.ts'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { keepFound, meQuery } from '../live/queries.ts'
import { ask } from '../live/server.ts'
import type { Me } from '../live/views.ts'
import { Bubble } from '../ui/bubble.tsx'
import { Face } from '../ui/face.tsx'
import { nameOf } from '../ui/names.ts'

/** As whom a message is looked at: `as` is what the server calls it. */
export type LookedAs = { as: string; name: string; person: Person }

/** The agent stands in for a signup with their name and address, as in a test. */
export function asMe({ agent }: Pick<Me, 'agent'>): LookedAs {
  const { id, name, email } = agent
  return { as: 'me', name: 'you', person: { ...newcomer(id, 0), type: 'signup', name, email } }
}

const asNobody: LookedAs = { as: 'nobody', name: 'a stranger', person: newcomer('nobody', 0) }

const asPerson = (person: PreviewPerson): LookedAs => ({
  as: person.id,
  name: nameOf(person),
  person: { ...newcomer(person.id, 0), ...person },
})

/** Chooses the person as whom it is previewed. */
export function AsPerson({ value, onPick }: { value: LookedAs; onPick: (as: LookedAs) => void }) {
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const me = useQuery(meQuery).data
  const list = useId()
  const people = useQuery({
    queryKey: ['preview-people', search],
    queryFn: ({ signal }) =>
      ask<{ data: PreviewPerson[] }>(`/api/dashboard/previews/people?search=${encodeURIComponent(search)}`, { signal }),
    enabled: open,
    placeholderData: before => keepFound(before),
  })
  const pick = (as: LookedAs) => {
    onPick(as)
    setOpen(false)
  }
  const found = people.data?.data ?? []
  return (
    <Bubble
      open={open}
      onOpen={setOpen}
      title="Look at it as"
      trigger={
        <>
          <span class="as-name">As {value.name}</span>
          <ChevronDown />
        </>
      }
    >
      <ul class="as-list">
        {me ? (
          <li>
            <button type="button" class="menu-item" onClick={() => pick(asMe(me))}>
              <Face name={me.agent.name} size="tiny" />
              <span>You</span>
            </button>
          </li>
        ) : null}
        <li>
          <button type="button" class="menu-item" onClick={() => pick(asNobody)}>
            <Face size="tiny" />
            <span>Somebody of whom nothing is known</span>
          </button>
        </li>
      </ul>
      <input
        class="input"
        type="search"
        placeholder="Search people"
        aria-label="Search people"
        aria-controls={list}
        value={search}
        onInput={event => setSearch(event.currentTarget.value)}
      />
      <ul class="as-list" id={list} aria-label="People">
        {found.map(person => (
          <li key={person.id}>
            <button type="button" class="menu-item" onClick={() => pick(asPerson(person))}>
              <Face name={person.name ?? person.email} size="tiny" />
              <span>
                <bdi>{nameOf(person)}</bdi>
              </span>
              {person.name !== undefined && person.email !== undefined ? <small>{person.email}</small> : null}
            </button>
          </li>
        ))}
      </ul>
      {people.isSuccess && found.length === 0 ? (
        <p class="faint">{search === '' ? 'Nobody has come by yet.' : 'Nobody has this name or address.'}</p>
      ) : null}
    </Bubble>
  )
}
