import type { Document } from '../document/document.ts'
import type { Interaction } from '../journal/interaction.ts'
import type { By } from '../journal/life.ts'
import type { AttributeValue, Context, PageSeen, Source } from '../people/person.ts'
import type { Instant } from '../text.ts'

/**
 * Something that happened to a person, from outside. `id` is made by its source: the same id again is answered
 * with the first result and changes nothing (S1).
 */
export type Fact = {
  id: string
  team: string
  /** For `identified` and `attributes` from the API: may be absent, then the external id names the person. */
  person: string
  /** The socket it came over: that is answered, and not told again. */
  origin?: string | undefined
  /** What the browser tells with it; journalled as `arrived` when it is new. */
  context?: Context | undefined
  /** The page it came from; journalled as viewed when it is another than before. */
  page?: PageSeen | undefined
} & FactBody

export type FactBody =
  | { kind: 'message'; conversation?: string | undefined; content: Document }
  /** Without an agent it is the team's own word, as the API may say it. */
  | { kind: 'agent-message'; conversation: string; agent?: string | undefined; content: Document }
  | { kind: 'note'; conversation: string; agent: string; content: Document }
  | { kind: 'form'; message: string; values: Record<string, unknown> }
  /** Pressed; `button` absent: a link in the message's text was opened. */
  | { kind: 'button'; message: string; button?: string | undefined }
  | {
      kind: 'identified'
      externalId: string
      set: Record<string, AttributeValue | null>
      source: Extract<Source, 'api' | 'identity'>
      /** The visitor who turned out to be this person, to be merged in (C25). */
      visitor?: string | undefined
    }
  | { kind: 'attributes'; set: Record<string, AttributeValue | null>; source: Source }
  | { kind: 'assigned'; conversation: string; inbox?: string | null; assignee?: string | null; by: By }
  | { kind: 'state'; conversation: string; state: 'open' | 'closed' | 'snoozed'; until?: Instant | undefined; by: By }
  | { kind: 'seen'; conversation: string; number: number; by: By }
  | { kind: 'page'; url: string; title?: string | undefined; referrer?: string | undefined }
  | {
      kind: 'track'
      name: string
      properties?: Record<string, AttributeValue> | undefined
      happenedAt?: Instant | undefined
    }
  /**
   * Time passed, or a campaign changed: what is due acts, whoever has not been looked at since a resume or a move is
   * (C7, C23, C24), whom time alone made eligible enters (C1). It may come twice, early or late (S4).
   */
  | { kind: 'time' }
  /**
   * An existing person, when a campaign is activated or its audience changed (C4): goes by the state alone. `by`: who lets
   * in this one, and is told why they may not.
   */
  | { kind: 'enroll'; campaign: string; by?: By }
  /** `startCampaign`: from the page, the API or an agent; goes by the state alone (C2). */
  | { kind: 'start'; campaign: string; by: By }
  /** Taken out of a campaign by an agent or the API (C19). */
  | { kind: 'remove'; enrollment: string; by: By }
  /** C26. */
  | { kind: 'erase'; by: By }
  /** The email worker asks once more before it hands over (C18, C12), and tells what became of it. `message` is the email's. */
  | { kind: 'email'; message: string; to: string; what: EmailStep; reason?: string | undefined }
  /** What the provider or a link tells later; `button` is the clicked link's or button's id. */
  | { kind: 'email-event'; message: string; event: EmailEvent; button?: string | undefined }
  /** What a visitor did with the widget in one tab (R2); `before`: so many milliseconds before the server heard of it. */
  | { kind: 'interactions'; session: string; all: readonly { before: number; what: Interaction }[] }
  /** The person's address stopped being usable, or is again (C12: a property of the address, not of the person). */
  | { kind: 'address'; email: string; status: AddressStatus }

/**
 * `hand-over`: may it go now? What is due still becomes `handing`, or is revoked. `handed`: the provider has it.
 * `not-handed`: it surely has not, and may be asked again, so the email is due once more. `skipped`: it is not to be sent
 * after all. `failed`: it never will have it (C14). `unknown`: whether it has can't be found out, and it is not sent
 * again (S5).
 */
export type EmailStep = 'hand-over' | 'handed' | 'not-handed' | 'skipped' | 'failed' | 'unknown'
export type EmailEvent = 'delivered' | 'opened' | 'clicked' | 'bounced' | 'complained' | 'unsubscribed'
export type AddressStatus = 'ok' | 'unsubscribed' | 'bounced'

/** What the source is told, now and when it asks again. */
export type Result = {
  person: string
  conversation?: string
  number?: number
  /** Milliseconds. */
  at: Instant
  revision?: number
  /** The one that was begun, for `enroll` and `start`. */
  enrollment?: string
}
