import './person-pane.css'
import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { ArrowLeft, ArrowUpRight, X } from 'lucide-preact'
import { Link } from 'wouter-preact'
import type { ListId } from '../live/lists.ts'
import type { ConversationDetail } from '../live/views.ts'
import { ConversationLine, Journal } from '../people/about.tsx'
import { Attributes } from '../people/attributes.tsx'
import { Context } from '../people/context.tsx'
import { Enrollments } from '../people/enrollments.tsx'
import { Who } from '../people/who.tsx'
import { nameOf } from '../ui/names.ts'
import { Bones } from '../ui/state.tsx'

type Props = { detail: ConversationDetail | undefined; list: ListId; shown: boolean }

/** Who the conversation is with: beside it where there is room, above it or in its place where there is none. */
export function PersonPane({ detail, list, shown }: Props) {
  const back = detail ? `/inbox/${list}/${detail.conversation.id}` : `/inbox/${list}`
  return (
    <aside class={shown ? 'pane person shown' : 'pane person'} aria-label={detail ? nameOf(detail.person) : 'Person'}>
      <header class="bar">
        <Link class="icon person-back" href={back} aria-label="Back to the conversation">
          <ArrowLeft class="only-narrow" />
          <X class="only-wide" />
        </Link>
        <h2>Person</h2>
        <span class="push" />
        {detail ? (
          <Link
            class="icon"
            href={`/people/${detail.person.id}`}
            aria-label="Open the person’s page"
            title="Open the person’s page"
          >
            <ArrowUpRight />
          </Link>
        ) : null}
      </header>
      <section class="rows" aria-label="About the person">
        {detail ? <About detail={detail} list={list} /> : <Bones rows={8} kind="line" />}
      </section>
    </aside>
  )
}

function About({ detail, list }: { detail: ConversationDetail; list: ListId }) {
  const { person, conversation, others, enrollments, journal } = detail
  const conversations: InboxConversation[] = others.filter(other => other.id !== conversation.id)
  return (
    <>
      <Who person={person} />
      <Attributes person={person} />
      <section>
        <h3>Visit</h3>
        <Context person={person} />
      </section>
      <Enrollments key={person.id} person={{ id: person.id, name: nameOf(person) }} enrollments={enrollments} />
      {conversations.length === 0 ? null : (
        <section>
          <h3>Other conversations</h3>
          {conversations.map(other => (
            <ConversationLine key={other.id} conversation={other} href={`/inbox/${list}/${other.id}`} />
          ))}
        </section>
      )}
      {journal.length === 0 ? null : (
        <section>
          <h3>Journal</h3>
          <Journal person={person.id} lines={journal} />
        </section>
      )}
    </>
  )
}
