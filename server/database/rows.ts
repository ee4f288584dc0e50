import type { Result } from '@pavior/shared/campaign/fact.ts'
import { StoredDocument } from '@pavior/shared/document/schema.ts'
import {
  type Act,
  type Conversation,
  type Enrollment,
  enrollmentStatuses,
  type Message,
  type Note,
  outcomes,
  type Standing,
} from '@pavior/shared/journal/life.ts'
import { upcast } from '@pavior/shared/journal/upcast.ts'
import { AttributeValue, type Person } from '@pavior/shared/people/person.ts'
import { z } from 'zod'

/** Rows as Postgres gives them, read into the words of the engine. JSON from the database is checked like any other. */

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform(value => value ?? undefined)
const moment = z.date().transform(date => date.getTime())
const some = optional(z.string())

const By = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person') }),
  z.object({ type: z.literal('agent'), id: z.string() }),
  z.object({ type: z.literal('campaign'), id: z.string() }),
  z.object({ type: z.literal('api') }),
  z.object({ type: z.literal('time') }),
])
const From = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person') }),
  z.object({ type: z.literal('team') }),
  z.object({ type: z.literal('agent'), id: z.string() }),
])
const Page = z.object({ url: z.string(), title: z.string().optional(), referrer: z.string().optional() })
const Context = z.object({
  language: z.string().optional(),
  timezone: z.string().optional(),
  country: z.string().optional(),
  browser: z.string().optional(),
  os: z.string().optional(),
  device: z.string().optional(),
})

const Sender = z.object({ id: z.string(), component: z.string(), enrollment: z.string() })

const StoredFlips = z.object({ revision: z.number(), at: z.record(z.string(), z.number()) })

const PersonRow = z.object({
  id: z.string(),
  type: z.enum(['anonymous', 'lead', 'signup']),
  external_id: some,
  email: some,
  name: some,
  phone: some,
  attributes: z.record(z.string(), AttributeValue),
  sources: z.record(z.string(), z.enum(['form', 'page', 'api', 'agent', 'identity'])),
  context: Context,
  page: optional(Page),
  first_seen_at: moment,
  last_seen_at: optional(moment),
  signed_up_at: optional(moment),
  fact_at: moment,
  entries: z.number(),
  open_conversations: z.number(),
  last_message_at: optional(moment),
  email_status: optional(z.enum(['unsubscribed', 'bounced'])),
  noted: z.array(z.string()),
  flip_at: optional(moment),
  flips: optional(StoredFlips),
  merged_into: some,
  erased_at: optional(moment),
})

/** Moments by campaign, true as long as the team's revision stands. */
export type StoredFlips = z.output<typeof StoredFlips>

type PersonRead = {
  person: Person
  entries: number
  mergedInto: string | undefined
  /** Paused campaigns the person became eligible for (C24). */
  noted: string[]
  flipAt: number | undefined
  flips: StoredFlips | undefined
}

export function readPerson(row: unknown): PersonRead {
  const {
    external_id,
    first_seen_at,
    last_seen_at,
    signed_up_at,
    fact_at,
    entries,
    merged_into,
    context,
    open_conversations,
    last_message_at,
    email_status,
    noted,
    flip_at,
    flips,
    erased_at,
    ...same
  } = PersonRow.parse(row)
  const person: Person = {
    ...context,
    ...same,
    openConversations: open_conversations,
    lastMessageAt: last_message_at,
    emailStatus: email_status,
    erasedAt: erased_at,
    externalId: external_id,
    firstSeenAt: first_seen_at,
    lastSeenAt: last_seen_at,
    signedUpAt: signed_up_at,
    factAt: fact_at,
  }
  return { person, entries, mergedInto: merged_into, noted, flipAt: flip_at, flips }
}

const ConversationRow = z.object({
  id: z.string(),
  person_id: z.string(),
  started_at: moment,
  started_by: By,
  started_on: optional(Page),
  state: z.enum(['open', 'snoozed', 'closed']),
  snoozed_until: optional(moment),
  inbox_id: some,
  assignee_id: some,
  listed: z.boolean(),
  number: z.number(),
  revision: z.number(),
  seen_by_person: z.number(),
  seen_by_team: z.number(),
  last_from_person: z.number(),
  last: optional(
    z.object({ at: z.number(), number: z.number(), from: From, text: z.string(), email: z.literal(true).optional() }),
  ),
  agent_id: some,
  campaign_id: some,
  answered: z.boolean(),
  awaiting: z.array(z.object({ number: z.number(), sender: Sender, unseen: z.boolean(), unanswered: z.boolean() })),
})

