import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { useTitle } from '../frame/title.ts'
import { catchUp } from '../live/catch-up.ts'
import { openedAnew } from '../live/change.ts'
import { client } from '../live/client.ts'
import { watch } from '../live/connection.ts'
import type { ListId } from '../live/lists.ts'
import { conversationQuery, threadQuery } from '../live/queries.ts'
import { isErased, Refused } from '../live/server.ts'
import { nameOf } from '../ui/names.ts'
import { Bones, Empty, Failed } from '../ui/state.tsx'
import { Composer } from './composer.tsx'
import { Head } from './head.tsx'
import { PersonPane } from './person-pane.tsx'
import { ThreadView } from './thread-view.tsx'

type Props = { id: string; list: ListId; listName: string; personShown: boolean }

/** A conversation and its person. While it is open it is watched, and what is seen is told. */
export function Conversation({ id, list, listName, personShown }: Props) {
  const detail = useQuery(conversationQuery(id))
  const thread = useQuery(threadQuery(id))
  const conversation = detail.data?.conversation
  useTitle(conversation ? nameOf(conversation.person) : undefined, listName)
  useEffect(() => {
    openedAnew(id)
    // Kept from an earlier visit: what came since is asked for by number.
    if (client.getQueryData(threadQuery(id).queryKey)) void catchUp(id).catch(() => undefined)
    return watch(id)
  }, [id])
  const error = detail.error ?? thread.error
  const erased = isErased(error)
  if (error && (erased || !(detail.data && thread.data))) {
    const gone = erased || (error instanceof Refused && error.status === 404)
    return (
      <section class="pane conversation" aria-label="Conversation">
        <header class="bar">
          <Link class="icon only-narrow" href={`/inbox/${list}`} aria-label="Back to the list">
            <ArrowLeft />
          </Link>
        </header>
        {gone ? (
          <Empty title={erased ? 'This person was erased' : 'This conversation does not exist'}>
            {erased ? 'What was written is gone for good.' : 'It never did, or belongs to another team.'}{' '}
            <a class="link" href={`/inbox/${list}`}>
              Back to {listName}
            </a>
          </Empty>
        ) : (
          <Failed
            what="The conversation could not be read"
            error={error}
            onRetry={() => void Promise.all([detail.refetch(), thread.refetch()])}
          />
        )}
      </section>
    )
  }
  const label = conversation ? `Conversation with ${nameOf(conversation.person)}` : 'Conversation'
  return (
    <>
      <section class="pane conversation" aria-label={label}>
        <Head id={id} conversation={conversation} list={list} />
        {detail.data && thread.data ? (
          <ThreadView thread={thread.data} conversation={detail.data.conversation} />
        ) : (
          <Bones rows={4} kind="message" />
        )}
        {conversation ? <Composer conversation={conversation} thread={thread.data} /> : <div class="composer-space" />}
      </section>
      <PersonPane detail={detail.data} list={list} shown={personShown} />
    </>
  )
}
