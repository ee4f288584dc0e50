import type { MadeUp } from '@pavior/shared/dry-run/start.ts'
import type { Entry } from '@pavior/shared/journal/entry.ts'
import type { PersonView } from '@pavior/shared/protocol/views.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'preact/hooks'
import { calledQuery } from '../../live/queries.ts'
import { ask, sentenceOf } from '../../live/server.ts'
import { Face } from '../../ui/face.tsx'
import { Field } from '../../ui/field.tsx'
import { nameOf } from '../../ui/names.ts'
import { Choice } from '../settings/choice.tsx'
import { type Pair, Pairs, recordOf, typedOf } from './pairs.tsx'

/** On whom is played. */
export type Who =
  | { is: 'made-up'; person: MadeUp }
  | { is: 'real'; name: string; person: string; streams: Record<string, Entry[]> }

export const nobody: Who = { is: 'made-up', person: { type: 'anonymous', attributes: {} } }

/** What to call them. */
export function whoInWords(who: Who): string {
  if (who.is === 'real') return who.name
  const { name, type, attributes } = who.person
  const known = Object.keys(attributes).length
  const what = { anonymous: known === 0 ? 'A new visitor' : 'A visitor', lead: 'A lead', signup: 'A signup' }[type]
  return name ? `${name}, ${what.toLowerCase()}` : what
}

type Props = { who: Who; onPick: (who: Who) => void; known: readonly string[] }

/** Chooses somebody real, or makes somebody up. */
export function WhoForm({ who, onPick, known }: Props) {
  const [is, setIs] = useState(who.is)
  return (
    <div class="who-form">
      <Choice
        label="On whom"
        value={is}
        options={[
          ['made-up', 'Somebody made up'],
          ['real', 'A real person'],
        ]}
        onValue={setIs}
      />
      {is === 'made-up' ? (
        <MadeUpForm
          person={who.is === 'made-up' ? who.person : { type: 'anonymous', attributes: {} }}
          onPick={onPick}
          known={known}
        />
      ) : (
        <RealPeople onPick={onPick} />
      )}
    </div>
  )
}

function MadeUpForm({ person, onPick, known }: { person: MadeUp; onPick: Props['onPick']; known: readonly string[] }) {
  const [pairs, setPairs] = useState<Pair[]>(() =>
    Object.entries(person.attributes).map(([key, value]) => ({ key, value: typedOf(value) })),
  )
  const change = (part: Partial<MadeUp>) => onPick({ is: 'made-up', person: { ...person, ...part } })
  const isKnown = person.type !== 'anonymous'
  return (
    <>
      <Choice
        label="Who is"
        value={person.type}
        options={[
          ['anonymous', 'Unknown'],
          ['lead', 'A lead'],
          ['signup', 'A signup'],
        ]}
        onValue={type => change({ type, ...(type === 'anonymous' && { email: undefined }) })}
      />
      <Field
        label="Name"
        value={person.name ?? ''}
        onValue={name => change({ name: name === '' ? undefined : name })}
        maxLength={200}
      />
      {isKnown ? (
        <Field
          label="Email"
          value={person.email ?? ''}
          onValue={email => change({ email: email === '' ? undefined : email })}
          maxLength={254}
          hint={person.type === 'lead' ? 'Left out: somebody@example.com' : 'Left out: none'}
        />
      ) : null}
      <div class="field">
        <span class="field-label">Attributes</span>
        <Pairs
          what="attribute"
          pairs={pairs}
          known={known}
          onChange={next => {
            setPairs(next)
            change({ attributes: recordOf(next) })
          }}
        />
      </div>
    </>
  )
}

type Told = { person: string; streams: Record<string, Entry[]> }

function RealPeople({ onPick }: Pick<Props, 'onPick'>) {
  const [search, setSearch] = useState('')
  const [refused, setRefused] = useState<string>()
  const [loading, setLoading] = useState<string>()
  const people = useQuery(calledQuery(search.trim(), 8))
  const choose = async (person: PersonView) => {
    setLoading(person.id)
    setRefused(undefined)
    try {
      const told = await ask<Told>(`/api/dashboard/people/${person.id}/journal`)
      onPick({ is: 'real', name: nameOf(person), ...told })
    } catch (error) {
      setRefused(sentenceOf(error))
    }
    setLoading(undefined)
  }
  const found = people.data?.data ?? []
  return (
    <>
      <input
        class="input"
        type="search"
        aria-label="Search people"
        placeholder="Search by name or email"
        value={search}
        onInput={event => setSearch(event.currentTarget.value)}
      />
      {refused === undefined ? null : (
        <p class="bad" role="alert">
          {refused}
        </p>
      )}
      <ul class="who-list" aria-label="People">
        {found.map(person => (
          <li key={person.id}>
            <button
              type="button"
              class="menu-item"
              aria-busy={loading === person.id}
              onClick={() => void choose(person)}
            >
              <Face name={person.name ?? person.email} size="tiny" />
              <span>
                <bdi>{nameOf(person)}</bdi>
              </span>
              <small>{person.type}</small>
            </button>
          </li>
        ))}
      </ul>
      {people.isSuccess && found.length === 0 ? (
        <small>{search === '' ? 'Nobody has come by yet.' : 'Nobody has this name or address.'}</small>
      ) : null}
      <small>Played as if they had never been in this campaign. Nothing reaches them.</small>
    </>
  )
}
