import { z } from 'zod'
import { DocumentSchema } from '../document/schema.ts'
import { readFilter } from '../filter/filter.ts'
import { text } from '../text.ts'
import { Duration, WaitSettings } from './wait-settings.ts'

/** What is set in each type of component (interfaces.md, "A campaign"). A word that is none of these is a slip, and named. */

const id = text(64, 1)

/** C8: how long a Filter waits for a match. */
const Watch = z
  .union(
    [z.enum(['once', 'forever']), z.strictObject({ for: Duration })],
    'must be "once", "forever" or { "for": "P7D" }',
  )
  .default('forever')

/** `team`, or an agent's id. */
const from = id.default('team')

const newConversation = z.boolean().default(false)

const Subject = text(200)
  .refine(subject => subject.trim() !== '', 'must not be empty')
  .refine(subject => !/[\r\n]/.test(subject), 'must be on one line')

export const settings = {
  filter: z.strictObject({ filter: readFilter('filter-component'), watch: Watch }),
  wait: WaitSettings,
  'inbound-message': z.strictObject({
    which: z.enum(['first', 'any']).default('first'),
    where: z.enum(['upstream', 'anywhere']).optional(),
    contains: z.array(text(200, 1)).max(100, 'can hold 100 words or phrases at most').optional(),
  }),
  'send-message': z.strictObject({ newConversation, from, content: DocumentSchema }),
  'send-email': z.strictObject({
    newConversation,
    from,
    subject: Subject,
    preview: text(200).optional(),
    content: DocumentSchema,
  }),
  /** `agent`: an id, or `round-robin` (C13). */
  assign: z.strictObject({ inbox: id, agent: id.optional() }),
  end: z.strictObject({}).default({}),
}
