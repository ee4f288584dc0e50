import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { nameOf } from '../ui/names.ts'
import { store } from './store.ts'

/** What a screen reader says of things that happen outside of what has the focus. One sentence, politely. */
export const announced = store<string>('')

export function announce(row: InboxConversation): void {
  // The conversation on screen announces itself: its history is a log.
  if (location.pathname.endsWith(row.id)) return
  announced.set(`New message from ${nameOf(row.person)}: ${(row.last?.text ?? '').slice(0, 120)}`)
}

export const announceText = (text: string): void => announced.set(text)
