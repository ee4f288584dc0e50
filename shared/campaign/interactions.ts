import { buttonOf, formOf } from '../document/document.ts'
import { isSafeLink } from '../document/links.ts'
import type { Interaction } from '../journal/interaction.ts'
import type { Conversation, Message } from '../journal/life.ts'
import { engage } from './engage.ts'
import type { Fact } from './fact.ts'
import type { Course } from './world.ts'

/** A journal as long as this holds no more interactions: a hostile page must not make one grow without end. */
const LONGEST = 50_000

/**
 * What a visitor did with the widget, into their journal (R2), where the team wants it. A page may say anything: what
 * speaks of somebody else's conversations, of messages, fields or buttons there are none of, is passed over, and
 * nothing but the recording follows, except that a refused submission counts (T1). Nobody becomes known by it.
 */
export function record(course: Course, { session, all }: Extract<Fact, { kind: 'interactions' }>): void {
  const { world } = course
  if (!world.recording || world.isNew || world.number >= LONGEST) return
  for (const { before, what } of all) {
    const own = ownOf(course, what)
    if (!own) continue
    course.emit({ kind: 'interacted', v: 1, session, before, what: own })
    if (own.does === 'form-refused') countRefused(course, own.message)
  }
}

/** Of the component that sent the form, as long as it can be answered. */
function countRefused(course: Course, id: string): void {
  const message = messageIn(course, id)
  if (message?.form?.state === 'open') engage(course, message.campaign, 'refused')
}

/** As it may stand in the journal: only of what is the person's own. */
function ownOf(course: Course, what: Interaction): Interaction | undefined {
  switch (what.does) {
    case 'opened':
    case 'closed':
    case 'head-changed':
    case 'resized':
    case 'page-changed':
      return what
    case 'began': {
      const { conversation, ...rest } = what
      return conversation === undefined || conversationIn(course, conversation) ? what : rest
    }
    case 'showed':
      return what.conversation === undefined || conversationIn(course, what.conversation) ? what : undefined
    case 'preview-shown':
    case 'preview-clicked':
    case 'preview-dismissed':
    case 'message-seen':
    case 'scrolled':
      return what.number <= (conversationIn(course, what.conversation)?.number ?? -1) ? what : undefined
    case 'form-shown':
    case 'form-sent':
      return fieldsOf(course, what.message) ? what : undefined
    case 'field-focused':
    case 'field-left':
      return fieldsOf(course, what.message)?.has(what.field) ? what : undefined
    case 'form-refused': {
      const fields = fieldsOf(course, what.message)
      if (!fields) return undefined
      const refused = Object.fromEntries(Object.entries(what.refused).filter(([key]) => fields.has(key)))
      const filled = [...new Set(what.filled.filter(key => fields.has(key)))]
      if (Object.keys(refused).length === 0) return undefined
      const { focused, ...rest } = what
      return { ...rest, refused, filled, ...(focused !== undefined && fields.has(focused) && { focused }) }
    }
    case 'button-clicked': {
      const message = messageIn(course, what.message)
      return message && buttonOf(message.content, what.button) ? what : undefined
    }
    case 'link-clicked':
      return messageIn(course, what.message) && isSafeLink(what.url) ? what : undefined
    default:
      return what satisfies never
  }
}

const conversationIn = (course: Course, id: string): Conversation | undefined => course.world.life.conversations.get(id)

function messageIn(course: Course, id: string): Message | undefined {
  for (const { messages } of course.world.life.conversations.values()) {
    const message = messages.find(one => one.id === id)
    if (message) return message
  }
  return undefined
}

function fieldsOf(course: Course, id: string): Set<string> | undefined {
  const message = messageIn(course, id)
  const form = message && formOf(message.content)
  return form && new Set(form.fields.map(({ key }) => key))
}
