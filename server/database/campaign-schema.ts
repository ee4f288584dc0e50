import { sql } from 'drizzle-orm'
import { bigserial, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { moment, now } from './columns.ts'

/** Campaigns, who is inside them, and their numbers; what else there is stands in schema.ts. */

export const campaigns = pgTable(
  'campaigns',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    status: text('status').notNull(),
    draft: jsonb('draft').notNull(),
    revision: integer('revision').notNull().default(1),
    /** The newest published version. */
    version: integer('version'),
    /** How often it was resumed: whoever is inside is looked at once for each (C24). */
    looks: integer('looks').notNull().default(0),
    /** Whoever is inside on an older version is moved to the newest (C23); 0: nobody is. */
    moveBefore: integer('move_before').notNull().default(0),
    createdAt: moment('created_at').notNull().default(now),
    /** Of the draft. */
    changedAt: moment('changed_at').notNull().default(now),
    /** Of the draft: an agent's id, or `api`; null for what came with the team. */
    changedBy: text('changed_by'),
    activatedAt: moment('activated_at'),
    /** While it is paused. */
    pausedAt: moment('paused_at'),
  },
  table => [primaryKey({ columns: [table.teamId, table.id] })],
)

/**
 * Bulk work on a campaign's people, resumable: reacts once per person, in the order of ids (C4, C23, C24).
 * `kind`: `enroll` (whoever is eligible now), `look` (after a resume, a move or a deletion: whoever is inside, and who
 * was noted), `flips` (a live audience that time alone can change).
 */
export const campaignWork = pgTable(
  'campaign_work',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    kind: text('kind').notNull(),
    /** The last person (or enrollment) that is done. */
    cursor: uuid('cursor'),
    done: integer('done').notNull().default(0),
    /** How many there were when it began. */
    total: integer('total'),
    createdAt: moment('created_at').notNull().default(now),
    endedAt: moment('ended_at'),
    /** Why it ended early, in words. */
    reason: text('reason'),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.id] }),
    index('campaign_work_open').on(table.createdAt).where(sql`${table.endedAt} is null`),
    index('campaign_work_campaign').on(table.teamId, table.campaignId),
  ],
)

/** Dry runs that are kept, with what was expected of them (shared/dry-run/scenario.ts). */
export const scenarios = pgTable(
  'scenarios',
  {
    teamId: text('team_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    id: uuid('id').notNull(),
    scenario: jsonb('scenario').notNull(),
    createdAt: moment('created_at').notNull().default(now),
  },
  table => [primaryKey({ columns: [table.teamId, table.campaignId, table.id] })],
)

/** Immutable. */
export const campaignVersions = pgTable(
  'campaign_versions',
  {
    teamId: text('team_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    version: integer('version').notNull(),
    graph: jsonb('graph').notNull(),
    publishedAt: moment('published_at').notNull().default(now),
    /** As `changed_by`. */
    publishedBy: text('published_by'),
  },
  table => [primaryKey({ columns: [table.teamId, table.campaignId, table.version] })],
)

export const enrollments = pgTable(
  'enrollments',
  {
    teamId: text('team_id').notNull(),
    id: uuid('id').notNull(),
    personId: uuid('person_id').notNull(),
    campaignId: text('campaign_id').notNull(),
    version: integer('version').notNull(),
    status: text('status').notNull(),
    enteredAt: moment('entered_at').notNull(),
    leftAt: moment('left_at'),
    cause: text('cause'),
    /** The campaign's resume at which it was last looked at (C24). */
    look: integer('look').notNull().default(0),
    /** `[{ component, kind, since, from?, until?, heard? }]`: what waits, watches or listens. */
    standing: jsonb('standing').notNull(),
    /** `[{ conversation, message }]` */
    openForms: jsonb('open_forms').notNull(),
    /** `[{ conversation, message, component }]` */
    openEmails: jsonb('open_emails').notNull().default([]),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.id] }),
    index('enrollments_person').on(table.teamId, table.personId),
    index('enrollments_campaign').on(table.teamId, table.campaignId, table.status, table.id),
    // T1: the completed ones in which something still listened (C3).
    index('enrollments_again').on(table.teamId, table.campaignId).where(sql`${table.cause} = 'entered-again'`),
    // T3: the lists of those who left. Who entered is listed by enrollments_campaign: ids are in the order of time.
    index('enrollments_left')
      .on(table.teamId, table.campaignId, table.status, table.leftAt, table.personId)
      .where(sql`${table.leftAt} is not null`),
    // C3: nobody is inside one campaign twice at a time.
    uniqueIndex('enrollments_inside')
      .on(table.teamId, table.personId, table.campaignId)
      .where(sql`${table.status} = 'active'`),
  ],
)

/**
 * Where people stand in a campaign, and stood when they left (T1, *left*): as `enrollments.standing` says it, in rows, so that
 * a list need not look at everybody (T3). Not `left`: where they arrived again later; that is asked for of those few.
 */
