import './person-screen.css'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-preact'
import { useKeys } from '../frame/keys.ts'
import { useTitle } from '../frame/title.ts'
import { personQuery } from '../live/queries.ts'
import { isErased, Refused } from '../live/server.ts'
import type { PersonDetail } from '../live/views.ts'
import { nameOf } from '../ui/names.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { ConversationLine, Journal } from './about.tsx'
import { Attributes } from './attributes.tsx'
import { Context } from './context.tsx'
import { Enrollments } from './enrollments.tsx'
import { ErasePerson } from './erase.tsx'
import { Who } from './who.tsx'

const back = () => (history.length > 1 ? history.back() : location.assign('/inbox/mine'))

/** A person's own page: everything that is known, everything that happened. */
export function PersonScreen({ id }: { id: string }) {
  const query = useQuery(personQuery(id))
  // What is still held of them is not shown either (C26).
  const erased = isErased(query.error)
  useTitle(query.data && !erased ? nameOf(query.data.person) : 'Person', 'People')
  useKeys({ back })
  return (
    <main class="person-screen">
      <header class="bar">
        <button type="button" class="icon" aria-label="Back" onClick={back}>
          <ArrowLeft />
        </button>
        <span>Person</span>
        {query.data && !erased ? (
          <>
            <span class="push" />
            <ErasePerson person={query.data.person} />
          </>
        ) : null}
      </header>
      <div class="person-body">
        {erased ? <Empty title="This person was erased">What was known of them is gone for good.</Empty> : null}
        {query.data && !erased ? <Person detail={query.data} /> : null}
        {query.isPending ? <Bones rows={10} kind="line" /> : null}
        {query.isError && !query.data && !erased ? (
          query.error instanceof Refused && query.error.status === 404 ? (
            <Empty title="This person does not exist">They never did, or belong to another team.</Empty>
          ) : (
            <Failed what="The person could not be read" error={query.error} onRetry={() => void query.refetch()} />
          )
        ) : null}
      </div>
    </main>
  )
}

function Person({ detail: { person, conversations, enrollments, journal } }: { detail: PersonDetail }) {
  return (
    <>
      <Who person={person} as="h1" />
      <h2 class="unseen">What is known</h2>
      <div class="person-columns">
        <div>
          <Attributes person={person} />
          <section>
            <h3>Visit</h3>
            <Context person={person} />
          </section>
        </div>
        <div>
          <section>
            <h3>Conversations</h3>
            {conversations.length === 0 ? <p class="faint">None yet.</p> : null}
            {conversations.map(conversation => (
              <ConversationLine
                key={conversation.id}
                conversation={conversation}
                href={`/inbox/all/${conversation.id}`}
              />
            ))}
          </section>
          <Enrollments key={person.id} person={{ id: person.id, name: nameOf(person) }} enrollments={enrollments} />
        </div>
        <div>
          <section>
            <h3>Journal</h3>
            {journal.length === 0 ? (
              <p class="faint">Nothing has happened yet.</p>
            ) : (
              <Journal person={person.id} lines={journal} />
            )}
          </section>
        </div>
      </div>
    </>
  )
}
