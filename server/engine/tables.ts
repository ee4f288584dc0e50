/**
 * The tables that `react` writes, as raw SQL sees them. `json` columns are sent as JSON text. Kept beside
 * database/schema.ts, which makes them; a test compares the two.
 */
export type HotTable = {
  name: string
  columns: readonly (readonly [name: string, type: string])[]
  key: readonly string[]
  /** What a fact may change in a row that stands; `often`: those of them that a message or a glance changes. */
  changes?: { all: readonly string[]; often: readonly string[] }
  /** What becomes of a row that stands already, for tables in which one may. */
  ifThere?: string
}

const moment = 'timestamptz'

export const hotTables = {
  people: {
    name: 'people',
    columns: [
      ['team_id', 'text'],
      ['id', 'uuid'],
      ['type', 'text'],
      ['external_id', 'text'],
      ['email', 'text'],
      ['name', 'text'],
      ['phone', 'text'],
      ['attributes', 'jsonb'],
      ['sources', 'jsonb'],
      ['context', 'jsonb'],
      ['page', 'jsonb'],
      ['first_seen_at', moment],
      ['last_seen_at', moment],
      ['signed_up_at', moment],
      ['fact_at', moment],
      ['entries', 'integer'],
      ['open_conversations', 'integer'],
      ['last_message_at', moment],
      ['email_status', 'text'],
      ['noted', 'jsonb'],
      ['flip_at', moment],
      ['flips', 'jsonb'],
      ['merged_into', 'uuid'],
      ['erased_at', moment],
    ],
    key: ['team_id', 'id'],
    changes: {
      all: [
        'type',
        'external_id',
        'email',
        'name',
        'phone',
        'attributes',
        'sources',
        'context',
        'page',
        'first_seen_at',
        'last_seen_at',
        'signed_up_at',
        'fact_at',
        'entries',
        'open_conversations',
        'last_message_at',
        'email_status',
        'noted',
        'flip_at',
        'flips',
        'erased_at',
      ],
      often: ['last_seen_at', 'fact_at', 'entries', 'open_conversations', 'last_message_at', 'flip_at', 'flips'],
    },
  },
  conversations: {
    name: 'conversations',
    columns: [
      ['team_id', 'text'],
      ['id', 'uuid'],
      ['person_id', 'uuid'],
      ['started_at', moment],
      ['started_by', 'jsonb'],
      ['started_on', 'jsonb'],
      ['state', 'text'],
      ['snoozed_until', moment],
      ['inbox_id', 'uuid'],
      ['assignee_id', 'text'],
      ['listed', 'boolean'],
      ['number', 'integer'],
      ['revision', 'integer'],
      ['seen_by_person', 'integer'],
      ['seen_by_team', 'integer'],
      ['last_from_person', 'integer'],
      ['last', 'jsonb'],
      ['last_at', moment],
      ['agent_id', 'text'],
      ['campaign_id', 'text'],
      ['answered', 'boolean'],
      ['awaiting', 'jsonb'],
    ],
    key: ['team_id', 'id'],
    changes: {
      all: [
        'state',
        'snoozed_until',
        'inbox_id',
        'assignee_id',
        'listed',
        'number',
        'revision',
        'seen_by_person',
        'seen_by_team',
        'last_from_person',
        'last',
        'last_at',
        'agent_id',
        'campaign_id',
        'answered',
        'awaiting',
      ],
      often: [
        'listed',
        'number',
        'revision',
        'seen_by_person',
        'seen_by_team',
        'last_from_person',
        'last',
        'last_at',
        'agent_id',
        'campaign_id',
        'answered',
        'awaiting',
      ],
    },
  },
  messages: {
    name: 'messages',
    columns: [
      ['team_id', 'text'],
      ['conversation_id', 'uuid'],
      ['number', 'integer'],
      ['id', 'uuid'],
      ['revision', 'integer'],
      ['at', moment],
      ['from', 'jsonb'],
      ['content', 'jsonb'],
      ['form', 'jsonb'],
      ['button', 'text'],
      ['campaign', 'jsonb'],
      ['email', 'jsonb'],
    ],
    key: ['team_id', 'conversation_id', 'number'],
    changes: {
      all: ['revision', 'form', 'button', 'email'],
      often: ['revision', 'form', 'button'],
    },
  },
  notes: {
    name: 'notes',
    columns: [
      ['team_id', 'text'],
      ['conversation_id', 'uuid'],
      ['revision', 'integer'],
      ['id', 'uuid'],
      ['at', moment],
      ['agent_id', 'text'],
      ['content', 'jsonb'],
    ],
    key: ['team_id', 'conversation_id', 'revision'],
  },
  facts: {
    name: 'facts',
    columns: [
      ['team_id', 'text'],
      ['id', 'uuid'],
      ['person_id', 'uuid'],
      ['hash', 'text'],
      ['result', 'jsonb'],
      ['at', moment],
    ],
    key: ['team_id', 'id'],
  },
  events: {
    name: 'events',
    columns: [
      ['team_id', 'text'],
      ['person_id', 'uuid'],
      ['stream', 'uuid'],
      ['number', 'integer'],
      ['name', 'text'],
      ['properties', 'jsonb'],
      ['happened_at', moment],
    ],
    key: ['team_id', 'stream', 'number'],
  },
  enrollments: {
    name: 'enrollments',
    columns: [
      ['team_id', 'text'],
      ['id', 'uuid'],
      ['person_id', 'uuid'],
      ['campaign_id', 'text'],
      ['version', 'integer'],
      ['status', 'text'],
      ['entered_at', moment],
      ['left_at', moment],
      ['cause', 'text'],
      ['look', 'integer'],
      ['standing', 'jsonb'],
      ['open_forms', 'jsonb'],
      ['open_emails', 'jsonb'],
    ],
    key: ['team_id', 'id'],
    changes: {
      all: ['version', 'status', 'left_at', 'cause', 'look', 'standing', 'open_forms', 'open_emails'],
      often: ['status', 'left_at', 'cause', 'standing', 'open_forms', 'open_emails'],
    },
  },
  acts: {
    name: 'acts',
    columns: [
      ['team_id', 'text'],
      ['enrollment_id', 'uuid'],
      ['component', 'text'],
      ['at', moment],
      ['outcome', 'text'],
      ['from', 'text'],
      ['conversation_id', 'uuid'],
      ['message_id', 'uuid'],
      ['reason', 'text'],
      ['engaged', 'jsonb'],
    ],
    key: ['team_id', 'enrollment_id', 'component'],
    changes: { all: ['outcome', 'reason', 'engaged'], often: ['engaged'] },
  },
  emails: {
    name: 'emails',
    columns: [
      ['team_id', 'text'],
      ['id', 'uuid'],
      ['person_id', 'uuid'],
      ['campaign_id', 'text'],
      ['enrollment_id', 'uuid'],
      ['component', 'text'],
      ['conversation_id', 'uuid'],
      ['to', 'text'],
      ['state', 'text'],
      ['due_at', moment],
      ['handing_at', moment],
      ['handed_at', moment],
      ['reason', 'text'],
    ],
    key: ['team_id', 'id'],
    changes: {
      all: ['state', 'handing_at', 'handed_at', 'reason'],
      often: ['state', 'handing_at', 'handed_at', 'reason'],
    },
  },
  timers: {
    name: 'timers',
    columns: [
      ['team_id', 'text'],
      ['enrollment_id', 'uuid'],
      ['person_id', 'uuid'],
      ['due_at', moment],
    ],
    key: ['team_id', 'enrollment_id'],
    changes: { all: ['due_at'], often: ['due_at'] },
  },
  journal: {
    name: 'journal',
    columns: [
      ['team_id', 'text'],
      ['stream', 'uuid'],
      ['number', 'integer'],
      ['at', moment],
      ['kind', 'text'],
      ['v', 'integer'],
      ['data', 'jsonb'],
    ],
    key: ['team_id', 'stream', 'number'],
  },
  webhookDeliveries: {
    name: 'webhook_deliveries',
    columns: [
      ['team_id', 'text'],
      ['webhook_id', 'uuid'],
      ['id', 'uuid'],
      ['person_id', 'uuid'],
      ['type', 'text'],
      ['body', 'text'],
      ['at', moment],
      ['due_at', moment],
    ],
    key: ['team_id', 'webhook_id', 'id'],
  },
  componentPeople: {
    name: 'component_people',
    columns: [
      ['team_id', 'text'],
      ['campaign_id', 'text'],
      ['version', 'integer'],
      ['component', 'text'],
      ['outcome', 'text'],
      ['person_id', 'uuid'],
      ['at', moment],
    ],
    key: ['team_id', 'campaign_id', 'version', 'component', 'outcome', 'person_id'],
  },
  places: {
    name: 'places',
    columns: [
      ['team_id', 'text'],
      ['campaign_id', 'text'],
      ['component', 'text'],
      ['kind', 'text'],
      ['at', moment],
      ['person_id', 'uuid'],
      ['enrollment_id', 'uuid'],
    ],
    key: ['team_id', 'campaign_id', 'component', 'kind', 'at', 'person_id', 'enrollment_id'],
  },
  enrolledAgain: {
    name: 'enrolled_again',
    columns: [
      ['team_id', 'text'],
      ['campaign_id', 'text'],
      ['person_id', 'uuid'],
    ],
    key: ['team_id', 'campaign_id', 'person_id'],
    ifThere: 'do nothing',
  },
  countDeltas: {
    name: 'count_deltas',
    columns: [
      ['team_id', 'text'],
      ['campaign_id', 'text'],
      ['version', 'integer'],
      ['component', 'text'],
      ['outcome', 'text'],
      ['delta', 'integer'],
      ['at', moment],
    ],
    key: [],
  },
} as const satisfies Record<string, HotTable>

