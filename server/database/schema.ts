import { sql } from 'drizzle-orm'
import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { moment, now } from './columns.ts'

/**
 * The product's own tables; campaigns have theirs in campaign-schema.ts, the auth library its own. Every key starts with the team where the row
 * belongs to one. No foreign keys from hot tables: a lock on a referenced row would hold up every insert.
 * `journal` is hash-partitioned by stream (see the first migration).
 */

/** `id` is the organization's. `revision` is raised by whatever the engine keeps in memory of a team. */
export const teams = pgTable('teams', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  zone: text('zone').notNull().default('UTC'),
  /** Origins that may frame the widget; empty: any. */
  sites: jsonb('sites').notNull().default([]),
  /** `[{ id, secret, createdAt }]`, two at most. */
  identitySecrets: jsonb('identity_secrets').notNull().default([]),
  /** What visitors do with the widget is recorded for rewind. */
  recording: boolean('recording').notNull().default(true),
  revision: integer('revision').notNull().default(1),
  createdAt: moment('created_at').notNull().default(now),
})

export const inboxes = pgTable(
  'inboxes',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    /** Who was last given a conversation in turn (C13). */
    turn: text('turn'),
    createdAt: moment('created_at').notNull().default(now),
  },
  table => [primaryKey({ columns: [table.teamId, table.id] })],
)

export const inboxAgents = pgTable(
  'inbox_agents',
  { teamId: text('team_id').notNull(), inboxId: uuid('inbox_id').notNull(), agentId: text('agent_id').notNull() },
  table => [primaryKey({ columns: [table.teamId, table.inboxId, table.agentId] })],
)

/** Agents who set themselves away: they are given nothing in turn (C13). */
export const awayAgents = pgTable(
  'away_agents',
  { teamId: text('team_id').notNull(), agentId: text('agent_id').notNull() },
  table => [primaryKey({ columns: [table.teamId, table.agentId] })],
)

/** Where a team wants to be told over HTTP. */
export const webhooks = pgTable(
  'webhooks',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    url: text('url').notNull(),
    /** Which kinds of events; empty: all. */
    events: jsonb('events').notNull().default([]),
    secret: text('secret').notNull(),
    createdAt: moment('created_at').notNull().default(now),
  },
  table => [primaryKey({ columns: [table.teamId, table.id] })],
)

/**
 * What is to be delivered to them, written with the fact that it tells of. `body` is frozen: each try says the same.
 * What was delivered goes; what was given up stays a while, with its reason.
 */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    teamId: text('team_id').notNull(),
    webhookId: uuid('webhook_id').notNull(),
    /** The event's: the same for every webhook that is told of it. */
    id: uuid('id').notNull(),
    /** Whom it is about: goes with them (C26). */
    personId: uuid('person_id').notNull(),
    type: text('type').notNull(),
    body: text('body').notNull(),
    tries: integer('tries').notNull().default(0),
    /** When it may be tried (again); null: given up. */
    dueAt: moment('due_at'),
    at: moment('at').notNull(),
    reason: text('reason'),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.webhookId, table.id] }),
    index('webhook_deliveries_due')
      .on(table.teamId, table.webhookId, table.dueAt)
      .where(sql`${table.dueAt} is not null`),
    index('webhook_deliveries_person').on(table.teamId, table.personId),
  ],
)

