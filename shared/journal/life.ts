import type { Document } from '../document/document.ts'
import type { FormValues } from '../document/form.ts'
import type { PageSeen, Person } from '../people/person.ts'
import type { Instant } from '../text.ts'

/**
 * Everything that is known of one person: what replay builds from the journal and what the tables store (S6).
 * The engine works on a part of it: the conversations and messages a fact can touch.
 */
export type Life = {
  person: Person
  conversations: Map<string, Conversation>
  enrollments: Map<string, Enrollment>
}

export type From = { type: 'person' } | { type: 'team' } | { type: 'agent'; id: string }

/** Who did something to a conversation. */
export type By =
  | { type: 'person' }
  | { type: 'agent'; id: string }
  | { type: 'campaign'; id: string }
  | { type: 'api' }
  | { type: 'time' }

type FormState = {
  state: 'open' | 'submitted' | 'closed'
  values?: FormValues | undefined
  at?: Instant | undefined
}

export type Message = {
  id: string
  number: number
  /** The conversation's revision when it last changed. */
  revision: number
  at: Instant
  from: From
  content: Document
  form?: FormState | undefined
  /** The chosen reply button's id. */
  button?: string | undefined
  /** The component that sent it. */
  campaign?: { id: string; component: string; enrollment: string } | undefined
}

export type Note = { id: string; revision: number; at: Instant; agent: string; content: Document }

export type Conversation = {
  id: string
  startedAt: Instant
  startedBy: By
  /** The page the person was on then. */
  startedOn?: PageSeen | undefined
  state: 'open' | 'snoozed' | 'closed'
  snoozedUntil?: Instant | undefined
  inbox?: string | undefined
  assignee?: string | undefined
  /** In the inbox lists at all (C27). */
  listed: boolean
  /** Number of the last message (S3). */
  number: number
  revision: number
  seenByPerson: number
  seenByTeam: number
  /** Number of the last message the person wrote: unread while it is above `seenByTeam`. */
  lastFromPerson: number
  last?: { at: Instant; number: number; from: From; text: string } | undefined
  /** The agent who last wrote. */
  agent?: string | undefined
  /** The campaign that last wrote. */
  campaign?: string | undefined
  messages: Message[]
  notes: Note[]
}

type Outcome = 'triggered' | 'sent' | 'ended' | 'skipped' | 'failed'

/** What a component did to the person, once (C6). */
export type Act = {
  component: string
  at: Instant
  outcome: Outcome
  /** The component it came from (C16). */
  from?: string | undefined
  conversation?: string | undefined
  message?: string | undefined
  reason?: string | undefined
}

/** A component that was reached and has not acted yet. */
type Standing = { component: string; since: Instant; from?: string | undefined }

export type EnrollmentStatus = 'active' | 'completed' | 'ended' | 'exited' | 'removed'

export type Enrollment = {
  id: string
  campaign: string
  version: number
  status: EnrollmentStatus
  enteredAt: Instant
  leftAt?: Instant | undefined
  cause?: string | undefined
  listening: Standing[]
  acts: Act[]
  /** Its forms that can still be answered and keep it active (C17). */
  openForms: { conversation: string; message: string }[]
}
