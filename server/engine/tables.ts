/**
 * The tables that `react` writes, as raw SQL sees them. `json` columns are sent as JSON text. Kept beside
 * database/schema.ts, which makes them; a test compares the two.
 */
export type HotTable = {
  name: string
  columns: readonly (readonly [name: string, type: string])[]
  key: readonly string[]
  /** `update`: the row as it is now replaces the one that stands there; `keep`: a row that stands there stays. */
  onConflict: 'update' | 'keep' | 'fail'
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
      ['merged_into', 'uuid'],
    ],
    key: ['team_id', 'id'],
    onConflict: 'update',
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
    ],
    key: ['team_id', 'id'],
    onConflict: 'update',
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
    ],
    key: ['team_id', 'conversation_id', 'number'],
    onConflict: 'update',
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
    onConflict: 'fail',
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
    onConflict: 'fail',
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
    onConflict: 'fail',
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
      ['listening', 'jsonb'],
      ['open_forms', 'jsonb'],
    ],
    key: ['team_id', 'id'],
    onConflict: 'update',
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
    ],
    key: ['team_id', 'enrollment_id', 'component'],
    onConflict: 'fail',
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
    onConflict: 'fail',
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
    onConflict: 'keep',
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
    onConflict: 'fail',
  },
} as const satisfies Record<string, HotTable>

export type HotName = keyof typeof hotTables
export type Value = string | number | boolean | null
/** What one transaction writes, by table; a row's values in the order of its table's columns. */
export type Rows = { [name in HotName]: Value[][] }

export const noRows = (): Rows => ({
  people: [],
  conversations: [],
  messages: [],
  notes: [],
  facts: [],
  events: [],
  enrollments: [],
  acts: [],
  journal: [],
  componentPeople: [],
  countDeltas: [],
})