export type HotName = keyof typeof hotTables
export type Value = string | number | boolean | null
/** New rows, by table; a row's values in the order of its table's columns. */
export type NewRows = { [name in HotName]: Value[][] }
/** Tables whose rows a fact may change. */
export type ChangingName = 'people' | 'conversations' | 'messages' | 'enrollments' | 'acts' | 'emails' | 'timers'
/** `often` when only what changes often did; then the row may be asked for without the rest, which is null in it. */
type Change = { row: (often: boolean) => Value[]; often: boolean }
/** What one fact writes. */
export type Rows = {
  made: NewRows
  changed: { [name in ChangingName]: Change[] }
  /** Enrollments whose timers go. */
  stopped: string[]
  /** Places at which nobody stands any more, as they stood. */
  emptied: Value[][]
}

export const noRows = (): Rows => ({
  made: {
    people: [],
    conversations: [],
    messages: [],
    notes: [],
    facts: [],
    events: [],
    enrollments: [],
    acts: [],
    emails: [],
    timers: [],
    journal: [],
    webhookDeliveries: [],
    componentPeople: [],
    places: [],
    enrolledAgain: [],
    countDeltas: [],
  },
  changed: { people: [], conversations: [], messages: [], enrollments: [], acts: [], emails: [], timers: [] },
  stopped: [],
  emptied: [],
})

/** `from` and `to` are words of SQL. */
export const quoted = (name: string): string => (name === 'from' || name === 'to' ? `"${name}"` : name)
