import type { MessageView, NoteView } from '@pavior/shared/protocol/views.ts'
import type { Thread, ThreadAnswer } from './views.ts'

/** How a conversation's history grows on screen. Pure; what is missing is told by number and revision (S3). */

export const isNote = (message: MessageView | NoteView): message is NoteView => 'note' in message

export function threadFrom(answer: ThreadAnswer): Thread {
  const messages = [...answer.messages].sort((a, b) => a.number - b.number)
  const first = messages[0]
  return {
    messages,
    notes: mergeNotes([], answer.notes),
    revision: answer.revision,
    older: answer.more || (first !== undefined && first.number > 1),
  }
}

/** The thread with one message that came over the socket; `gap` when something before it is missing. */
export function withMessage(thread: Thread, message: MessageView | NoteView): { thread: Thread; gap: boolean } {
  const revision =
    message.revision <= thread.revision + 1 ? Math.max(thread.revision, message.revision) : thread.revision
  const behind = message.revision > thread.revision + 1
  if (isNote(message))
    return { thread: { ...thread, notes: mergeNotes(thread.notes, [message]), revision }, gap: behind }
  const last = thread.messages.at(-1)?.number ?? 0
  if (message.number > last + 1) return { thread, gap: true }
  const first = thread.messages[0]?.number ?? 1
  if (message.number < first) return { thread: { ...thread, revision }, gap: behind }
  return { thread: { ...thread, messages: mergeMessages(thread.messages, [message]), revision }, gap: behind }
}

/** The thread with everything the server knew to be missing. */
export function withSync(thread: Thread, answer: ThreadAnswer): Thread {
  const first = thread.messages[0]?.number ?? 1
  const changed = answer.changed.filter(message => message.number >= first)
  return {
    ...thread,
    messages: mergeMessages(thread.messages, [...changed, ...answer.messages]),
    notes: mergeNotes(thread.notes, answer.notes),
    revision: answer.more ? thread.revision : Math.max(thread.revision, answer.revision),
  }
}

export function withOlder(thread: Thread, answer: Pick<ThreadAnswer, 'messages' | 'more'>): Thread {
  const messages = mergeMessages(thread.messages, answer.messages)
  return { ...thread, messages, older: answer.more && (messages[0]?.number ?? 1) > 1 }
}

/** One message per number, in order. Of two versions the later one stays. */
function mergeMessages(known: MessageView[], more: MessageView[]): MessageView[] {
  const byNumber = new Map(known.map(message => [message.number, message]))
  for (const message of more) {
    const before = byNumber.get(message.number)
    if (before === undefined || before.revision <= message.revision) byNumber.set(message.number, message)
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number)
}

function mergeNotes(known: NoteView[], more: NoteView[]): NoteView[] {
  const byId = new Map(known.map(note => [note.id, note]))
  for (const note of more) byId.set(note.id, note)
  return [...byId.values()].sort((a, b) => a.at.localeCompare(b.at))
}

export type ThreadItem = { key: string; at: string } & ({ message: MessageView } | { note: NoteView })

/** Messages and notes as they are read: by time, messages never out of their numbers' order. */
export function itemsOf(thread: Thread): ThreadItem[] {
  const notes = [...thread.notes]
  const oldest = thread.older ? (thread.messages[0]?.at ?? '') : ''
  const items: ThreadItem[] = []
  const take = (until: string | undefined) => {
    while (notes[0] && (until === undefined || notes[0].at < until)) {
      const note = notes.shift()
      // A note from before the loaded messages appears when they do.
      if (note && note.at >= oldest) items.push({ key: note.id, at: note.at, note })
    }
  }
  for (const message of thread.messages) {
    take(message.at)
    items.push({ key: message.id, at: message.at, message })
  }
  take(undefined)
  return items
}
