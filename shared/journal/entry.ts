import { z } from 'zod'
import { StoredDocument } from '../document/schema.ts'
import { AttributeValue } from '../people/person.ts'
import { Interaction, Session } from './interaction.ts'
import { engagements, outcomes } from './life.ts'

/**
 * The journal's entries record outcomes: what became of a fact, never what has to be decided again.
 * `v` counts the shapes a kind has had; older ones are upgraded when they are read.
 */

const by = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person') }),
  z.object({ type: z.literal('agent'), id: z.string() }),
  z.object({ type: z.literal('campaign'), id: z.string() }),
  z.object({ type: z.literal('api') }),
  z.object({ type: z.literal('time') }),
])
const from = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person') }),
  z.object({ type: z.literal('team') }),
  z.object({ type: z.literal('agent'), id: z.string() }),
])
const sender = z.object({ id: z.string(), component: z.string(), enrollment: z.string() })
const values = z.record(z.string(), z.union([z.string(), z.number()]))
const source = z.enum(['form', 'page', 'api', 'agent', 'identity'])
const optional = z.string().optional()
const page = z.object({ url: z.string(), title: optional, referrer: optional })

/** Where an entry stands: `number` counts from 1 in its stream, `at` in milliseconds. */
const place = { number: z.number(), at: z.number() }

const kind = <K extends string, S extends z.core.$ZodLooseShape>(name: K, shape: S) =>
  z.object({ kind: z.literal(name), v: z.literal(1), ...place, ...shape })

export const Entry = z.discriminatedUnion('kind', [
  kind('arrived', {
    language: optional,
    timezone: optional,
    country: optional,
    browser: optional,
    os: optional,
    device: optional,
  }),
  kind('page-viewed', { url: z.string(), title: optional, referrer: optional }),
  kind('event-tracked', {
    name: z.string(),
    properties: z.record(z.string(), AttributeValue).optional(),
    /** When it happened, where that was before it was received. */
    happenedAt: z.number().optional(),
  }),
  kind('attributes-set', { set: z.record(z.string(), AttributeValue.nullable()), source }),
  kind('identified', { externalId: z.string() }),
  kind('became-lead', {}),
  kind('merged', { stream: z.string(), until: z.number() }),
  kind('conversation-started', { conversation: z.string(), by, inbox: optional, page: page.optional() }),
  kind('message-sent', {
    conversation: z.string(),
    id: z.string(),
    /** Its number in the conversation. */
    place: z.number(),
    from,
    content: StoredDocument,
    form: z.literal('open').optional(),
    campaign: sender.optional(),
    email: z.object({ to: z.string(), subject: z.string(), preview: optional }).optional(),
  }),
  kind('note-written', { conversation: z.string(), id: z.string(), agent: z.string(), content: StoredDocument }),
  kind('form-submitted', { conversation: z.string(), message: z.string(), values }),
  kind('form-closed', { conversation: z.string(), message: z.string() }),
  kind('button-pressed', {
    conversation: z.string(),
    message: z.string(),
    button: z.string(),
    /** The row of reply buttons is answered with it; a link is only noted. */
    reply: z.literal(true).optional(),
  }),
  kind('conversation-assigned', {
    conversation: z.string(),
    inbox: z.string().nullable(),
    assignee: z.string().nullable(),
    by,
  }),
  kind('conversation-closed', { conversation: z.string(), by }),
  kind('conversation-snoozed', { conversation: z.string(), until: z.number().nullable(), by }),
  kind('conversation-reopened', { conversation: z.string(), by }),
  kind('seen', { conversation: z.string(), upTo: z.number(), by }),
  /** The address the person has can't be used any more, or can again (C12). */
  kind('address-changed', { status: z.enum(['ok', 'unsubscribed', 'bounced']) }),
  /** Eligible for a paused campaign (C24); `forgotten` when that no longer counts. */
  kind('eligible-noted', { campaign: z.string() }),
  kind('eligible-forgotten', { campaign: z.string() }),
  kind('email-changed', {
    conversation: z.string(),
    message: z.string(),
    state: z.enum(['due', 'handing', 'handed', 'unknown', 'revoked']),
    reason: optional,
  }),
  kind('entered', { enrollment: z.string(), campaign: z.string(), version: z.number(), look: z.number().optional() }),
  kind('listening', { enrollment: z.string(), component: z.string(), from: optional }),
  kind('waiting', { enrollment: z.string(), component: z.string(), from: optional, until: z.number() }),
  kind('watching', { enrollment: z.string(), component: z.string(), from: optional, until: z.number().optional() }),
  /** A fitting message came while the campaign was paused (C24). */
  kind('heard', { enrollment: z.string(), component: z.string(), inConversation: z.string(), message: z.string() }),
  kind('acted', {
    enrollment: z.string(),
    component: z.string(),
    outcome: z.enum(outcomes),
    from: optional,
    conversation: optional,
    message: optional,
    reason: optional,
  }),
  /** What was done turned out not to be: an email that is never handed over (C12). */
  kind('act-revoked', {
    enrollment: z.string(),
    component: z.string(),
    outcome: z.enum(['skipped', 'failed']),
    reason: z.string(),
  }),
  /** What became of what a component sent. */
  kind('engaged', { enrollment: z.string(), component: z.string(), outcome: z.enum(engagements), button: optional }),
  /** After a resume (C24). */
  kind('looked', { enrollment: z.string(), look: z.number() }),
  /** To a newer version (C23); what stood at components that are gone is in `dropped`. */
  kind('moved', { enrollment: z.string(), version: z.number(), dropped: z.array(z.string()) }),
  kind('left', {
    enrollment: z.string(),
    status: z.enum(['completed', 'ended', 'exited', 'removed']),
    cause: optional,
  }),
  /**
   * Only rewind reads it: it changes nothing of the life (R2). `before`: how many milliseconds before the server heard of
   * it, by the tab's own steady clock.
   */
  kind('interacted', { session: Session, before: z.number(), what: Interaction }),
  kind('erased', {}),
])

export type Entry = z.output<typeof Entry>

/** An entry before it has its place. */
export type EntryBody = Entry extends infer Each ? (Each extends Entry ? Omit<Each, keyof typeof place> : never) : never

/** Every kind there is. */
export const entryKinds: readonly EntryBody['kind'][] = Entry.options.map(({ shape }) => shape.kind.value)
