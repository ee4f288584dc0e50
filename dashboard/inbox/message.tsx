import type { MessageView, NoteView, PersonSummary } from '@pavior/shared/protocol/views.ts'
import { CircleAlert, Clock, Lock, Workflow } from 'lucide-preact'
import { Link } from 'wouter-preact'
import { connection } from '../live/connection.ts'
import { discard, retry, troubled, type Waiting } from '../live/outbox.ts'
import { useStore } from '../live/store.ts'
import { DocumentView } from '../ui/document.tsx'
import { Face } from '../ui/face.tsx'
import { firstName, nameOf, speakerOf } from '../ui/names.ts'
import { clockTime, wholeTime } from '../ui/time.ts'

type MessageProps = { message: MessageView; person: PersonSummary; team: string; tight: boolean; seen: boolean }

/** Who speaks is seen at once: a person at the left, the team at the right, a campaign outlined and named. */
export function MessageItem({ message, person, team, tight, seen }: MessageProps) {
  const { from, campaign, email, at } = message
  const byPerson = from.type === 'person'
  const kind = byPerson ? 'from-person' : campaign ? 'from-team from-campaign' : 'from-team'
  const speaker = byPerson ? nameOf(person) : speakerOf(from, team)
  return (
    <article
      class={`msg ${kind}${tight ? ' tight' : ''}`}
      aria-label={`${campaign?.name ?? speaker}, ${clockTime(at)}`}
    >
      {campaign ? (
        <header>
          <Workflow />
          <span>
            <b>{campaign.name ?? 'A campaign'}</b> sent this{email ? ' by email' : ''}
          </span>
        </header>
      ) : null}
      <div class="bubble">
        {email ? <h3 class="subject">{email.subject}</h3> : null}
        <DocumentView content={message.content} form={message.form} pressed={message.button} />
      </div>
      {tight ? null : (
        <footer>
          {byPerson || campaign ? '' : `${firstName(speaker)} · `}
          <time dateTime={at} title={wholeTime(at)}>
            {clockTime(at)}
          </time>
          {message.form?.state === 'submitted' ? <FormRewind id={message.id} /> : null}
          {email ? <EmailState id={message.id} state={email.state} /> : byPerson ? '' : seen ? ' · Seen' : ' · Sent'}
        </footer>
      )}
      {tight || campaign ? null : <Face name={byPerson ? (person.name ?? person.email) : speaker} />}
    </article>
  )
}

const emailStates = { due: 'Waiting', handing: 'Leaving', handed: 'Sent', unknown: 'Unknown', revoked: 'Not sent' }

/** The way to how it was filled in. */
const FormRewind = ({ id }: { id: string }) => (
  <>
    {' · '}
    <Link class="link" href={`/rewind/form/${id}`}>
      Rewind
    </Link>
  </>
)

/** How the email stands, and the way to all that is known of it. */
const EmailState = ({ id, state }: { id: string; state: keyof typeof emailStates }) => (
  <>
    {' · '}
    <Link class="link" href={`/outbox/${id}`}>
      {emailStates[state]}
    </Link>
  </>
)

export function NoteItem({ note, mine }: { note: NoteView; mine: boolean }) {
  const speaker = note.from.name ?? 'A former agent'
  return (
    <article class="msg from-team note" aria-label={`Note by ${speaker}, ${clockTime(note.at)}`}>
      <NoteHead />
      <div class="bubble">
        <DocumentView content={note.content} />
      </div>
      <footer>
        {mine ? 'You' : firstName(speaker)} ·{' '}
        <time dateTime={note.at} title={wholeTime(note.at)}>
          {clockTime(note.at)}
        </time>
      </footer>
      <Face name={speaker} />
    </article>
  )
}

const NoteHead = () => (
  <header>
    <Lock />
    <span>Note, only the team sees it</span>
  </header>
)

/** Written, but not acknowledged: it never looks sent (S2). */
export function WaitingItem({ waiting, me }: { waiting: Waiting; me: string }) {
  const offline = useStore(connection, state => state === 'offline' || state === 'connecting')
  const trouble = useStore(troubled, all => (all[waiting.id] ?? 0) > 1)
  return (
    <article class={`msg from-team waiting${waiting.note ? ' note' : ''}`} aria-label="Not sent yet">
      {waiting.note ? <NoteHead /> : null}
      <div class="bubble">
        <p class="prose plain" dir="auto">
          {waiting.text}
        </p>
      </div>
      {waiting.refused === undefined ? (
        <footer>
          <Clock />
          {offline
            ? 'Waits for the connection'
            : trouble
              ? 'Not sent yet: the server has trouble. Trying again …'
              : 'Sending …'}
          {waiting.close ? ', then the conversation is closed' : ''}
          {trouble ? (
            <button type="button" class="button small" onClick={() => discard(waiting.id)}>
              Discard
            </button>
          ) : null}
        </footer>
      ) : (
        <footer class="refused">
          <span class="bad" role="alert">
            <CircleAlert />
            Not sent: {waiting.refused}
          </span>
          <button type="button" class="button small" onClick={() => retry(waiting.id)}>
            Try again
          </button>
          <button type="button" class="button small" onClick={() => discard(waiting.id)}>
            Discard
          </button>
        </footer>
      )}
      <Face name={me} />
    </article>
  )
}
