import type { AgentReceives, AgentSends } from '@pavior/shared/protocol/agent.ts'
import type { InboxConversation, MessageView, NoteView } from '@pavior/shared/protocol/views.ts'
import type { InfiniteData } from '@tanstack/react-query'
import type { Socket } from 'socket.io-client'
import { announce } from './announce.ts'
import { campaignHeard } from './campaigns.ts'
import { catchUp, knownConversation, placeConversation, refreshCounts } from './catch-up.ts'
import { client } from './client.ts'
import { pastGrew } from './past.ts'
import { draftHeard, drawingHeard, quiet, typingHeard, watchingHeard } from './presence.ts'
import { agentsQuery, conversationQuery, meQuery, personQuery, threadQuery } from './queries.ts'
import { statisticsHeard } from './statistics.ts'
import { isNote, withMessage } from './thread.ts'
import type { ConversationDetail, ConversationPage, PersonDetail } from './views.ts'

/** What the server tells this tab, put where the screens read it. */
export function hear(socket: Socket<AgentReceives, AgentSends>): void {
  socket.on('message', heardMessage)
  socket.on('conversation', heardConversation)
  socket.on('inbox', row => {
    heardConversation(row)
    refreshCounts()
  })
  socket.on('person', ({ id, erased }) => {
    void client.invalidateQueries({ queryKey: personQuery(id).queryKey })
    const ofThem = erased ? ['conversation', 'why', 'rewind'] : ['conversation', 'why']
    void client.invalidateQueries({
      predicate: ({ queryKey: [what], state }) => ofThem.includes(String(what)) && isAbout(state.data, id),
    })
    if (!erased) return
    for (const lists of ['list', 'people', 'behind', 'called']) {
      // What is not on screen is not to come up with them in it, until it is read again (C26).
      client.removeQueries({ queryKey: [lists], type: 'inactive' })
      void client.invalidateQueries({ queryKey: [lists] })
    }
    refreshCounts()
  })
  socket.on('grown', pastGrew)
  socket.on('typing', typingHeard)
  socket.on('watching', watchingHeard)
  socket.on('drawing', drawingHeard)
  socket.on('draft', draftHeard)
  socket.on('campaign', campaignHeard)
  socket.on('presence', heardPresence)
  socket.on('statistics', statisticsHeard)
}

/** Public for what this tab itself learned, by the acknowledgement of what it sent. */
export function heardMessage(message: MessageView | NoteView): void {
  const key = threadQuery(message.conversation).queryKey
  const thread = client.getQueryData(key)
  const { type, id } = message.from
  if (type === 'person') quiet(message.conversation, { type })
  else if (id !== undefined) quiet(message.conversation, { id })
  if (!thread) return
  const next = withMessage(thread, message)
  client.setQueryData(key, next.thread)
  if (next.gap) void catchUp(message.conversation).catch(() => undefined)
  if (!isNote(message) && message.from.type === 'person') refreshPersonSoon(message.conversation)
}

function heardConversation(row: InboxConversation): void {
  const before = knownConversation(row.id)
  // Two doors tell of the same change; the older telling must not undo the newer.
  if (before && before.revision > row.revision) return
  placeConversation(row)
  const me = client.getQueryData(meQuery.queryKey)?.agent.id
  const isNews = row.last?.from.type === 'person' && row.last.number > (before?.last?.number ?? 0)
  if (row.unread && isNews && (row.assignee === undefined || row.assignee.id === me)) announce(row)
  laggingSoon(row)
}

const looking = new Map<string, ReturnType<typeof setTimeout>>()

/** A head that is ahead of the history means that something is missing, unless it arrives within the moment. */
function laggingSoon(row: InboxConversation): void {
  if (
    looking.has(row.id) ||
    !client
      .getQueryCache()
      .find({ queryKey: threadQuery(row.id).queryKey })
      ?.isActive()
  )
    return
  looking.set(
    row.id,
    setTimeout(() => {
      looking.delete(row.id)
      const thread = client.getQueryData(threadQuery(row.id).queryKey)
      if (thread && thread.revision < row.revision) void catchUp(row.id).catch(() => undefined)
    }, 400),
  )
}

const refreshing = new Map<string, ReturnType<typeof setTimeout>>()

/** The journal beside a conversation follows what happens in it, once a second at most. */
function refreshPersonSoon(conversation: string): void {
  if (refreshing.has(conversation)) return
  refreshing.set(
    conversation,
    setTimeout(() => {
      refreshing.delete(conversation)
      void client.invalidateQueries({ queryKey: conversationQuery(conversation).queryKey })
    }, 1_000),
  )
}

function heardPresence({ person, agent, online }: { person?: string; agent?: string; online: boolean }): void {
  if (agent !== undefined)
    client.setQueryData(agentsQuery.queryKey, known =>
      known
        ? { ...known, data: known.data.map(other => (other.id === agent ? { ...other, available: online } : other)) }
        : known,
    )
  if (person === undefined) return
  const inRow = (row: InboxConversation) =>
    row.person.id === person ? { ...row, person: { ...row.person, online } } : row
  client.setQueriesData<InfiniteData<ConversationPage>>({ queryKey: ['list'] }, known =>
    known?.pages.some(page => page.data.some(row => row.person.id === person))
      ? { ...known, pages: known.pages.map(page => ({ ...page, data: page.data.map(inRow) })) }
      : known,
  )
  client.setQueriesData<ConversationDetail>({ queryKey: ['conversation'] }, known =>
    known?.person.id === person
      ? { ...known, conversation: inRow(known.conversation), person: { ...known.person, online } }
      : known,
  )
  client.setQueriesData<PersonDetail>({ queryKey: ['person', person] }, known =>
    known ? { ...known, person: { ...known.person, online } } : known,
  )
}

function isAbout(detail: unknown, person: string): boolean {
  if (typeof detail !== 'object' || detail === null || !('person' in detail)) return false
  const about = detail.person
  return typeof about === 'object' && about !== null && 'id' in about && about.id === person
}