export function readConversation(row: unknown): { person: string; conversation: Conversation } {
  const one = ConversationRow.parse(row)
  const conversation: Conversation = {
    id: one.id,
    startedAt: one.started_at,
    startedBy: one.started_by,
    startedOn: one.started_on,
    state: one.state,
    snoozedUntil: one.snoozed_until,
    inbox: one.inbox_id,
    assignee: one.assignee_id,
    listed: one.listed,
    number: one.number,
    revision: one.revision,
    seenByPerson: one.seen_by_person,
    seenByTeam: one.seen_by_team,
    lastFromPerson: one.last_from_person,
    last: one.last,
    agent: one.agent_id,
    campaign: one.campaign_id,
    answered: one.answered,
    awaiting: one.awaiting,
    messages: [],
    notes: [],
  }
  return { person: one.person_id, conversation }
}

const MessageRow = z.object({
  conversation_id: z.string(),
  number: z.number(),
  id: z.string(),
  revision: z.number(),
  at: moment,
  from: From,
  content: StoredDocument,
  form: optional(
    z.object({
      state: z.enum(['open', 'submitted', 'closed']),
      values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      at: z.number().optional(),
    }),
  ),
  button: some,
  campaign: optional(Sender),
  email: optional(
    z.object({
      to: z.string(),
      subject: z.string(),
      preview: z.string().optional(),
      state: z.enum(['due', 'handing', 'handed', 'unknown', 'revoked']),
    }),
  ),
})

export function readMessage(row: unknown): { conversation: string; message: Message } {
  const { conversation_id, ...message } = MessageRow.parse(row)
  return { conversation: conversation_id, message }
}

const NoteRow = z.object({
  conversation_id: z.string(),
  revision: z.number(),
  id: z.string(),
  at: moment,
  agent_id: z.string(),
  content: StoredDocument,
})

export function readNote(row: unknown): { conversation: string; note: Note } {
  const { conversation_id, agent_id, ...note } = NoteRow.parse(row)
  return { conversation: conversation_id, note: { ...note, agent: agent_id } }
}

const ActJson: z.ZodType<Act> = z.object({
  component: z.string(),
  at: z.number(),
  outcome: z.enum(outcomes),
  from: some,
  conversation: some,
  message: some,
  reason: some,
  engaged: z.object({
    seen: z.literal(true).optional(),
    opened: z.literal(true).optional(),
    clicked: z.array(z.string()).optional(),
    replied: z.literal(true).optional(),
    submitted: z.literal(true).optional(),
    refused: z.literal(true).optional(),
    delivered: z.literal(true).optional(),
    bounced: z.literal(true).optional(),
    unsubscribed: z.literal(true).optional(),
  }),
})

const StandingJson: z.ZodType<Standing> = z.object({
  component: z.string(),
  kind: z.enum(['waiting', 'watching', 'listening']),
  since: z.number(),
  from: z.string().optional(),
  until: z.number().optional(),
  heard: z.object({ conversation: z.string(), message: z.string() }).optional(),
})

const EnrollmentRow = z.object({
  id: z.string(),
  person_id: z.string(),
  campaign_id: z.string(),
  version: z.number(),
  status: z.enum(enrollmentStatuses),
  entered_at: moment,
  left_at: optional(moment),
  cause: some,
  look: z.number(),
  standing: z.array(StandingJson),
  open_forms: z.array(z.object({ conversation: z.string(), message: z.string() })),
  open_emails: z.array(z.object({ conversation: z.string(), message: z.string(), component: z.string() })),
  acts: z.array(ActJson).default([]),
})

export function readEnrollment(row: unknown): { person: string; enrollment: Enrollment } {
  const one = EnrollmentRow.parse(row)
  const enrollment: Enrollment = {
    id: one.id,
    campaign: one.campaign_id,
    version: one.version,
    status: one.status,
    enteredAt: one.entered_at,
    leftAt: one.left_at,
    cause: one.cause,
    look: one.look,
    standing: one.standing,
    acts: one.acts,
    openForms: one.open_forms,
    openEmails: one.open_emails,
  }
  return { person: one.person_id, enrollment }
}

const FactRow = z.object({
  id: z.string(),
  person_id: z.string(),
  hash: z.string(),
  result: z.object({
    person: z.string(),
    at: z.number(),
    conversation: z.string().optional(),
    number: z.number().optional(),
    revision: z.number().optional(),
    enrollment: z.string().optional(),
  }),
})

export type KnownFact = { id: string; person: string; hash: string; result: Result }

export function readFact(row: unknown): KnownFact {
  const { id, person_id, hash, result } = FactRow.parse(row)
  return { id, person: person_id, hash, result }
}

const JournalRow = z.object({
  stream: z.string(),
  number: z.number(),
  at: z.date(),
  kind: z.string(),
  v: z.number(),
  data: z.record(z.string(), z.unknown()),
})

/** A row of the journal in the shape that its kind has now; whether it is an entry is still to be read. */
export function readJournalRow(row: unknown) {
  const { stream, number, at, ...stored } = JournalRow.parse(row)
  const { kind, v, data } = upcast(stored)
  return { stream, entry: { ...data, number, at: at.getTime(), kind, v } }
}
