import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { Check, CheckCheck, Moon, Workflow } from 'lucide-preact'
import { memo } from 'preact/compat'
import { Link } from 'wouter-preact'
import { drafts } from '../live/drafts.ts'
import { typists } from '../live/presence.ts'
import { useStore } from '../live/store.ts'
import { Face } from '../ui/face.tsx'
import { firstName, nameOf } from '../ui/names.ts'
import { momentTime, shortTime, wholeTime } from '../ui/time.ts'
import { TypingDots } from './typing.tsx'

type Props = { row: InboxConversation; href: string; chosen: boolean; me: string | undefined }

/** A conversation in a list: who, when, what was said last, where it belongs. */
export const Row = memo(({ row, href, chosen, me }: Props) => {
  const at = row.last?.at ?? row.startedAt
  return (
    <Link
      class={row.unread ? 'talk unread' : 'talk'}
      href={href}
      aria-current={chosen ? 'true' : undefined}
      data-talk={row.id}
    >
      <Face name={row.person.name ?? row.person.email} there={row.person.online} />
      <b>{nameOf(row.person)}</b>
      <time dateTime={at} title={wholeTime(at)}>
        {shortTime(at)}
      </time>
      <Said row={row} />
      <small>
        {row.state === 'snoozed' && row.snoozedUntil ? (
          <>
            <Moon /> until {momentTime(row.snoozedUntil)} ·{' '}
          </>
        ) : null}
        {whereabouts(row, me)}
        {row.campaign ? (
          <>
            {' '}
            <Workflow /> {row.campaign.name}
          </>
        ) : null}
      </small>
      {row.unread ? <span class="unseen">unread</span> : null}
    </Link>
  )
})

/** Its inbox, and whose it is unless it is the reader's own. */
function whereabouts({ inbox, assignee }: InboxConversation, me: string | undefined): string {
  const whose = assignee === undefined ? 'Unassigned' : assignee.id === me ? undefined : assignee.name
  return [inbox?.name, whose].filter(part => part !== undefined).join(' · ') || 'You'
}

function Said({ row }: { row: InboxConversation }) {
  const typing = useStore(typists, all => all[row.id]?.[0])
  const draft = useStore(drafts, all => all[row.id])
  if (typing)
    return (
      <p class="is-typing">
        {typing.type === 'agent' ? `${firstName(typing.name)} is typing` : 'typing'}
        <TypingDots />
      </p>
    )
  const written = draft?.reply || draft?.note
  if (written)
    return (
      <p>
        <span class="draft">{draft?.reply ? 'Draft' : 'Draft note'}</span> {written}
      </p>
    )
  if (!row.last) return <p class="faint">No message yet</p>
  const { from, text, number } = row.last
  if (from.type === 'person') return <p>{text === '' ? 'Filled in a form' : text}</p>
  const speaker = from.type === 'agent' ? firstName(from.name ?? 'Agent') : 'Team'
  return (
    <p>
      {speaker}: {text === '' ? 'Sent a form' : text}{' '}
      {row.seenByPerson >= number ? (
        <CheckCheck class="faint" aria-label="Seen" />
      ) : (
        <Check class="faint" aria-label="Sent" />
      )}
    </p>
  )
}
