import type { Document } from '../document/document.ts'
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
  | { kind: 'button'; message: string; button: string }
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

/** What the source is told, now and when it asks again. */
export type Result = {
  person: string
  conversation?: string
  number?: number
  /** Milliseconds. */
  at: Instant
  revision?: number
}
