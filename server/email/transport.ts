import type { Rendered } from './render.ts'

/** What becomes of handing an email over. */
export type Handed =
  /** It has it; `id` is what it calls the email when it tells of it later. */
  | { kind: 'taken'; id?: string | undefined }
  /** It never will: nothing is gained by trying again. `reason` in words. */
  | { kind: 'refused'; reason: string }
  /**
   * It surely has not taken it now, and may later. `everybody`: the next email would fare the same, so all of them
   * wait. `retryAfter` in milliseconds, where it says.
   */
  | { kind: 'not-taken'; reason: string; everybody: boolean; retryAfter?: number | undefined }
  /** Whether it has taken it can't be known. */
  | { kind: 'unclear'; reason: string }

/** A way for emails to leave. */
export type Transport = {
  name: 'resend' | 'smtp' | 'outbox'
  /** Whether it tells what becomes of an email: delivered, opened, clicked, bounced. */
  reports: boolean
  /** How long it knows an email by its key (S5), in milliseconds; 0: it has no keys. */
  keyFor: number
  /** Never throws: whatever goes wrong is one of `Handed`. `key` is made of the act. */
  send: (email: Rendered, key: string, tags: Record<string, string>) => Promise<Handed>
}

/** How long a hand-over may take before it counts as unclear. */
export const PATIENCE = 30_000

/** Nothing leaves: the email is kept with its act, and shown on the screen of that name. */
export const outbox: Transport = {
  name: 'outbox',
  reports: false,
  keyFor: Number.POSITIVE_INFINITY,
  send: async () => ({ kind: 'taken' }),
}

/** What somebody else said, as it may stand in a sentence of ours. */
export const quoted = (said: string): string => said.replace(/\s+/g, ' ').trim().slice(0, 300).toWellFormed()
