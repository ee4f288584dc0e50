import type { Document } from '../document/document.ts'
import type { FormValues } from '../document/form.ts'
import type { EmailState } from '../journal/life.ts'
import type { Context, PageSeen, PersonType } from '../people/person.ts'

/**
 * What screens are told, over sockets and over HTTP (interfaces.md, "Real time").
 * Moments are ISO 8601 strings; ids of people, conversations and messages are UUIDs.
 */

export type MessageFrom = { type: 'person' | 'agent' | 'team'; id?: string; name?: string; avatar?: string }

export type FormView = { id: string; state: 'open' | 'submitted' | 'closed'; values?: FormValues; submittedAt?: string }

export type MessageView = {
  id: string
  conversation: string
  /** 1, 2, 3 … without gaps in a conversation (S3). */
  number: number
  /** The conversation's revision when this message last changed. */
  revision: number
  at: string
  from: MessageFrom
  content: Document
  form?: FormView
  /** The chosen button's id, once one was pressed. */
  button?: string
  /** It went out as an email, or is to (C12); `revoked`: it never did. */
  email?: { subject: string; state: EmailState }
  /** Which campaign's component sent it: for agents only. */
  campaign?: { id: string; component: string; name?: string }
}

/** Seen by agents only. Same shape without a number. */
export type NoteView = Omit<MessageView, 'number' | 'form' | 'button' | 'email' | 'campaign'> & { note: true }

export type ConversationState = 'open' | 'snoozed' | 'closed'

/** A conversation as its visitor sees it. */
export type ConversationView = {
  id: string
  state: ConversationState
  /** Number of its last message. */
  number: number
  revision: number
  startedAt: string
  /** The highest number the person has seen. */
  seenByPerson: number
  /** The highest number an agent has seen. */
  seenByTeam: number
  /** `email`: it is read elsewhere, and is no news here. */
  last?: { at: string; number: number; from: MessageFrom; text: string; email?: true }
  /** The agent who last wrote, for the head of the conversation. */
  agent?: { id: string; name: string }
}

export type PersonSummary = { id: string; type: PersonType; name?: string; email?: string; online: boolean }

/** A conversation as agents see it in lists and at its head. */
export type InboxConversation = ConversationView & {
  person: PersonSummary
  inbox?: { id: string; name: string }
  assignee?: { id: string; name: string }
  snoozedUntil?: string
  /** Something the person wrote that no agent has seen yet. */
  unread: boolean
  /** In the inbox lists at all (C27). */
  listed: boolean
  /** The campaign that started it or wrote in it last. */
  campaign?: { id: string; name: string }
  /** The page the person was on when it started, where that is known. */
  startedOn?: PageSeen
}

export type PersonView = Context & {
  id: string
  type: PersonType
  externalId?: string
  email?: string
  /** What stands against the address; absent: nothing. */
  emailStatus?: 'unsubscribed' | 'bounced'
  name?: string
  phone?: string
  attributes: Record<string, string | number | boolean>
  page?: PageSeen
  firstSeenAt: string
  lastSeenAt?: string
  signedUpAt?: string
  online: boolean
}

export type EnrollmentView = {
  id: string
  campaign: { id: string; name: string; status: string }
  version: number
  status: 'active' | 'completed' | 'ended' | 'exited' | 'removed'
  enteredAt: string
  leftAt?: string
  cause?: string
}

/** Counts of the agent's lists, for the navigation. */
export type ListCounts = {
  mine: number
  unassigned: number
  all: number
  snoozed: number
  closed: number
  inboxes: Record<string, number>
}

export type AgentView = { id: string; name: string; email?: string; role?: string; available: boolean }
