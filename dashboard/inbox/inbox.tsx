import './inbox.css'
import { useQuery } from '@tanstack/react-query'
import { Inbox as InboxIcon } from 'lucide-preact'
import { useLocation, useSearch } from 'wouter-preact'
import { useKeys } from '../frame/keys.ts'
import { useTitle } from '../frame/title.ts'
import { type ListId, listFrom, listNames } from '../live/lists.ts'
import { inboxesQuery } from '../live/queries.ts'
import { Empty } from '../ui/state.tsx'
import { Conversation } from './conversation.tsx'
import { List } from './list.tsx'

type Props = { list: ListId; conversation: string | undefined }

/** Three panes: a list, a conversation, its person. Each has an address; on a phone one shows at a time. */
export function Inbox({ list, conversation }: Props) {
  const [, navigate] = useLocation()
  const personShown = new URLSearchParams(useSearch()).has('person')
  const name = useListName(list)
  const href = `/inbox/${list}`
  useKeys({
    back: () => {
      const at = document.activeElement
      if (at instanceof HTMLElement && at.matches('textarea, input')) at.blur()
      else if (personShown) navigate(`${href}/${conversation}`)
      else if (conversation !== undefined) navigate(href)
    },
  })
  return (
    <main class={`inbox ${conversation === undefined ? 'at-list' : personShown ? 'at-person' : 'at-conversation'}`}>
      <List key={list} list={list} name={name} chosen={conversation} />
      {conversation === undefined ? (
        <Nothing name={name} />
      ) : (
        <Conversation key={conversation} id={conversation} list={list} listName={name} personShown={personShown} />
      )}
    </main>
  )
}

function Nothing({ name }: { name: string }) {
  useTitle(name)
  return (
    <section class="pane nothing" aria-label="Conversation">
      <Empty icon={<InboxIcon />} title="No conversation open">
        Choose one in the list, or move with <kbd>J</kbd> and <kbd>K</kbd> and open it with <kbd>Enter</kbd>.
      </Empty>
    </section>
  )
}

function useListName(list: ListId): string {
  const inboxes = useQuery(inboxesQuery).data?.data
  const known = listFrom(list)
  if (known !== undefined && !known.startsWith('inbox-')) {
    for (const [id, name] of Object.entries(listNames)) if (id === known) return name
  }
  return inboxes?.find(inbox => list === `inbox-${inbox.id}`)?.name ?? 'Inbox'
}
