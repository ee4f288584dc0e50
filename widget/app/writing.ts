import { plainDocument } from '@pavior/shared/document/document.ts'
import type { MessageView } from '@pavior/shared/protocol/views.ts'
import { uuid } from '../uuid.ts'
import type { Connection } from './connection.ts'
import type { Forms } from './forms.ts'
import type { Hearing } from './hearing.ts'
import { type Entry, inOrder, isBy, isNew, isSilent, nextKey, nextOf, PREFIX, readEntry, started } from './outbox.ts'
import type { Page } from './page.ts'
import { createPosting } from './posting.ts'
import type { Holder } from './state.ts'
import type { Who } from './who.ts'

/** An entry as its writer makes it. */
export type Unsent = Entry extends infer E ? (E extends Entry ? Omit<E, 'key' | 'id' | 'by'> : never) : never

type Given = {
  page: Page
  holder: Holder
  connection: Connection
  who: Who
  hearing: Hearing
  forms(): Forms
  show(view: string): void
}

/** What the visitor writes: drafts, and the outbox from the first word to the acknowledgement. */
export function createWriting({ page, holder, connection, who, hearing, forms, show }: Given) {
  const { get, change } = holder
  const { kept } = page
  /** Which new conversation an entry of the outbox was for, also after another tab sent it. */
  const wrote = new Map<string, string>()
  /** Which conversation a new one became. */
  const became = new Map<string, string>()

  const draftKey = (conversation: string) => `draft:${who.by() ?? ''}:${conversation}`

  /** From the page's storage, where every tab's entries are. */
  function read() {
    const entries = [...kept]
      .flatMap(([key, value]) => (key.startsWith(PREFIX) ? [readEntry(key, value)] : []))
      .filter(entry => entry !== undefined)
    for (const { id, conversation } of entries) if (isNew(conversation)) wrote.set(id, conversation)
    change({ queue: inOrder(entries) })
  }

  function keep(...entries: Entry[]) {
    for (const entry of entries) page.set(entry.key, JSON.stringify(entry))
    read()
  }
  function drop(entry: Entry) {
    page.set(entry.key, null)
    read()
  }

  function enqueue(entry: Unsent) {
    who.allow()
    const id = uuid()
    const by = who.by()
    keep({ ...entry, id, key: nextKey(get().queue, Date.now(), id), ...(by !== undefined && { by }) })
    post()
  }

  /** A conversation got its id: what waited for that goes there, and so does the screen. */
  function begun(from: string, conversation: string) {
    became.set(from, conversation)
    const draft = kept.get(draftKey(from))
    if (draft) page.set(draftKey(conversation), draft)
    page.set(draftKey(from), null)
    keep(...started(get().queue, from, conversation))
    if (kept.get('view') === from || get().view === from) show(conversation)
  }

  async function send(entry: Entry) {
    const { id } = entry
    switch (entry.kind) {
      case 'form': {
        const { message, values } = entry
        const answer = await connection.ask().emitWithAck('form:submit', { id, message, values })
        if (answer.ok) forms().answered(entry, answer.form)
        if (answer.ok) drop(entry)
        return answer
      }
      case 'button': {
        const { message, button } = entry
        const answer = await connection.ask().emitWithAck('button:press', { id, message, button })
        if (answer.ok) drop(entry)
        return answer
      }
      case 'message': {
        const to = isNew(entry.conversation) ? {} : { conversation: entry.conversation }
        const answer = await connection.ask().emitWithAck('message:send', { id, ...to, content: entry.text })
        if (answer.ok) acknowledged(entry, answer)
        return answer
      }
    }
  }

  function acknowledged({ text, ...entry }: Entry & { kind: 'message' }, answer: Acknowledged) {
    const { conversation, number, revision, at } = answer
    const from = { type: 'person' as const }
    const message: MessageView = {
      id: entry.id,
      conversation,
      number,
      revision,
      at,
      from,
      content: plainDocument(text),
    }
    if (!get().conversations[conversation]) {
      const head = { id: conversation, state: 'open' as const, number, revision: 0, startedAt: at }
      const seen = { seenByPerson: number, seenByTeam: 0, last: { at, number, from, text } }
      change({ conversations: { ...get().conversations, [conversation]: { ...head, ...seen } } })
    }
    hearing.answered(message)
    if (isNew(entry.conversation)) begun(entry.conversation, conversation)
    drop({ ...entry, text })
  }

  const post = createPosting({
    isReady: () => connection.isLive() && who.isSettled(),
    next: () => nextOf(get().queue, who.by()),
    alone: page.alone,
    unanswered: connection.reconnect,
    send,
    refused(entry, problem) {
      if (entry.kind === 'form') forms().refused(entry, problem)
      if (entry.kind === 'form' || isSilent(entry)) drop(entry)
      else keep({ ...entry, refused: problem.message })
    },
  })

  return {
    read,
    post,
    enqueue,
    draft: (conversation: string) => kept.get(draftKey(conversation)) ?? '',
    write: (conversation: string, text: string) => page.set(draftKey(conversation), text || null),
    queueOf: (conversation: string) =>
      get().queue.filter(
        entry =>
          (became.get(entry.conversation) ?? entry.conversation) === conversation &&
          isBy(entry, who.by()) &&
          !isSilent(entry),
      ),
    /** The first message of a new conversation arrived, whichever tab sent it. */
    arrived({ id, conversation }: MessageView) {
      const from = wrote.get(id)
      if (from) became.set(from, conversation)
      if (from && get().view === from) change({ view: conversation })
    },
    retry(id: string) {
      const entry = get().queue.find(each => each.id === id)
      if (!entry) return
      const { refused: _, ...again } = entry
      drop(entry)
      enqueue(again)
    },
    discard(id: string) {
      const entry = get().queue.find(each => each.id === id)
      if (entry) drop(entry)
    },
  }
}

type Acknowledged = { conversation: string; number: number; revision: number; at: string }
