import { engagements, enrollmentStatuses, outcomes } from '@pavior/shared/journal/life.ts'
import { LARGEST_NUMBER } from '@pavior/shared/text.ts'
import { z } from 'zod'
import { ConversationAnswer, MessageAnswer, PersonAnswer } from './shapes.ts'

/** What the calls that rewind take and give. */

const Moment = z.iso.datetime()

export const RewindQuery = z.object({
  at: z.iso
    .datetime({ offset: true, error: 'must be a moment like 2027-01-04T09:00:00Z' })
    .optional()
    .describe('The last entry at or before it; without `at` and `entry`: now'),
  entry: z.coerce
    .number()
    .int()
    .min(1, 'must be at least 1')
    .max(LARGEST_NUMBER)
    .optional()
    .describe(
      "An entry's number. Where a visitor turned out to be somebody else, numbers go on from the visitor's to the person's",
    ),
})

const standing = z.enum(['waiting', 'watching', 'listening'])

const ComponentAnswer = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('acted'),
    outcome: z.enum(outcomes),
    at: Moment,
    engaged: z.array(z.enum(engagements)),
    reason: z.string().optional(),
  }),
  z.object({ is: z.literal('waiting'), since: Moment, until: Moment.optional() }),
  z.object({ is: z.literal('watching'), since: Moment, until: Moment.optional() }),
  z.object({ is: z.literal('listening'), since: Moment, until: Moment.optional() }),
  z.object({ is: z.literal('left'), stood: standing, since: Moment }).describe('It stood there when the person left'),
])

const place = z.object({ conversation: z.uuid(), number: z.int() })

export const RewindAnswer = z.object({
  at: Moment,
  entry: z.object({
    number: z.int(),
    of: z.int().describe('How many there are'),
    kind: z.string(),
    text: z.string().describe('What happened, in words'),
  }),
  widget: z
    .object({
      session: z.string(),
      open: z.boolean(),
      viewport: z.object({ width: z.int(), height: z.int() }),
      phone: z.boolean(),
      language: z.string(),
      theme: z.enum(['light', 'dark']),
      view: z.enum(['home', 'new', 'conversation']),
      conversation: z.uuid().optional(),
      unread: z.int(),
      url: z.string().optional(),
      title: z.string().optional(),
      preview: place.optional(),
      tabs: z.int().describe('How many the visitor had; the one in which something was done last is shown'),
    })
    .nullable()
    .describe('`null`: nothing was recorded'),
  conversation: ConversationAnswer.extend({ messages: z.array(MessageAnswer), notes: z.array(z.looseObject({})) })
    .nullable()
    .describe('`null`: not begun yet'),
  form: z
    .object({
      message: z.uuid(),
      state: z.enum(['untouched', 'focused', 'filled', 'refused', 'sent', 'submitted', 'closed']),
      focused: z.string().optional(),
      filled: z.array(z.string()).describe('Fields that had something in them; what, only once it was submitted'),
      refused: z.record(z.string(), z.string()).describe('By field: what stood under it'),
      values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    })
    .nullable(),
  campaign: z
    .object({
      id: z.string(),
      name: z.string(),
      version: z.int().describe('In which the person was then'),
      components: z.record(z.string(), ComponentAnswer).describe('Those that were reached'),
      took: z.array(z.object({ from: z.string(), to: z.string() })),
    })
    .nullable(),
  enrollment: z
    .object({
      id: z.uuid(),
      status: z.enum(enrollmentStatuses),
      enteredAt: Moment,
      leftAt: Moment.optional(),
      cause: z.string().optional(),
    })
    .nullable(),
  person: PersonAnswer.omit({ online: true }),
})
