import { typeNames } from '@pavior/shared/campaign/type-names.ts'
import { CircleStop, Hourglass, ListFilter, Mail, MessageCircleReply, Send, UserRoundCheck } from 'lucide-preact'

/** What each type of component is called, looks like, and does. */

export type ComponentType = keyof typeof typeNames

export const isType = (type: string): type is ComponentType => Object.hasOwn(typeNames, type)

export const typeIcons: Record<ComponentType, typeof Hourglass> = {
  filter: ListFilter,
  wait: Hourglass,
  'inbound-message': MessageCircleReply,
  'send-message': Send,
  'send-email': Mail,
  assign: UserRoundCheck,
  end: CircleStop,
}

/** A component of an unknown type is shown by what it calls itself. */
export const typeName = (type: string): string => (isType(type) ? typeNames[type] : type)

/** The six of the palette: Send message and Send email are one with a channel. */
export const palette = [
  { type: 'filter', name: 'Filter', key: 'F', says: 'Splits people by what is known about them' },
  { type: 'wait', name: 'Wait', key: 'W', says: 'Holds for a time, or until a date' },
  { type: 'inbound-message', name: 'Inbound message', key: 'I', says: 'Acts when the person writes' },
  { type: 'send-message', name: 'Send message / email', key: 'S', says: 'In the chat, or to their address' },
  { type: 'assign', name: 'Assign to', key: 'A', says: 'Hands the conversation to an inbox' },
  { type: 'end', name: 'End workflow', key: 'E', says: 'Takes the person out for good' },
] as const satisfies { type: ComponentType; name: string; key: string; says: string }[]

/** What is set in a component that was just added. */
export function freshSettings(type: ComponentType, inboxes: readonly { id: string }[]): Record<string, unknown> {
  const [inbox, ...others] = inboxes
  switch (type) {
    case 'filter':
      return { filter: { all: [] }, watch: 'forever' }
    case 'wait':
      return { for: 'P1D' }
    case 'inbound-message':
      return { which: 'first' }
    case 'send-message':
      return { newConversation: false, from: 'team', content: EMPTY }
    case 'send-email':
      return { newConversation: false, from: 'team', subject: '', content: EMPTY }
    case 'assign':
      return inbox && others.length === 0 ? { inbox: inbox.id } : {}
    case 'end':
      return {}
  }
}

const EMPTY = { type: 'doc', content: [{ type: 'paragraph' }] }
