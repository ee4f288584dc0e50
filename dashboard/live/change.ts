import type { ConversationState, InboxConversation } from '@pavior/shared/protocol/views.ts'
import { catchUp, knownConversation, placeConversation, refreshCounts } from './catch-up.ts'
import { client } from './client.ts'
import { saySeen } from './connection.ts'
import { conversationQuery } from './queries.ts'
import { ask, sentenceOf } from './server.ts'
import { store } from './store.ts'

/** What an agent does with a conversation as a whole: shown at once, marked as pending, put back when refused. */

type Named = { id: string; name: string }
export type Change =
  | { state: Exclude<ConversationState, 'snoozed'> }
  | { state: 'snoozed'; until: string }
  | { assignee: Named | null }
  | { inbox: Named | null }

/** How many changes of a conversation are on their way. */
export const pending = store<Record<string, number>>({})

/** The last refusal, to be read and dismissed. */
export const refusal = store<string>('')

const count = (conversation: string, by: 1 | -1) =>
  pending.set(now => ({ ...now, [conversation]: (now[conversation] ?? 0) + by }))

export async function changeConversation(id: string, change: Change): Promise<boolean> {
  const before = knownConversation(id)
  if (before) placeConversation(changed(before, change))
  count(id, 1)
  try {
    await ask<unknown>(`/api/v1/conversations/${id}`, { method: 'PATCH', body: wire(change) })
    await client.invalidateQueries({ queryKey: conversationQuery(id).queryKey })
    return true
  } catch (error) {
    if (before) placeConversation(before)
    refusal.set(`${attempt(change)}: ${sentenceOf(error)}`)
    void catchUp(id).catch(() => undefined)
    return false
  } finally {
    count(id, -1)
    refreshCounts()
  }
}

function changed(row: InboxConversation, change: Change): InboxConversation {
  const { snoozedUntil, ...rest } = row
  if ('assignee' in change) {
    const { assignee, ...unassigned } = row
    return change.assignee ? { ...row, assignee: change.assignee } : unassigned
  }
  if ('inbox' in change) {
    const { inbox, ...nowhere } = row
    return change.inbox ? { ...row, inbox: change.inbox } : nowhere
  }
  return change.state === 'snoozed'
    ? { ...rest, state: 'snoozed', snoozedUntil: change.until }
    : { ...rest, state: change.state }
}

function wire(change: Change): Record<string, string | null> {
  if ('assignee' in change) return { assignee: change.assignee?.id ?? null }
  if ('inbox' in change) return { inbox: change.inbox?.id ?? null }
  return change
}

function attempt(change: Change): string {
  if ('assignee' in change) return 'Not assigned'
  if ('inbox' in change) return 'Not moved'
  switch (change.state) {
    case 'open':
      return 'Not reopened'
    case 'closed':
      return 'Not closed'
    case 'snoozed':
      return 'Not snoozed'
  }
}

/** Conversations that were marked unread by hand stay so until they are opened anew. */
const leftUnread = new Set<string>()

export function markSeen(row: InboxConversation, number: number): void {
  if (leftUnread.has(row.id) || number <= row.seenByTeam) return
  saySeen(row.id, number)
  placeConversation({ ...row, seenByTeam: number, unread: false })
}

/** Unread from the person's last message on: the agent's own answers do not count. */
export function markUnread(row: InboxConversation, lastFromPerson: number): void {
  leftUnread.add(row.id)
  const number = Math.max(0, lastFromPerson - 1)
  saySeen(row.id, number)
  placeConversation({ ...row, seenByTeam: number, unread: true })
}

export const openedAnew = (conversation: string): boolean => leftUnread.delete(conversation)
