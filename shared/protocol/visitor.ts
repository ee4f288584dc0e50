import { z } from 'zod'
import { PlainDocument } from '../document/schema.ts'
import { Interaction, Session } from '../journal/interaction.ts'
import { Attributes, OwnFields } from '../people/person.ts'
import { LARGEST_NUMBER, text, uuid } from '../text.ts'
import type { Answer } from './answer.ts'
import type { ConversationView, FormView, MessageView } from './views.ts'

/** The namespace /visitor: what a widget may say, and what it is told. Every frame is read with these schemas. */

const context = z
  .object({
    language: text(35).optional(),
    timezone: text(64).optional(),
    /** Where the widget stands: kept with the first fact that is. */
    page: z.object({ url: text(2000), title: text(500).optional() }).optional(),
  })
  .optional()
  .catch(undefined)

export const VisitorAuth = z.object({
  team: text(64, 1),
  token: text(200).optional(),
  identity: text(8000).optional(),
  context,
})
export type VisitorAuth = z.input<typeof VisitorAuth>

const id = uuid

export const SendByVisitor = z.object({ id, conversation: uuid.optional(), content: PlainDocument })
export const SubmitForm = z.object({
  id,
  message: uuid,
  values: z
    .record(text(120, 1), z.union([text(10_000), z.number(), z.null()]))
    .refine(v => Object.keys(v).length <= 50, 'too many values'),
})
/** `button` absent: a link in the message's text. */
export const PressButton = z.object({ id, message: uuid, button: text(64, 1).optional() })
const place = z.int().min(0).max(LARGEST_NUMBER)
export const Sync = z.object({
  conversation: uuid,
  /** The number after which messages are missing; 0 asks for all. */
  after: place,
  /** The revision up to which changes are known. */
  revision: place.optional(),
})
export const Seen = z.object({ conversation: uuid, number: place })
export const Typing = z.object({ conversation: uuid, on: z.boolean() })
export const ListConversations = z.object({}).optional()

/** What a visitor did in one tab, in order; `before`: so many milliseconds before it is sent. Not acted on but recorded. */
export const Interactions = z.object({
  session: Session,
  all: z
    .array(z.object({ before: z.int().min(0).max(3_600_000), what: Interaction }))
    .min(1)
    .max(50),
})

const url = text(2000)
const PageFact = z.object({
  id,
  kind: z.literal('page'),
  url,
  title: text(500).optional(),
  referrer: text(2000).optional(),
})
const TrackFact = z.object({
  id,
  kind: z.literal('track'),
  name: text(200, 1),
  properties: Attributes.optional(),
})
/** The page names `email`, `name` and `phone` beside the site's own attributes. */
const PageAttributes = Attributes.transform((attributes, context) => {
  const own = OwnFields.safeParse(attributes)
  if (own.success) return { ...attributes, ...own.data }
  for (const { path, message } of own.error.issues) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})
const UpdateFact = z.object({ id, kind: z.literal('update'), attributes: PageAttributes })
/** `url`: where it is started, which its audience may ask for. */
const StartFact = z.object({
  id,
  kind: z.literal('start'),
  campaign: text(64, 1),
  url: url.optional().catch(undefined),
})

/** What the page may say: over the socket as `facts`, otherwise `POST /visitor/facts`. */
export const PageFacts = z
  .array(z.discriminatedUnion('kind', [PageFact, TrackFact, UpdateFact, StartFact]))
  .min(1)
  .max(50)
export type PageFacts = z.input<typeof PageFacts>

export const FactsRequest = VisitorAuth.extend({ facts: PageFacts })
export type FactsRequest = z.input<typeof FactsRequest>

/**
 * `connect`: there is something to talk about, so open a socket. `refused`: campaigns that were not started, with the
 * reason for the site's developer.
 */
export type FactsAnswer = {
  person?: string
  token?: string
  connect: boolean
  refused?: { id: string; message: string }[]
}

export type SyncAnswer = {
  /** Messages after `after`, oldest first. */
  messages: MessageView[]
  /** Messages up to `after` that changed since `revision`. */
  changed: MessageView[]
  revision: number
  /** There are further messages: ask again, after the last one. */
  more: boolean
  conversation: ConversationView
}

/** What a widget sends; every one is answered. */
export type VisitorSends = {
  'message:send': (
    frame: z.input<typeof SendByVisitor>,
    answer: (answer: Answer<{ conversation: string; number: number; revision: number; at: string }>) => void,
  ) => void
  'form:submit': (frame: z.input<typeof SubmitForm>, answer: (answer: Answer<{ form: FormView }>) => void) => void
  'button:press': (frame: z.input<typeof PressButton>, answer: (answer: Answer) => void) => void
  'conversation:sync': (frame: z.input<typeof Sync>, answer: (answer: Answer<SyncAnswer>) => void) => void
  'conversation:seen': (frame: z.input<typeof Seen>, answer: (answer: Answer) => void) => void
  'conversations:list': (
    frame: Record<string, never>,
    answer: (answer: Answer<{ conversations: ConversationView[] }>) => void,
  ) => void
  typing: (frame: z.input<typeof Typing>, answer: (answer: Answer) => void) => void
  interactions: (frame: z.input<typeof Interactions>, answer: (answer: Answer) => void) => void
  facts: (frame: PageFacts, answer: (answer: Answer<FactsAnswer>) => void) => void
}

export type Ready = {
  person: { id: string; type: 'anonymous' | 'lead' | 'signup' }
  /** To keep before anything is sent; absent for a signup, whose identity is the way in. */
  token?: string
  conversations: ConversationView[]
  team: { name: string; agents: { name: string }[] }
  /** What is done with the widget is to be recorded; absent: it must not be. */
  recording?: true
}

/** What a widget is told. */
export type VisitorReceives = {
  ready: (ready: Ready) => void
  /** New or changed, but for what this socket sent itself and was answered; `got` is called on arrival, so that the operator can know who is behind. */
  message: (message: MessageView, got: () => void) => void
  conversation: (conversation: ConversationView) => void
  typing: (typing: { conversation: string; on: boolean; name?: string }) => void
  /** Whether somebody of the team is there. */
  presence: (presence: { online: boolean }) => void
  /** The token opens nothing any more (signed up, merged, erased): forget it and connect anew. */
  revoked: () => void
}
