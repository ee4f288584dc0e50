import { z } from 'zod'
import { isEmail } from '../document/form.ts'
import { type Instant, text } from '../text.ts'

/** A value of an attribute: text, number, true or false. */
export const AttributeValue = z.union(
  [text(2000), z.number(), z.boolean()],
  'must be text of at most 2,000 characters, a number, true or false',
)
export type AttributeValue = z.output<typeof AttributeValue>

/** Who last wrote a value. A form and the page give way to the site's own word (C20). */
export type Source = 'form' | 'page' | 'api' | 'agent' | 'identity'

/** The site's own word: a form and the page never write over it (C20). */
export const TRUSTED: readonly Source[] = ['api', 'agent', 'identity']

export type PersonType = 'anonymous' | 'lead' | 'signup'

export type PageSeen = { url: string; title?: string | undefined; referrer?: string | undefined }

/** What a browser tells about itself and where it is. */
export type Context = {
  language?: string | undefined
  timezone?: string | undefined
  country?: string | undefined
  browser?: string | undefined
  os?: string | undefined
  device?: string | undefined
}

export type Person = Context & {
  id: string
  type: PersonType
  externalId?: string | undefined
  email?: string | undefined
  name?: string | undefined
  phone?: string | undefined
  attributes: Record<string, AttributeValue>
  /** By key (`email`, `name`, `phone`, `attributes.KEY`): who last wrote it. */
  sources: Record<string, Source>
  firstSeenAt: Instant
  /** Activity in widget or site only. */
  lastSeenAt?: Instant | undefined
  signedUpAt?: Instant | undefined
  page?: PageSeen | undefined
  /** Conversations that are neither closed nor snoozed. */
  openConversations: number
  lastMessageAt?: Instant | undefined
  /** What stands against the address; absent: nothing, or there is none (C12). */
  emailStatus?: 'unsubscribed' | 'bounced' | undefined
  /** C26: a nameless tombstone. */
  erasedAt?: Instant | undefined
  /** Moment of the latest fact: a person's history never runs backwards. */
  factAt: Instant
}

/** A person of whom nothing is known yet. */
export const newcomer = (id: string, at: Instant): Person => ({
  id,
  type: 'anonymous',
  attributes: {},
  sources: {},
  openConversations: 0,
  firstSeenAt: at,
  factAt: at,
})

/** The person as they are now, for a look back after they have changed. */
export const snapshot = (person: Person): Person => ({
  ...person,
  attributes: { ...person.attributes },
  sources: { ...person.sources },
})

/** Attributes as they come in: at most 100, `null` removes one. A record passes over `__proto__` in silence; here it is said. */
export const Attributes = z
  .custom<Record<string, AttributeValue | null>>(
    input => typeof input !== 'object' || input === null || !Object.hasOwn(input, '__proto__'),
    'must not have the key __proto__',
  )
  .meta({ type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } })
  .pipe(
    z
      .record(attributeKey(), AttributeValue.nullable())
      .refine(attributes => Object.keys(attributes).length <= 100, 'can hold 100 attributes at most'),
  )
export type Attributes = z.output<typeof Attributes>

/** A person's own fields as they come in, from whatever door; `null` removes one. */
export const OwnFields = z.object({
  email: text(254)
    .refine(isEmail, 'must be an email address')
    .transform(value => value.trim().toLowerCase())
    .nullable()
    .optional(),
  name: text(200, 1).nullable().optional(),
  phone: text(50, 1).nullable().optional(),
})

function attributeKey() {
  return text(100, 1).refine(key => !['__proto__', 'constructor', 'prototype'].includes(key), 'is not allowed as a key')
}

/** The value behind a key as forms, variables and filters name it: `name`, `email`, `company`, `attributes.KEY`, … */
export function valueAt(person: Person, key: string): AttributeValue | undefined {
  const own = (name: string) => (Object.hasOwn(person.attributes, name) ? person.attributes[name] : undefined)
  switch (key) {
    case 'email':
      return person.email
    case 'name':
      return person.name
    case 'phone':
      return person.phone
    case 'externalId':
      return person.externalId
    case 'company':
      return own('company')
    default:
      return key.startsWith('attributes.') ? own(key.slice('attributes.'.length)) : undefined
  }
}

/** Where a form's or an update's key is kept: `company` is an attribute like any other. */
export const storedKey = (key: string): string => (key === 'company' ? 'attributes.company' : key)
