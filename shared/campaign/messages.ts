import type { Conversation, Message } from '../journal/life.ts'
import { Problem } from '../problem.ts'
import type { Course } from './world.ts'

/** Throws `not-found`. */
export function conversationOf(course: Course, id: string): Conversation {
  const conversation = course.world.life.conversations.get(id)
  if (!conversation) throw new Problem('not-found', 'There is no such conversation.')
  return conversation
}

/** Throws `not-found`. */
export function messageOf(course: Course, id: string): { conversation: Conversation; message: Message } {
  for (const conversation of course.world.life.conversations.values()) {
    const message = conversation.messages.find(one => one.id === id)
    if (message) return { conversation, message }
  }
  throw new Problem('not-found', 'There is no such message.')
}
