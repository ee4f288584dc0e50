import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import type { InfiniteData } from '@tanstack/react-query'
import { client } from './client.ts'
import { belongsTo, listFrom, placeRow } from './lists.ts'
import { conversationQuery, countsQuery, meQuery, threadPath, threadQuery } from './queries.ts'
import { ask } from './server.ts'
import { withOlder, withSync } from './thread.ts'
import type { ConversationPage, PersonDetail, ThreadAnswer } from './views.ts'

/** How what the server tells, or is asked for, comes into what the screens show (S3). */

/** A conversation as it is now, in every list and at every head that shows it. */
export function placeConversation(row: InboxConversation): void {
  const me = client.getQueryData(meQuery.queryKey)?.agent.id ?? ''
  for (const [key] of client.getQueriesData<InfiniteData<ConversationPage>>({ queryKey: ['list'] })) {
    const list = listFrom(String(key[1]))
    if (list === undefined) continue
    client.setQueryData<InfiniteData<ConversationPage>>(key, known => {
      if (!known) return known
      const pages = placeRow(known.pages, row, belongsTo(list, row, me))
      return pages === known.pages ? known : { ...known, pages }
    })
  }
  client.setQueryData(conversationQuery(row.id).queryKey, known => known && { ...known, conversation: row })
  client.setQueriesData<PersonDetail>({ queryKey: ['person', row.person.id] }, known =>
    known ? { ...known, conversations: known.conversations.map(other => (other.id === row.id ? row : other)) } : known,
  )
}

/** The newest known version of a conversation, wherever it is kept. */
export function knownConversation(id: string): InboxConversation | undefined {
  const detail = client.getQueryData(conversationQuery(id).queryKey)
  if (detail) return detail.conversation
  for (const [, list] of client.getQueriesData<InfiniteData<ConversationPage>>({ queryKey: ['list'] }))
    for (const page of list?.pages ?? []) for (const row of page.data) if (row.id === id) return row
  return undefined
}

let countsDue: ReturnType<typeof setTimeout> | undefined

/** Counts are asked for again at most four times a second, however much moves. */
export function refreshCounts(): void {
  if (countsDue !== undefined) return
  countsDue = setTimeout(() => {
    countsDue = undefined
    void client.invalidateQueries({ queryKey: countsQuery.queryKey })
  }, 250)
}

const running = new Map<string, Promise<void>>()
const again = new Set<string>()

/** Asks for what is missing in a conversation that is kept here, by number and revision. One at a time for each. */
export function catchUp(conversation: string): Promise<void> {
  const already = running.get(conversation)
  if (already) {
    again.add(conversation)
    return already
  }
  const run = sync(conversation).finally(() => {
    running.delete(conversation)
    if (again.delete(conversation)) void catchUp(conversation).catch(() => undefined)
  })
  running.set(conversation, run)
  return run
}

async function sync(conversation: string): Promise<void> {
  const key = threadQuery(conversation).queryKey
  for (let more = true; more; ) {
    const thread = client.getQueryData(key)
    if (!thread) return
    const after = thread.messages.at(-1)?.number ?? 0
    const answer = await ask<ThreadAnswer>(`${threadPath(conversation)}?after=${after}&revision=${thread.revision}`)
    client.setQueryData(key, known => known && withSync(known, answer))
    placeConversation(answer.conversation)
    more = answer.more && answer.messages.length > 0
  }
}

/** Loads the hundred messages before the first one here. */
export async function loadOlder(conversation: string): Promise<void> {
  const key = threadQuery(conversation).queryKey
  const first = client.getQueryData(key)?.messages[0]
  if (!first) return
  const answer = await ask<ThreadAnswer>(`${threadPath(conversation)}?before=${first.number}`)
  client.setQueryData(key, known => known && withOlder(known, answer))
}

const followed = new Set(['list', 'counts', 'conversation', 'agents', 'person', 'campaign', 'campaigns', 'versions'])

/** Everything on screen, asked for again: after a reconnect, or when a tab wakes. Rejects when the server can't say. */
export async function catchUpOnAll(): Promise<void> {
  const threads = client.getQueryCache().findAll({ queryKey: ['thread'], type: 'active' })
  // What nobody looks at is brought up to date when it is opened.
  client.removeQueries({ queryKey: ['thread'], type: 'inactive' })
  await Promise.all([
    ...threads.map(query => catchUp(String(query.queryKey[1]))),
    client.invalidateQueries(
      // What could never be read says so itself, and is asked for once the server answers again.
      { predicate: ({ queryKey, state }) => followed.has(String(queryKey[0])) && state.data !== undefined },
      { throwOnError: true },
    ),
  ])
  void client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
}
