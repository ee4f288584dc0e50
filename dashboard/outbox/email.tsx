import type { EmailDetail } from '@pavior/shared/protocol/emails.ts'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Monitor, Smartphone } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { useTitle } from '../frame/title.ts'
import { emailQuery } from '../live/queries.ts'
import { isErased, Refused } from '../live/server.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { wholeTime } from '../ui/time.ts'
import { stateOf } from './states.ts'

type Width = 'desktop' | 'phone'

/** One email, as its reader sees it: in a frame that runs nothing and reaches nothing of ours. */
export function Email({ id }: { id: string }) {
  const [width, setWidth] = useState<Width>('desktop')
  const query = useQuery(emailQuery(id))
  // What is still held of them is not shown either (C26).
  const erased = isErased(query.error)
  const detail = erased ? undefined : query.data
  const gone = query.error instanceof Refused && query.error.status === 404
  useTitle(detail?.email.subject, 'Outbox')
  return (
    <section class="pane outbox-email" aria-label="Email">
      <header class="bar">
        <Link class="icon only-narrow" href="/outbox" aria-label="Back to the list">
          <ArrowLeft />
        </Link>
        <Subject subject={detail?.email.subject} />
        <span class="push" />
        <Widths width={width} onPick={setWidth} />
      </header>
      {query.isPending ? <Bones rows={4} kind="line" /> : null}
      {detail ? <Facts detail={detail} /> : null}
      {detail ? (
        <div class={`paper ${width}`}>
          <iframe title={`The email to ${detail.email.to}`} sandbox="" src={`/api/dashboard/emails/${id}/html`} />
        </div>
      ) : null}
      {erased ? <Empty title="This person was erased">What was sent to them is gone for good.</Empty> : null}
      {gone && !detail ? (
        <Empty title="This email does not exist">It never did, or belongs to another team.</Empty>
      ) : null}
      {query.isError && !gone && !erased && !detail ? (
        <Failed what="The email could not be read" error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
    </section>
  )
}

function Subject({ subject }: { subject: string | undefined }) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // On a phone the list is gone: the focus goes with what is shown.
    if (matchMedia('(max-width: 720px)').matches) title.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 ref={title} tabIndex={-1}>
      {subject ?? ''}
    </h1>
  )
}

function Widths({ width, onPick }: { width: Width; onPick: (width: Width) => void }) {
  return (
    <fieldset class="seg only-wide" aria-label="Width">
      <label>
        <input type="radio" name="width" checked={width === 'desktop'} onChange={() => onPick('desktop')} />
        <Monitor aria-hidden="true" /> Desktop
      </label>
      <label>
        <input type="radio" name="width" checked={width === 'phone'} onChange={() => onPick('phone')} />
        <Smartphone aria-hidden="true" /> Phone
      </label>
    </fieldset>
  )
}

function Facts({ detail: { email, from, replyTo } }: { detail: EmailDetail }) {
  const { word, tone, says } = stateOf(email)
  const { person, to, campaign, conversation, at, handedAt } = email
  return (
    <dl class="mail-facts">
      <dt>To</dt>
      <dd>
        <Link class="link" href={`/people/${person.id}`}>
          {person.name === undefined ? to : `${person.name} <${to}>`}
        </Link>
      </dd>
      <dt>From</dt>
      <dd>
        {from}
        {replyTo === undefined ? null : <span class="faint only-wide"> · replies to {replyTo}</span>}
      </dd>
      <dt>Campaign</dt>
      <dd>
        {campaign.name} ·{' '}
        <Link class="link" href={`/inbox/all/${conversation}`}>
          Conversation
        </Link>
      </dd>
      <dt>State</dt>
      <dd>
        <span class={`tag ${tone}`}>{word}</span> <span class="soft">{says}</span>{' '}
        <time class="faint" dateTime={handedAt ?? at}>
          {wholeTime(handedAt ?? at)}
        </time>
      </dd>
    </dl>
  )
}
