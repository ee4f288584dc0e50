import { plainDocument } from '@pavior/shared/document/document.ts'
import type { ConversationView, MessageView } from '@pavior/shared/protocol/views.ts'
import type { Entry } from './outbox.ts'
import type { Texts } from './texts/texts.ts'
import type { Typed } from './views/form.tsx'
import type { ThreadItem } from './views/message.tsx'
import { clock, dayLabel, sameDay } from './when.ts'

export type Seen = {
  messages: MessageView[]
  /** What this conversation's outbox holds. */
  queue: Entry[]
  conversation: ConversationView | undefined
  team: string
  typed(message: string): Typed
  live: boolean
  texts: Texts
  language: string
  now: number
}

/** A conversation as lines to draw: messages, days between them, and what is still on its way. */
export function threadOf({
  messages,
  queue,
  conversation,
  team,
  typed,
  live,
  texts,
  language,
  now,
}: Seen): ThreadItem[] {
  const items: ThreadItem[] = []
  const known = new Set(messages.map(message => message.id))
  const lastMine = messages.findLast(message => message.from.type === 'person')
  const waiting = queue.filter(entry => entry.kind !== 'form' && !known.has(entry.id))

  // What never left is nothing that was said (C14).
  const said = messages.filter(message => message.email?.state !== 'revoked')
  for (const [index, message] of said.entries()) {
    const at = Date.parse(message.at)
    const next = said[index + 1]
    const before = said[index - 1]
    if (before ? !sameDay(Date.parse(before.at), at) : !sameDay(at, now))
      items.push({ is: 'day', key: `day-${message.id}`, label: dayLabel(at, now, texts, language) })
    if (message.from.type === 'person') {
      const seen = message.number <= (conversation?.seenByTeam ?? 0)
      const footer = message === lastMine ? (seen ? texts.seen : texts.sent(clock(at, language))) : undefined
      const { id: key, number, content } = message
      items.push({ is: 'mine', key, number, content, state: 'sent', footer, why: undefined })
      continue
    }
    const name = message.from.name ?? team
    const isLast = !next || next.from.type === 'person' || (next.from.name ?? team) !== name
    const form = queue.find(entry => entry.kind === 'form' && entry.message === message.id && !entry.refused)
    const button = queue.find(entry => entry.kind === 'button' && entry.message === message.id && !entry.refused)
    const time = now - at < 60_000 ? texts.now : clock(at, language)
    items.push({
      is: 'theirs',
      key: message.id,
      message,
      face: isLast ? name : undefined,
      footer: isLast ? (message.from.type === 'agent' ? `${name.split(' ')[0]} · ${time}` : time) : undefined,
      typed: typed(message.id),
      sendingForm: form?.kind === 'form' ? { values: form.values, waits: !live } : undefined,
      pressed: message.button ?? (button?.kind === 'button' ? button.button : undefined),
    })
  }
  for (const entry of waiting) {
    if (entry.kind === 'form') continue
    items.push({
      is: 'mine',
      key: entry.id,
      number: undefined,
      content: plainDocument(entry.kind === 'message' ? entry.text : entry.label),
      state: entry.refused ? 'refused' : live ? 'sending' : 'waits',
      footer: live ? texts.sending : texts.waits,
      why: entry.refused,
    })
  }
  return items
}
