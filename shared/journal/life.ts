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
  /** Paused campaigns for which the person became eligible meanwhile (C24). */
  noted: Set<string>
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
  campaign?: Sender | undefined
  /** It went (or is to go) out as an email. */
  email?: Email | undefined
}

/** A component of an enrollment that sent a message. */
export type Sender = { id: string; component: string; enrollment: string }

/**
 * An email's way out: `due` waits to be handed over, `handing` may be with the provider already, `handed` is,
 * `unknown` can't be found out (S5); `revoked` never leaves (C12, C14).
 */
export type EmailState = 'due' | 'handing' | 'handed' | 'unknown' | 'revoked'
type Email = { to: string; subject: string; preview?: string | undefined; state: EmailState }

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
  last?: { at: Instant; number: number; from: From; text: string; email?: true | undefined } | undefined
  /** The agent who last wrote. */
  agent?: string | undefined
  /** An agent wrote in it, not only a campaign in their name. */
  answered: boolean
  /** The campaign that last wrote. */
  campaign?: string | undefined
  /** What campaigns sent that was not seen yet, or could still be replied to (T1). */
  awaiting: Awaiting[]
  messages: Message[]
  notes: Note[]
}

/** A campaign's message of which more may be told: `unseen` for a message in the widget, `unanswered` for all. */
export type Awaiting = { number: number; sender: Sender; unseen: boolean; unanswered: boolean }

export const outcomes = [
  'matched',
  'unmatched',
  'passed',
  'triggered',
  'sent',
  'assigned',
  'ended',
  'skipped',
  'failed',
] as const
type Outcome = (typeof outcomes)[number]

/** What became of what was sent, as conditions ask for it. */
export const answers = [
  'seen',
  'opened',
  'clicked',
  'replied',
  'submitted',
  'delivered',
  'bounced',
  'unsubscribed',
] as const
/** And as it is counted: a submission of its form was refused (T1). */
export const engagements = [...answers, 'refused'] as const
export type Engagement = (typeof engagements)[number]

/** What became of what a component sent; `clicked` with the ids of the buttons. */
export type Engaged = { [outcome in Exclude<Engagement, 'clicked'>]?: true | undefined } & {
  clicked?: string[] | undefined
}

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
  engaged: Engaged
}

/** A component that was reached and has not acted yet. */
export type Standing = {
  component: string
  kind: 'waiting' | 'watching' | 'listening'
  since: Instant
  from?: string | undefined
  /** When a Wait ends, or a Filter stops watching. */
  until?: Instant | undefined
  /** The fitting message that came while the campaign was paused (C24). */
  heard?: { conversation: string; message: string } | undefined
}

export const enrollmentStatuses = ['active', 'completed', 'ended', 'exited', 'removed'] as const
export type EnrollmentStatus = (typeof enrollmentStatuses)[number]

export type Enrollment = {
  id: string
  campaign: string
  version: number
  status: EnrollmentStatus
  enteredAt: Instant
  leftAt?: Instant | undefined
  cause?: string | undefined
  /** The campaign's resume at which it was last looked at (C24). */
  look: number
  standing: Standing[]
  acts: Act[]
  /** Its forms that can still be answered and keep it active (C17). */
  openForms: { conversation: string; message: string }[]
  /** Its emails that are still to be handed over (C17). */
  openEmails: { conversation: string; message: string; component: string }[]
}
