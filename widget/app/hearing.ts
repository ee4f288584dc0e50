import { plainText } from '@pavior/shared/document/plain.ts'
import type { ConversationView, MessageView } from '@pavior/shared/protocol/views.ts'
import type { CatchingUp } from './catching-up.ts'
import type { Page } from './page.ts'
import { beep } from './sound.ts'
import { type Holder, transcriptOf } from './state.ts'
import { lastOf, newerHead, withMessages, withOwn, withRevision } from './transcript.ts'

export type Hearing = ReturnType<typeof createHearing>

/** What the server tells, one event at a time. None is trusted to arrive: numbers and revisions show what is missing. */
export function createHearing({ get, change }: Holder, page: Page, catchingUp: CatchingUp) {
  function message(next: MessageView) {
    const { id, conversation, from, at, content, email } = next
    const { ahead } = transcriptOf(get(), conversation)
    const isNewer = next.number > (get().conversations[conversation]?.number ?? 0)
    // An email is read elsewhere (C12).
    const isNews = from.type !== 'person' && email === undefined && isNewer
    take(next)
    typing(conversation, '')
    if (!get().conversations[conversation]) catchingUp.look()
    catchingUp.heard(conversation)
    if (!isNews || ahead.some(each => each.id === id)) return
    page.tell('emit', 'message', { id, conversation, at, from, text: plainText(content) })
    ring(id)
  }

  /** Into the transcript, and into the conversation's head. */
  function take(message: MessageView) {
    const { conversation: id, number, revision } = message
    const { conversations, transcripts, view } = get()
    const head = conversations[id]
    // A transcript begins with its first sync: before that only the head is kept up.
    if (transcripts[id] || number === 1 || view === id) {
      const next = withRevision(withMessages(transcriptOf(get(), id), [message]), revision)
      change({ transcripts: { ...transcripts, [id]: next } })
    }
    if (!head || number <= head.number) return
    change({ conversations: { ...get().conversations, [id]: { ...head, number, last: lastOf(message) } } })
  }

  /** One's own message, placed by its answer: what it alone changed is not told to its sender again. */
  function answered(message: MessageView) {
    const before = get().conversations[message.conversation]
    take(message)
    const head = before && withOwn(before, message)
    if (head) conversation(head)
    else catchingUp.heard(message.conversation)
  }

  function conversation(head: ConversationView) {
    const { conversations, transcripts } = get()
    const before = conversations[head.id]
    if (before && before.revision > head.revision) return
    const known = transcripts[head.id]
    change({ conversations: { ...conversations, [head.id]: newerHead(before, head) } })
    if (known) change({ transcripts: { ...transcripts, [head.id]: withRevision(known, head.revision) } })
    catchingUp.heard(head.id)
  }

  function typing(where: string, name: string) {
    if ((get().typing[where] ?? '') === name) return
    change({ typing: { ...get().typing, [where]: name } })
    if (name) setTimeout(() => typing(where, ''), 8000)
  }

  /** In one tab only: the first that writes it down. */
  function ring(message: string) {
    if (page.kept.get('sound') !== 'on') return
    setTimeout(() => {
      if (page.kept.get('beep') === message) return
      page.set('beep', message)
      beep()
    }, Math.random() * 100)
  }

  return { message, answered, conversation, typing }
}
