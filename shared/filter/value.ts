import type { AttributeValue, Person } from '../people/person.ts'
import type { Instant } from '../text.ts'
import type { Scalar } from './condition.ts'
import {
  type ConversationField,
  isConversationField,
  isPersonField,
  isUpstreamField,
  type PersonField,
  type UpstreamField,
} from './field.ts'
import { readMoment } from './moment.ts'
import type { Subject } from './subject.ts'

/** What stands in a field of the grammar, moments in milliseconds; `undefined` when there is nothing. */
export function valueIn(subject: Subject, field: string): Scalar | undefined {
  if (isPersonField(field)) return ofPerson(subject.person, field)
  if (isUpstreamField(field)) return ofUpstream(subject, field)
  if (isConversationField(field)) return ofConversation(subject, field)
  return field.startsWith('attributes.')
    ? propertyOf(subject.person.attributes, field.slice('attributes.'.length))
    : undefined
}

/** An attribute, or a property of an event. */
export const propertyOf = (values: Readonly<Record<string, AttributeValue>>, key: string): Scalar | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined

/** A field that is a moment holds milliseconds; of other values only text can be one. */
export function momentOf(value: Scalar | undefined, isMoment: boolean): Instant | undefined {
  if (typeof value === 'string') return readMoment(value)
  return isMoment && typeof value === 'number' ? value : undefined
}

function ofPerson(person: Person, field: PersonField): Scalar | undefined {
  switch (field) {
    case 'emailStatus':
      return person.email === undefined ? 'none' : (person.emailStatus ?? 'ok')
    case 'page.url':
      return person.page?.url
    case 'page.title':
      return person.page?.title
    case 'page.referrer':
      return person.page?.referrer
    case 'conversations.open':
      return person.openConversations
    case 'conversations.lastMessageAt':
      return person.lastMessageAt
    default:
      return person[field]
  }
}

function ofUpstream({ upstream }: Subject, field: UpstreamField): Scalar | undefined {
  switch (field) {
    case 'upstream.state':
      return upstream?.state
    case 'upstream.inbox':
      return upstream?.inbox
    case 'upstream.answeredByAgent':
      return upstream?.answeredByAgent
    default:
      return field satisfies never
  }
}

function ofConversation({ conversation }: Subject, field: ConversationField): Scalar | undefined {
  switch (field) {
    case 'conversation.state':
      return conversation?.state
    case 'conversation.inbox':
      return conversation?.inbox
    case 'conversation.assignee':
      return conversation?.assignee
    case 'conversation.lastFrom':
      return conversation?.lastFrom
    default:
      return field satisfies never
  }
}
