import type { InboxConversation } from '@pavior/shared/protocol/views.ts'

/** A conversation as a list has it; `at` is the minute of its last message. */
export function aRow(id: string, at: number, more: Partial<InboxConversation> = {}): InboxConversation {
  const time = new Date(Date.UTC(2027, 0, 4, 9, at)).toISOString()
  return {
    id,
    state: 'open',
    number: 1,
    revision: 1,
    startedAt: time,
    seenByPerson: 1,
    seenByTeam: 0,
    last: { at: time, number: 1, from: { type: 'person' }, text: id },
    person: { id: `person of ${id}`, type: 'anonymous', online: false },
    unread: true,
    listed: true,
    ...more,
  }
}
