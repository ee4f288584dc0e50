import { campaignOps, componentOps, eventOps, type Op, type ValueOp, valueOps } from './condition.ts'

/** Where a filter stands: who reads it decides what it can ask. An audience's fields are asked everywhere. */
export type Place = 'audience' | 'exit' | 'filter-component' | 'inbox-view' | 'properties'

export type Kind =
  | 'text'
  /** One of a few words. */
  | 'choice'
  /** Of an inbox or an agent. */
  | 'id'
  | 'number'
  | 'boolean'
  | 'moment'
  /** An attribute: any scalar. Text that reads as ISO 8601 is a moment, too. */
  | 'any'
  | 'property'
  | 'event'
  | 'campaign'
  | 'component'

export type Field = { kind: Kind; name: string; options?: readonly string[] }

const choice = (...options: string[]) => ({ kind: 'choice' as const, options })
const text = { kind: 'text' as const }
const moment = { kind: 'moment' as const }

const person = {
  type: choice('anonymous', 'lead', 'signup'),
  externalId: text,
  email: text,
  emailStatus: choice('none', 'ok', 'unsubscribed', 'bounced'),
  name: text,
  phone: text,
  firstSeenAt: moment,
  lastSeenAt: moment,
  signedUpAt: moment,
  country: text,
  language: text,
  timezone: text,
  browser: text,
  os: text,
  device: text,
  'page.url': text,
  'page.title': text,
  'page.referrer': text,
  'conversations.open': { kind: 'number' as const },
  'conversations.lastMessageAt': moment,
}
const upstream = {
  'upstream.state': choice('open', 'snoozed', 'closed'),
  'upstream.inbox': { kind: 'id' as const },
  'upstream.answeredByAgent': { kind: 'boolean' as const },
}
const conversation = {
  'conversation.state': choice('open', 'snoozed', 'closed'),
  'conversation.inbox': { kind: 'id' as const },
  'conversation.assignee': { kind: 'id' as const },
  'conversation.lastFrom': choice('person', 'agent', 'team'),
}

export type PersonField = keyof typeof person
export type UpstreamField = keyof typeof upstream
export type ConversationField = keyof typeof conversation

const has = <T extends object>(fields: T, name: PropertyKey): name is keyof T => Object.hasOwn(fields, name)
export const isPersonField = (field: string): field is PersonField => has(person, field)
export const isUpstreamField = (field: string): field is UpstreamField => has(upstream, field)
export const isConversationField = (field: string): field is ConversationField => has(conversation, field)

/** Every field that stands by itself, as an audience can ask it. */
export const personFields = Object.keys(person).filter(isPersonField)

/** Fields with a name of the team's own behind the dot, and how long that can be. */
const families: Record<string, { kind: Kind; longest: number; what: string }> = {
  attributes: { kind: 'any', longest: 100, what: 'the name of an attribute' },
  event: { kind: 'event', longest: 200, what: 'the name of an event' },
  campaign: { kind: 'campaign', longest: 64, what: 'the id of a campaign' },
  component: { kind: 'component', longest: 64, what: 'the id of a component' },
}

/** What can be asked of each kind. */
const asked: Record<Kind, readonly Op[]> = {
  text: except('greater', 'less', 'before', 'after', 'within-last', 'not-within-last'),
  choice: ['equals', 'not-equals', 'in', 'not-in', 'set', 'not-set'],
  id: ['equals', 'not-equals', 'in', 'not-in', 'set', 'not-set'],
  number: ['equals', 'not-equals', 'in', 'not-in', 'greater', 'less', 'set', 'not-set'],
  boolean: ['equals', 'not-equals', 'set', 'not-set'],
  moment: ['before', 'after', 'within-last', 'not-within-last', 'set', 'not-set'],
  any: valueOps,
  // What was counted when it came must not change later by time alone.
  property: except('within-last', 'not-within-last'),
  event: eventOps,
  campaign: campaignOps,
  component: componentOps,
}

function except(...without: ValueOp[]): ValueOp[] {
  return valueOps.filter(op => !without.includes(op))
}

export const opsOf = (kind: Kind): readonly Op[] => asked[kind]

/** What a field of a filter on people or conversations is; `undefined`: there is none of that name. */
export function fieldOf(field: string): Field | undefined {
  if (isPersonField(field)) return { name: field, ...person[field] }
  if (isUpstreamField(field)) return { name: field, ...upstream[field] }
  if (isConversationField(field)) return { name: field, ...conversation[field] }
  const dot = field.indexOf('.')
  const prefix = field.slice(0, dot)
  const family = dot > 0 && has(families, prefix) ? families[prefix] : undefined
  const name = field.slice(dot + 1)
  return family && name !== '' && name.length <= family.longest ? { kind: family.kind, name } : undefined
}

/** A field as a place knows it, or a sentence that says why it does not. */
export function readField(field: string, place: Place): Field | string {
  if (place === 'properties')
    return field.length <= 100 ? { kind: 'property', name: field } : 'the name of a property has at most 100 characters'
  const known = fieldOf(field)
  if (!known) return unknown(field)
  if (known.kind === 'component' && place !== 'exit' && place !== 'filter-component')
    return `"${short(field)}" can be asked only by a Filter component and by exits`
  if (isUpstreamField(field) && place !== 'filter-component')
    return `"${field}" can be asked only by a Filter component`
  if (isConversationField(field) && place !== 'inbox-view') return `"${field}" can be asked only by a view of the inbox`
  return known
}

function unknown(field: string): string {
  const dot = field.indexOf('.')
  const prefix = field.slice(0, Math.max(dot, 0))
  const family = has(families, prefix) ? families[prefix] : undefined
  return family && dot < field.length - 1
    ? `${family.what} has at most ${family.longest} characters`
    : `unknown field "${short(field)}"`
}

const short = (field: string): string => (field.length <= 100 ? field : `${field.slice(0, 100).toWellFormed()}…`)
