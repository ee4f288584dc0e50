import { z } from 'zod'
import { DocumentSchema } from '../document/schema.ts'
import { uuid } from '../text.ts'
import type { Answer } from './answer.ts'
import { inOrder, moment, wrongOrder } from './period.ts'
import type { LiveStatistics } from './statistics.ts'
import type { InboxConversation, MessageView, NoteView } from './views.ts'
import { Seen, Typing } from './visitor.ts'

/** The namespace /agent: what the dashboard may say, and what it is told. Reads and other changes go over HTTP. */

export const SendByAgent = z.object({ id: uuid, conversation: uuid, content: DocumentSchema })
export const Watch = z.object({ conversation: uuid })
export const WatchRewind = z.object({ person: uuid })
export const WatchDraft = z.object({ campaign: uuid })
/** A campaign's numbers: of a version or all, of a period or all time. */
export const WatchStatistics = z
  .object({
    campaign: uuid,
    version: z.int().min(1).max(1_000_000).optional(),
    from: moment.optional(),
    to: moment.optional(),
  })
  .refine(inOrder, wrongOrder)
export const Available = z.object({ available: z.boolean() })
export { Seen as SeenByAgent, Typing as TypingByAgent }

type Sent = { conversation: string; number: number; at: string }

export type AgentSends = {
  'message:send': (frame: z.input<typeof SendByAgent>, answer: (answer: Answer<Sent>) => void) => void
  'note:send': (frame: z.input<typeof SendByAgent>, answer: (answer: Answer<{ note: NoteView }>) => void) => void
  typing: (frame: z.input<typeof Typing>, answer: (answer: Answer) => void) => void
  /** A lower number than before marks what came after it unread again. */
  'conversation:seen': (frame: z.input<typeof Seen>, answer: (answer: Answer) => void) => void
  /** From now on this socket gets the conversation's messages, and others see who looks on. */
  watch: (frame: z.input<typeof Watch>, answer: (answer: Answer) => void) => void
  unwatch: (frame: z.input<typeof Watch>, answer: (answer: Answer) => void) => void
  /** From now on this socket hears of changes to the campaign's draft, and others see who has it open. */
  'draft:watch': (frame: z.input<typeof WatchDraft>, answer: (answer: Answer) => void) => void
  'draft:unwatch': (frame: z.input<typeof WatchDraft>, answer: (answer: Answer) => void) => void
  /** From now on this socket hears when these numbers change; the answer has them as they are. At most 8 at a time. */
  'statistics:watch': (frame: z.input<typeof WatchStatistics>, answer: (answer: Answer<LiveStatistics>) => void) => void
  'statistics:unwatch': (frame: z.input<typeof WatchStatistics>, answer: (answer: Answer) => void) => void
  /** From now on this socket hears when the person's past grows, and no longer of the one it watched before. */
  'rewind:watch': (frame: z.input<typeof WatchRewind>, answer: (answer: Answer) => void) => void
  'rewind:unwatch': (frame: z.input<typeof WatchRewind>, answer: (answer: Answer) => void) => void
  /** Away or available, for presence and round robin. */
  available: (frame: z.input<typeof Available>, answer: (answer: Answer) => void) => void
}

export type AgentReceives = {
  ready: (ready: { agent: { id: string; name: string }; team: { id: string; name: string } }) => void
  /** New or changed, in a watched conversation. */
  message: (message: MessageView | NoteView) => void
  /** A watched conversation's head changed. */
  conversation: (conversation: InboxConversation) => void
  /** A row of the lists appeared, changed or moved; `person` changed with it. */
  inbox: (row: InboxConversation) => void
  /** The person's attributes or enrollments changed: read them again. `erased`: there is nothing of them any more (C26). */
  person: (person: { id: string; erased?: true }) => void
  /** A watched past has new entries. */
  grown: (grown: { person: string }) => void
  typing: (typing: {
    conversation: string
    on: boolean
    from: { type: 'person' | 'agent'; id: string; name: string }
  }) => void
  /** Who has a watched conversation on screen now, without oneself. */
  watching: (watching: { conversation: string; agents: { id: string; name: string }[] }) => void
  /** Who has the campaign's draft open now, without oneself. */
  drawing: (drawing: { campaign: string; agents: { id: string; name: string }[] }) => void
  /** The draft was saved or published: whoever knows an older revision reads it again. */
  draft: (draft: { campaign: string; revision: number }) => void
  /** One of the team's campaigns was made, published, paused, resumed or deleted: whoever shows it reads it again. */
  campaign: (campaign: { campaign: string }) => void
  /** Watched numbers changed: all of them, as they are now; four times a second at most. */
  statistics: (live: LiveStatistics) => void
  /** Which people have a widget connected, and which agents are there. */
  presence: (presence: { person?: string; agent?: string; online: boolean }) => void
}
