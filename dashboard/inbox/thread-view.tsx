import './thread.css'
import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { useQuery } from '@tanstack/react-query'
import { ArrowDown, Globe, LoaderCircle } from 'lucide-preact'
import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import { loadOlder } from '../live/catch-up.ts'
import { outbox } from '../live/outbox.ts'
import { typists } from '../live/presence.ts'
import { meQuery } from '../live/queries.ts'
import { sentenceOf } from '../live/server.ts'
import { useStore } from '../live/store.ts'
import { itemsOf, type ThreadItem } from '../live/thread.ts'
import type { Thread } from '../live/views.ts'
import { SafeLink } from '../ui/document.tsx'
import { Face } from '../ui/face.tsx'
import { firstName, nameOf } from '../ui/names.ts'
import { clockTime, dayKey, dayName } from '../ui/time.ts'
import { MessageItem, NoteItem, WaitingItem } from './message.tsx'
import { TypingDots } from './typing.tsx'
import { useEnd } from './use-end.ts'
import { useSeen } from './use-seen.ts'

/** A conversation's history, oldest to newest, open at its end. */
export function ThreadView({ thread, conversation }: { thread: Thread; conversation: InboxConversation }) {
  const me = useQuery(meQuery).data
  const all = useStore(outbox, now => now)
  const waiting = all.filter(message => message.conversation === conversation.id)
  const items = itemsOf(thread)
  const last = items.at(-1)
  const end = useEnd(items[0]?.key ?? '', `${waiting.at(-1)?.id ?? last?.key}`, waiting.length > 0)
  const older = useOlder(conversation.id, thread.older)
  useSeen(conversation, thread.messages.at(-1)?.number ?? 0, end.atEnd)
  return (
    <div class="thread-place">
      <div
        class="thread-scroll"
        ref={end.scroller}
        onScroll={event => {
          end.scrolled()
          if (event.currentTarget.scrollTop < 400) older.load()
        }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        role="log"
        aria-label="Messages"
      >
        <div class="thread" ref={end.content}>
          <OlderLine {...older} />
          {thread.older ? null : <Started conversation={conversation} />}
          {items.map((item, index) => (
            <Fragment key={item.key}>
              <DayLine
                at={item.at}
                before={items[index - 1]?.at ?? (thread.older ? undefined : conversation.startedAt)}
              />
              <Item
                item={item}
                next={items[index + 1]}
                conversation={conversation}
                me={me?.agent.id}
                team={me?.team.name ?? ''}
              />
            </Fragment>
          ))}
          {waiting.map(message => (
            <WaitingItem key={message.id} waiting={message} me={me?.agent.name ?? ''} />
          ))}
          <Typing conversation={conversation} />
        </div>
      </div>
      {end.news > 0 ? (
        <button type="button" class="button small to-end" onClick={end.toEnd}>
          <ArrowDown />
          New messages
        </button>
      ) : null}
    </div>
  )
}

type ItemProps = {
  item: ThreadItem
  next: ThreadItem | undefined
  conversation: InboxConversation
  me: string | undefined
  team: string
}

function Item({ item, next, conversation, me, team }: ItemProps) {
  if ('note' in item) return <NoteItem note={item.note} mine={item.note.from.id === me} />
  const { message } = item
  const follows = next !== undefined && 'message' in next ? next.message : undefined
  const tight =
    follows !== undefined &&
    follows.from.type === message.from.type &&
    follows.from.id === message.from.id &&
    follows.campaign?.id === message.campaign?.id &&
    dayKey(follows.at) === dayKey(message.at) &&
    Date.parse(follows.at) - Date.parse(message.at) < 3 * 60_000
  return (
    <MessageItem
      message={message}
      person={conversation.person}
      team={team}
      tight={tight}
      seen={message.number <= conversation.seenByPerson}
    />
  )
}

function DayLine({ at, before }: { at: string; before: string | undefined }) {
  if (before !== undefined && dayKey(before) === dayKey(at)) return null
  return (
    <p class="day">
      <span>{dayName(at)}</span>
    </p>
  )
}

function Started({ conversation: { startedAt, startedOn } }: { conversation: InboxConversation }) {
  return (
    <>
      <DayLine at={startedAt} before={undefined} />
      <p class="fact">
        <Globe />
        {startedOn ? (
          <>
            Started on <SafeLink href={startedOn.url}>{pathOf(startedOn.url)}</SafeLink>
          </>
        ) : (
          'Started'
        )}
        <time dateTime={startedAt}>{clockTime(startedAt)}</time>
      </p>
    </>
  )
}

/** A page as its reader knows it: without the site's own name. */
function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url)
    return pathname + search
  } catch {
    return url
  }
}

function Typing({ conversation: { id, person } }: { conversation: InboxConversation }) {
  const typing = useStore(typists, all => all[id])
  return (
    <div class="typing-place">
      {typing?.map(who => (
        <p class="istyping" key={who.id}>
          <Face name={who.type === 'person' ? (person.name ?? person.email) : who.name} size="tiny" />
          <TypingDots />
          {who.type === 'person' ? (person.name ? firstName(person.name) : nameOf(person)) : firstName(who.name)} is
          typing
        </p>
      ))}
    </div>
  )
}

type Older = { state: 'idle' | 'loading' | 'failed'; why: string; load: () => void; retry: () => void }

function useOlder(conversation: string, there: boolean): Older {
  const [state, setState] = useState<Older['state']>('idle')
  const [why, setWhy] = useState('')
  const retry = () => {
    setState('loading')
    loadOlder(conversation).then(
      () => setState('idle'),
      (error: unknown) => {
        setWhy(sentenceOf(error))
        setState('failed')
      },
    )
  }
  return { state, why, retry, load: () => (there && state === 'idle' ? retry() : undefined) }
}

function OlderLine({ state, why, retry }: Older) {
  if (state === 'idle') return null
  return (
    <p class="fact">
      {state === 'loading' ? (
        <>
          <LoaderCircle class="spinner" /> Older messages …
        </>
      ) : (
        <>
          {why}{' '}
          <button type="button" class="button small" onClick={retry}>
            Try again
          </button>
        </>
      )}
    </p>
  )
}