export const people = pgTable(
  'people',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    type: text('type').notNull(),
    externalId: text('external_id'),
    email: text('email'),
    name: text('name'),
    phone: text('phone'),
    attributes: jsonb('attributes').notNull(),
    /** By key: who last wrote it (C20). */
    sources: jsonb('sources').notNull(),
    /** Language, zone, browser, system, device, country as the browser last told. */
    context: jsonb('context').notNull(),
    page: jsonb('page'),
    firstSeenAt: moment('first_seen_at').notNull(),
    lastSeenAt: moment('last_seen_at'),
    signedUpAt: moment('signed_up_at'),
    /** Moment of the latest fact. */
    factAt: moment('fact_at').notNull(),
    /** Number of the last journal entry. */
    entries: integer('entries').notNull(),
    openConversations: integer('open_conversations').notNull().default(0),
    lastMessageAt: moment('last_message_at'),
    /** `unsubscribed` or `bounced`; null: nothing against the address (C12). */
    emailStatus: text('email_status'),
    /** Paused campaigns the person became eligible for (C24). */
    noted: jsonb('noted').notNull().default([]),
    /** When time alone can next make this person eligible for a live campaign (C1). */
    flipAt: moment('flip_at'),
    /** The same by campaign, as asked of those live at a revision of the team; null: of each anew. */
    flips: jsonb('flips'),
    /** The person this one turned out to be (C25). */
    mergedInto: uuid('merged_into'),
    /** C26: what is left is nameless. */
    erasedAt: moment('erased_at'),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.id] }),
    uniqueIndex('people_external').on(table.teamId, table.externalId).where(sql`${table.externalId} is not null`),
    index('people_seen').on(table.teamId, table.firstSeenAt, table.id),
    index('people_email').on(table.teamId, table.email).where(sql`${table.email} is not null`),
    index('people_flip').on(table.flipAt).where(sql`${table.flipAt} is not null`),
    index('people_noted').using('gin', table.noted).where(sql`${table.noted} <> '[]'`),
  ],
)

export const conversations = pgTable(
  'conversations',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    personId: uuid('person_id').notNull(),
    startedAt: moment('started_at').notNull(),
    startedBy: jsonb('started_by').notNull(),
    startedOn: jsonb('started_on'),
    state: text('state').notNull(),
    snoozedUntil: moment('snoozed_until'),
    inboxId: uuid('inbox_id'),
    assigneeId: text('assignee_id'),
    listed: boolean('listed').notNull(),
    number: integer('number').notNull(),
    revision: integer('revision').notNull(),
    seenByPerson: integer('seen_by_person').notNull(),
    seenByTeam: integer('seen_by_team').notNull(),
    lastFromPerson: integer('last_from_person').notNull(),
    last: jsonb('last'),
    lastAt: moment('last_at').notNull(),
    agentId: text('agent_id'),
    campaignId: text('campaign_id'),
    answered: boolean('answered').notNull().default(false),
    /** `[{ number, sender, unseen, unanswered }]`: campaigns' messages of which more may be told (T1). */
    awaiting: jsonb('awaiting').notNull().default([]),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.id] }),
    // The person first: by the team alone, as a plan that was made for an empty table would, it is of no use.
    index('conversations_person').on(table.personId, table.teamId),
    index('conversations_list').on(table.teamId, table.state, table.lastAt, table.id).where(sql`${table.listed}`),
    index('conversations_mine')
      .on(table.teamId, table.assigneeId, table.state, table.lastAt, table.id)
      .where(sql`${table.listed} and ${table.assigneeId} is not null`),
    index('conversations_snoozed').on(table.snoozedUntil).where(sql`${table.state} = 'snoozed'`),
  ],
)

export const messages = pgTable(
  'messages',
  {
    teamId: text('team_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    number: integer('number').notNull(),
    id: uuid('id').notNull(),
    revision: integer('revision').notNull(),
    at: moment('at').notNull(),
    from: jsonb('from').notNull(),
    content: jsonb('content').notNull(),
    form: jsonb('form'),
    button: text('button'),
    campaign: jsonb('campaign'),
    /** `{ to, subject, preview?, state }` */
    email: jsonb('email'),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.conversationId, table.number] }),
    uniqueIndex('messages_id').on(table.teamId, table.id),
    // What a client that was away missed (S3); only what changed after it was sent.
    index('messages_changed')
      .on(table.teamId, table.conversationId, table.revision)
      .where(sql`${table.form} is not null or ${table.button} is not null or ${table.email} is not null`),
  ],
)

export const notes = pgTable(
  'notes',
  {
    teamId: text('team_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    revision: integer('revision').notNull(),
    id: uuid('id').notNull(),
    at: moment('at').notNull(),
    agentId: text('agent_id').notNull(),
    content: jsonb('content').notNull(),
  },
  table => [primaryKey({ columns: [table.teamId, table.conversationId, table.revision] })],
)

/** Answers retries (S1). */
export const facts = pgTable(
  'facts',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    personId: uuid('person_id').notNull(),
    hash: text('hash').notNull(),
    result: jsonb('result').notNull(),
    at: moment('at').notNull(),
  },
  table => [primaryKey({ columns: [table.teamId, table.id] })],
)

