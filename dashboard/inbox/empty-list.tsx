import { useQuery } from '@tanstack/react-query'
import { Archive, Inbox, MessageCircle, Moon } from 'lucide-preact'
import { Link } from 'wouter-preact'
import type { ListId } from '../live/lists.ts'
import { countsQuery } from '../live/queries.ts'
import { Empty } from '../ui/state.tsx'

/** What an empty list means, and what to do next. */
export function EmptyList({ list, name }: { list: ListId; name: string }) {
  switch (list) {
    case 'mine':
      return <NothingMine />
    case 'unassigned':
      return (
        <Empty icon={<MessageCircle />} title="Nobody waits">
          Every open conversation has an agent. New ones appear here by themselves.
        </Empty>
      )
    case 'snoozed':
      return (
        <Empty icon={<Moon />} title="Nothing is snoozed">
          Snooze a conversation to have it back at a time you choose, or as soon as the person writes.
        </Empty>
      )
    case 'closed':
      return (
        <Empty icon={<Archive />} title="Nothing is closed yet">
          What you close is kept here. It reopens when the person writes again.
        </Empty>
      )
    case 'all':
      return (
        <Empty icon={<MessageCircle />} title="No open conversations">
          To try it, put the{' '}
          <Link class="link" href="/settings/widget">
            snippet
          </Link>{' '}
          on your site, open the page in another window and write.
        </Empty>
      )
    default:
      return (
        <Empty icon={<Inbox />} title={`Nothing open in ${name}`}>
          Campaigns and agents move conversations into this inbox.
        </Empty>
      )
  }
}

/** Where every agent arrives: whoever waits is one step away, and counted as they come. */
function NothingMine() {
  const waiting = useQuery(countsQuery).data?.unassigned ?? 0
  if (waiting > 0)
    return (
      <Empty icon={<Inbox />} title="Nothing is assigned to you">
        <p>{waiting === 1 ? 'One conversation waits for an agent.' : `${waiting} conversations wait for an agent.`}</p>
        <Link class="button primary" href="/inbox/unassigned">
          Go to Unassigned
        </Link>
      </Empty>
    )
  return (
    <Empty icon={<Inbox />} title="Nothing is assigned to you">
      New conversations appear in{' '}
      <Link class="link" href="/inbox/unassigned">
        Unassigned
      </Link>
      . No visitors yet? Put the{' '}
      <Link class="link" href="/settings/widget">
        snippet
      </Link>{' '}
      on your site, open the page in another window and write.
    </Empty>
  )
}