export const places = pgTable(
  'places',
  {
    teamId: text('team_id').notNull(),
    campaignId: text('campaign_id').notNull(),
    component: text('component').notNull(),
    /** `waiting`, `watching`, `listening` or `left`. */
    kind: text('kind').notNull(),
    /** Since when they stand there; when they left. */
    at: moment('at').notNull(),
    personId: uuid('person_id').notNull(),
    enrollmentId: uuid('enrollment_id').notNull(),
  },
  table => [
    // The one index is enough: who empties a place knows all of it.
    primaryKey({
      name: 'places_newest',
      columns: [
        table.teamId,
        table.campaignId,
        table.component,
        table.kind,
        table.at,
        table.personId,
        table.enrollmentId,
      ],
    }),
  ],
)

/** Who entered a campaign more than once, or a merge made one of two who did: of all others, each number is a plain sum (T1). */
export const enrolledAgain = pgTable(
  'enrolled_again',
  {
    teamId: text('team_id').notNull(),
    campaignId: text('campaign_id').notNull(),
    personId: uuid('person_id').notNull(),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.campaignId, table.personId] }),
    // What moves when two people turn out to be one (C25).
    index('enrolled_again_person').on(table.teamId, table.personId),
  ],
)

/** C6: at most once per enrollment and component, by this key. */
export const acts = pgTable(
  'acts',
  {
    teamId: text('team_id').notNull(),
    enrollmentId: uuid('enrollment_id').notNull(),
    component: text('component').notNull(),
    at: moment('at').notNull(),
    outcome: text('outcome').notNull(),
    from: text('from'),
    conversationId: uuid('conversation_id'),
    messageId: uuid('message_id'),
    reason: text('reason'),
    /** What became of what it sent, as conditions ask for it (C8). */
    engaged: jsonb('engaged').notNull().default({}),
  },
  table => [primaryKey({ columns: [table.teamId, table.enrollmentId, table.component] })],
)

/**
 * When an enrollment is to be looked at next: the earliest end of what stands in it, or the earliest moment at which an
 * exit or a watching Filter can change by time alone (C1). The truth is what stands; this only finds it.
 */
export const timers = pgTable(
  'timers',
  {
    teamId: text('team_id').notNull(),
    enrollmentId: uuid('enrollment_id').notNull(),
    personId: uuid('person_id').notNull(),
    dueAt: moment('due_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.teamId, table.enrollmentId] }),
    index('timers_due').on(table.dueAt),
    index('timers_person').on(table.teamId, table.personId),
  ],
)

/** List and number alike: a number moves only on the first row of a person. Version 0 stands for all. */
export const componentPeople = pgTable(
  'component_people',
  {
    teamId: text('team_id').notNull(),
    campaignId: text('campaign_id').notNull(),
    version: integer('version').notNull(),
    component: text('component').notNull(),
    outcome: text('outcome').notNull(),
    personId: uuid('person_id').notNull(),
    at: moment('at').notNull(),
  },
  table => [
    primaryKey({
      columns: [table.teamId, table.campaignId, table.version, table.component, table.outcome, table.personId],
    }),
    // What moves when two people turn out to be one (C25).
    index('component_people_person').on(table.teamId, table.personId),
    // T3: the newest of all versions; the lists of one version are sorted, which spares each act an entry here.
    index('component_people_newest')
      .on(table.teamId, table.campaignId, table.component, table.outcome, table.at, table.personId)
      .where(sql`${table.version} = 0`),
  ],
)

/** How a number moved; folded into `sums` and `totals` a few times a second, so that no two people share a row. */
export const countDeltas = pgTable('count_deltas', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  teamId: text('team_id').notNull(),
  campaignId: text('campaign_id').notNull(),
  version: integer('version').notNull(),
  /** Empty for the campaign's own numbers. */
  component: text('component').notNull(),
  outcome: text('outcome').notNull(),
  delta: integer('delta').notNull(),
  at: moment('at').notNull(),
})

/** What has been counted until now. */
export const sums = pgTable(
  'sums',
  {
    teamId: text('team_id').notNull(),
    campaignId: text('campaign_id').notNull(),
    version: integer('version').notNull(),
    component: text('component').notNull(),
    outcome: text('outcome').notNull(),
    count: integer('count').notNull(),
  },
  table => [primaryKey({ columns: [table.teamId, table.campaignId, table.version, table.component, table.outcome] })],
)

/** The same over time: `bucket` is a quarter of an hour. */
export const totals = pgTable(
  'totals',
  {
    teamId: text('team_id').notNull(),
    campaignId: text('campaign_id').notNull(),
    version: integer('version').notNull(),
    component: text('component').notNull(),
    outcome: text('outcome').notNull(),
    bucket: moment('bucket').notNull(),
    count: integer('count').notNull(),
  },
  table => [
    primaryKey({
      columns: [table.teamId, table.campaignId, table.version, table.component, table.outcome, table.bucket],
    }),
  ],
)