/** Tracked events; `happened_at` may lie before the moment they were received. */
export const events = pgTable(
  'events',
  {
    teamId: text('team_id').notNull(),
    personId: uuid('person_id').notNull(),
    stream: uuid('stream').notNull(),
    number: integer('number').notNull(),
    name: text('name').notNull(),
    properties: jsonb('properties').notNull(),
    happenedAt: moment('happened_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.stream, table.number] }),
    index('events_person').on(table.teamId, table.personId, table.name, table.happenedAt),
  ],
)

/** Emails on their way out; the content is the message's, frozen by the act. Key: the message. */
export const emails = pgTable(
  'emails',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    personId: uuid('person_id').notNull(),
    campaignId: text('campaign_id').notNull(),
    enrollmentId: uuid('enrollment_id').notNull(),
    component: text('component').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    to: text('to').notNull(),
    /** As in `EmailState`. */
    state: text('state').notNull(),
    /** `{ from, subject, html, text, headers }` as first handed over: a later try hands over the same (S5). */
    rendered: jsonb('rendered'),
    /** The transport's name, while and after it is handed over. */
    transport: text('transport'),
    providerId: text('provider_id'),
    tries: integer('tries').notNull().default(0),
    /** When it may be tried (again). */
    dueAt: moment('due_at').notNull(),
    handingAt: moment('handing_at'),
    handedAt: moment('handed_at'),
    reason: text('reason'),
    createdAt: moment('created_at').notNull().default(now),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.id] }),
    index('emails_due').on(table.dueAt).where(sql`${table.state} in ('due', 'handing')`),
    index('emails_created').on(table.teamId, table.createdAt, table.id),
    index('emails_provider').on(table.providerId).where(sql`${table.providerId} is not null`),
    index('emails_person').on(table.teamId, table.personId),
  ],
)

/** Addresses that are not written to any more, by a keyed hash that outlives an erasure (C12, C26). */
export const addresses = pgTable(
  'addresses',
  {
    teamId: text('team_id').notNull(),
    hash: text('hash').notNull(),
    status: text('status').notNull(),
    at: moment('at').notNull().default(now),
  },
  table => [primaryKey({ columns: [table.teamId, table.hash] })],
)

/** Of whom was erased no more than which conversations, forms and emails were theirs, so that whoever asks for one is told (C26). */
export const erased = pgTable(
  'erased',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    /** `conversation`; `form`: the id of its message; `email`. */
    kind: text('kind').notNull(),
    at: moment('at').notNull().default(now),
  },
  table => [primaryKey({ columns: [table.teamId, table.id] })],
)

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/** Pictures of messages, drawn anew from what agents uploaded; the id is made of that. */
export const images = pgTable(
  'images',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    /** The ending of its name: `png`, `jpg`, `webp`, `gif`. */
    kind: text('kind').notNull(),
    bytes: bytea('bytes').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    agentId: text('agent_id').notNull(),
    createdAt: moment('created_at').notNull().default(now),
  },
  table => [primaryKey({ columns: [table.teamId, table.id] })],
)

/** What a provider told and was worked off: each once. */
export const emailEvents = pgTable(
  'email_events',
  {
    teamId: text('team_id').notNull(),
    id: text('id').notNull(),
    at: moment('at').notNull().default(now),
  },
  table => [primaryKey({ columns: [table.teamId, table.id] })],
)
export const journal = pgTable(
  'journal',
  {
    teamId: text('team_id').notNull(),
    stream: uuid('stream').notNull(),
    number: integer('number').notNull(),
    at: moment('at').notNull(),
    kind: text('kind').notNull(),
    v: integer('v').notNull(),
    data: jsonb('data').notNull(),
  },
  table => [primaryKey({ columns: [table.teamId, table.stream, table.number] })],
)
