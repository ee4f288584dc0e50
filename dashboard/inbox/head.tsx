import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { ArrowLeft, Check, LoaderCircle, MailOpen, PanelRight, Rewind, RotateCcw } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { Link, useLocation } from 'wouter-preact'
import { useKeys } from '../frame/keys.ts'
import { changeConversation, markUnread, pending } from '../live/change.ts'
import { client } from '../live/client.ts'
import type { ListId } from '../live/lists.ts'
import { lookers } from '../live/presence.ts'
import { threadQuery } from '../live/queries.ts'
import { useStore } from '../live/store.ts'
import { Face } from '../ui/face.tsx'
import { Key } from '../ui/key.tsx'
import { firstName, nameOf } from '../ui/names.ts'
import { momentTime } from '../ui/time.ts'
import { AssignMenu } from './assign-menu.tsx'
import { SnoozeMenu } from './snooze-menu.tsx'

const isPhone = () => matchMedia('(max-width: 720px)').matches

type Props = { id: string; conversation: InboxConversation | undefined; list: ListId }

/** Who it is, how it stands, who else is looking, and what can be done with it. */
export function Head({ id, conversation, list }: Props) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // On a phone the list is gone: the focus goes with what is shown.
    if (isPhone()) title.current?.focus({ preventScroll: true })
  }, [])
  return (
    <header class="bar">
      <Link class="icon only-narrow" href={`/inbox/${list}`} aria-label="Back to the list">
        <ArrowLeft />
      </Link>
      <div class="head-who">
        <h1 ref={title} tabIndex={-1}>
          {conversation ? nameOf(conversation.person) : ''}
        </h1>
        {conversation ? <StateTag conversation={conversation} /> : null}
      </div>
      {conversation ? <Controls conversation={conversation} list={list} /> : null}
      <Link class="icon" href={`/rewind/conversation/${id}`} aria-label="Rewind" title="Rewind">
        <Rewind />
      </Link>
      <Link class="icon person-button" href={`/inbox/${list}/${id}?person`} aria-label="Person" title="Person">
        <PanelRight />
      </Link>
    </header>
  )
}

function Controls({ conversation, list }: { conversation: InboxConversation; list: ListId }) {
  const [, navigate] = useLocation()
  const { id, state } = conversation
  const busy = useStore(pending, all => (all[id] ?? 0) > 0)
  const open = state !== 'closed'
  const closeOrReopen = () => void changeConversation(id, { state: state === 'open' ? 'closed' : 'open' })
  const unread = () => {
    const messages = client.getQueryData(threadQuery(id).queryKey)?.messages ?? []
    const last = messages.findLast(message => message.from.type === 'person')
    markUnread(conversation, last?.number ?? conversation.number)
    if (isPhone()) navigate(`/inbox/${list}`)
  }
  useKeys({ close: closeOrReopen, unread })
  return (
    <>
      {busy ? (
        <span class="head-busy" role="status">
          <LoaderCircle class="spinner" />
          <span class="unseen">Saving</span>
        </span>
      ) : null}
      <span class="push" />
      <Looking id={id} />
      <button type="button" class="icon" aria-label="Mark as unread" title="Mark as unread  U" onClick={unread}>
        <MailOpen />
      </button>
      {open ? <SnoozeMenu conversation={conversation} /> : null}
      <AssignMenu conversation={conversation} />
      <button type="button" class="button head-close" onClick={closeOrReopen}>
        {state === 'open' ? <Check /> : <RotateCcw />}
        <span>{state === 'open' ? 'Close' : 'Reopen'}</span>
        <Key>E</Key>
      </button>
    </>
  )
}

function StateTag({ conversation }: { conversation: InboxConversation }) {
  switch (conversation.state) {
    case 'open':
      return <span class="tag open">Open</span>
    case 'closed':
      return <span class="tag">Closed</span>
    case 'snoozed':
      return (
        <span class="tag warn">
          Snoozed{conversation.snoozedUntil ? ` until ${momentTime(conversation.snoozedUntil)}` : ''}
        </span>
      )
  }
}

function Looking({ id }: { id: string }) {
  const others = useStore(lookers, all => all[id])
  const first = others?.[0]
  if (!others || !first) return null
  return (
    <span class="looking only-wide" role="status" title={others.map(other => other.name).join(', ')}>
      <Face name={first.name} size="tiny" />
      <span>{others.length === 1 ? `${firstName(first.name)} is looking` : `${others.length} are looking`}</span>
    </span>
  )
}
