import type { FormValues } from '@pavior/shared/document/form.ts'

/**
 * What was written and is not acknowledged: one queue for all tabs, in the page's storage, each entry under its own
 * key, sent in order and again with the same id until it is answered (S1).
 */
export type Entry = {
  /** Orders the queue, and is the storage's key. */
  key: string
  id: string
  /** The signed-up user who wrote it; nobody else's socket sends it. */
  by?: string
  /** A conversation's id, or `new:…` for one that starts with this queue. */
  conversation: string
  /** Why the server will not take it. Then it waits for the person, not for the connection. */
  refused?: string
} & (
  | { kind: 'message'; text: string }
  | { kind: 'form'; message: string; values: FormValues }
  /** `label` empty: a link, which says nothing; `button` absent: one in the text. */
  | { kind: 'button'; message: string; button?: string; label: string }
)

export const PREFIX = 'outbox:'
export const isNew = (conversation: string): boolean => conversation.startsWith('new')

/** Reads one stored entry; what is broken is nobody's. */
export function readEntry(key: string, stored: string): Entry | undefined {
  try {
    const read: unknown = JSON.parse(stored)
    return isEntry(read) ? { ...read, key } : undefined
  } catch {
    return undefined
  }
}

function isEntry(value: unknown): value is Entry {
  const { id, conversation, kind } = Object(value)
  return typeof id === 'string' && typeof conversation === 'string' && ['message', 'form', 'button'].includes(kind)
}

/** A key behind all of the queue, whatever the clock does. */
export function nextKey(queue: Entry[], now: number, id: string): string {
  const last = Number.parseInt(queue.at(-1)?.key.slice(PREFIX.length) ?? '', 36) || 0
  return `${PREFIX}${Math.max(now, last + 1).toString(36)}-${id.slice(0, 8)}`
}

/** In the order in which it is sent. */
export const inOrder = (entries: Entry[]): Entry[] => entries.toSorted((a, b) => (a.key < b.key ? -1 : 1))

/** What is sent next, by the user `by`. */
export const nextOf = (queue: Entry[], by: string | undefined): Entry | undefined =>
  queue.find(entry => !entry.refused && isBy(entry, by))

/** Of a link that was opened nothing is shown, and nothing is missed where it is refused. */
export const isSilent = (entry: Entry): boolean => entry.kind === 'button' && !entry.label

/** A visitor who signed up may send what they wrote before; never one user what another wrote. */
export const isBy = (entry: Entry, by: string | undefined): boolean => entry.by === undefined || entry.by === by

/** After the first message of a new conversation is acknowledged, what waited for it goes there, too. */
export const started = (queue: Entry[], from: string, conversation: string): Entry[] =>
  queue.filter(entry => entry.conversation === from).map(entry => ({ ...entry, conversation }))
