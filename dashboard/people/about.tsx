import './about.css'
import type { EnrollmentView, InboxConversation } from '@pavior/shared/protocol/views.ts'
import { Link } from 'wouter-preact'
import type { JournalLine } from '../live/views.ts'
import { causeWords } from '../statistics/reasons.ts'
import { dateOnly, momentTime, shortTime, wholeTime } from '../ui/time.ts'

/** What a person is in, wrote and did: lines for the pane beside a conversation and for the person's own page. */

const enrollmentWords = {
  active: 'Active',
  completed: 'Completed',
  ended: 'Ended',
  exited: 'Exited',
  removed: 'Removed',
} as const

export function EnrollmentLine({ enrollment, onWhy }: { enrollment: EnrollmentView; onWhy: () => void }) {
  const { campaign, status, enteredAt, leftAt, cause } = enrollment
  const when = status === 'active' ? `since ${momentTime(enteredAt)}` : momentTime(leftAt ?? enteredAt)
  // Which exit or end it was by, is told at a click.
  const why = cause === undefined ? undefined : causeWords(cause)
  return (
    <div class="enrol-row">
      <Link class="enrol enrol-link" href={`/rewind/enrollment/${enrollment.id}`} title="Rewind">
        <span class={status === 'active' ? 'state live' : 'state done'} aria-hidden="true" />
        <b>{campaign.name}</b>
        <small>
          {enrollmentWords[status]} {when}
          {why === undefined ? '' : `. ${why}`}
          {campaign.status === 'paused' ? '. Campaign paused' : ''}
        </small>
      </Link>
      <button type="button" class="link" aria-label={`Why: ${campaign.name}`} onClick={onWhy}>
        Why?
      </button>
    </div>
  )
}

const stateDot = { open: 'state live', snoozed: 'state waiting', closed: 'state done' } as const

export function ConversationLine({ conversation, href }: { conversation: InboxConversation; href: string }) {
  const { state, last, inbox, startedAt, snoozedUntil } = conversation
  const how =
    state === 'open'
      ? `open since ${dateOnly(startedAt)}`
      : state === 'closed'
        ? `closed, last ${shortTime(last?.at ?? startedAt)}`
        : `snoozed${snoozedUntil ? ` until ${momentTime(snoozedUntil)}` : ''}`
  return (
    <Link class="enrol enrol-link" href={href}>
      <span class={stateDot[state]} aria-hidden="true" />
      <b>{last && last.text !== '' ? `“${last.text}”` : 'A conversation'}</b>
      <small>{[inbox?.name, how].filter(part => part !== undefined).join(', ')}</small>
    </Link>
  )
}

/** Each line opens the rewind at its moment. */
export function Journal({ person, lines }: { person: string; lines: JournalLine[] }) {
  return (
    <ol class="journal">
      {lines.map(line => (
        <li key={`${line.number} ${line.at}`}>
          <time dateTime={line.at} title={wholeTime(line.at)}>
            {shortTime(line.at)}
          </time>
          <Link href={`/rewind/person/${person}?at=${encodeURIComponent(line.at)}`}>
            {line.text}
            {line.until !== undefined && ` until ${momentTime(line.until)}`}
            {line.times !== undefined && <small class="faint"> × {line.times}</small>}
          </Link>
        </li>
      ))}
    </ol>
  )
}
