import { plainText } from '@pavior/shared/document/plain.ts'
import type { ConversationView, MessageView } from '@pavior/shared/protocol/views.ts'
import type { SyncAnswer } from '@pavior/shared/protocol/visitor.ts'

/**
 * What this screen knows of a conversation, by number and revision (S3): whatever comes late, twice or out of order,
 * it ends with the same messages as everybody else's.
 */
export type Transcript = {
  /** Number 1, 2, 3 … without gaps. */
  messages: MessageView[]
  /** Came before ones that are still missing. */
  ahead: MessageView[]
  /** Every change up to this revision is known. */
  revision: number
  /** Later revisions that were heard of, one by one. */
  heard: number[]
}

export const unread: Transcript = { messages: [], ahead: [], revision: 0, heard: [] }

/** With messages that are new or changed; an older state of a message never replaces a newer one. */
export function withMessages(transcript: Transcript, incoming: MessageView[]): Transcript {
  const messages = [...transcript.messages]
  const ahead = new Map(transcript.ahead.map(message => [message.number, message]))
  for (const message of incoming) {
    const known = messages[message.number - 1] ?? ahead.get(message.number)
    if (known && known.revision > message.revision) continue
    if (message.number <= messages.length) messages[message.number - 1] = message
    else ahead.set(message.number, message)
  }
  for (let next = ahead.get(messages.length + 1); next; next = ahead.get(messages.length + 1)) {
    messages.push(next)
    ahead.delete(next.number)
  }
  return { ...transcript, messages, ahead: [...ahead.values()] }
}

/** With the news that the conversation reached `revision`, one event at a time. */
export function withRevision(transcript: Transcript, revision: number): Transcript {
  const heard = new Set(transcript.heard).add(revision)
  let known = transcript.revision
  while (heard.has(known + 1)) known++
  return { ...transcript, revision: known, heard: [...heard].filter(each => each > known) }
}

/**
 * With the answer to `conversation:sync`: everything up to its revision is known. What came ahead of that revision may
 * have changed since, so it is taken from the pages that follow.
 */
export function withSync(transcript: Transcript, { messages, changed, revision }: SyncAnswer): Transcript {
  const ahead = transcript.ahead.filter(message => message.revision > revision)
  const next = withMessages({ ...transcript, ahead }, [...messages, ...changed])
  return withRevision({ ...next, revision: Math.max(next.revision, revision) }, revision)
}

/**
 * The head with one's own message, as the server would tell it to others; undefined when something else happened in
 * between, or later.
 */
export function withOwn(head: ConversationView, message: MessageView): ConversationView | undefined {
  const { number, revision } = message
  if (revision !== head.revision + 1) return undefined
  return { ...head, number, revision, seenByPerson: number, last: lastOf(message) }
}

/** Of two heads of a conversation the newer one; what a person has seen only grows, whichever was told last. */
export function newerHead(known: ConversationView | undefined, head: ConversationView): ConversationView {
  if (!known) return head
  if (known.revision > head.revision) return known
  return { ...head, seenByPerson: Math.max(known.seenByPerson, head.seenByPerson) }
}

/** What a conversation says of its newest message. */
export const lastOf = ({ number, at, from, content, email }: MessageView) => ({
  number,
  at,
  from,
  text: plainText(content),
  ...(email && { email: true as const }),
})

/** Something up to this number or revision is missing here. */
export const isBehind = (transcript: Transcript, { number, revision }: { number: number; revision: number }): boolean =>
  transcript.messages.length < number || transcript.revision < revision || transcript.heard.length > 0
