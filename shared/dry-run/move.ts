import { z } from 'zod'
import type { EmailEvent } from '../campaign/fact.ts'
import { Duration } from '../campaign/wait-settings.ts'
import { Attributes, AttributeValue, OwnFields } from '../people/person.ts'
import { text } from '../text.ts'

/**
 * What is played in a dry run: something the person does, something done to them, or time that passes. It names
 * components, not messages, so that it means the same in every run and in a graph that was changed.
 */

const component = text(64, 1)
const emailEvents = ['delivered', 'opened', 'clicked', 'bounced', 'unsubscribed'] as const satisfies EmailEvent[]

const move = <D extends string, S extends z.core.$ZodLooseShape>(does: D, shape: S) =>
  z.strictObject({ do: z.literal(does), ...shape })

export const Move = z.discriminatedUnion('do', [
  /** In their latest conversation, or in a new one. */
  move('says', { text: text(2000, 1), new: z.boolean().optional() }),
  move('submits', { component, values: z.record(text(200, 1), z.union([text(2000), z.number()])) }),
  move('presses', { component, button: text(64, 1) }),
  /** Everything that was sent to them in the chat. */
  move('reads', {}),
  move('views', { url: text(2000, 1), title: text(300).optional() }),
  move('tracks', { name: text(200, 1), properties: z.record(text(100, 1), AttributeValue).optional() }),
  move('becomes-signup', { email: OwnFields.shape.email, name: OwnFields.shape.name }),
  /** What the site's server says of them; `null` removes one. */
  move('is-set', { set: Attributes }),
  move('email', { component, event: z.enum(emailEvents), button: text(64, 1).optional() }),
  move('agent-replies', { text: text(2000, 1) }),
  move('agent-closes', {}),
  move('starts', {}),
  move('passes', { for: Duration }),
  /** Time passes until something happens by itself. */
  move('passes-until-next', {}),
])
export type Move = z.output<typeof Move>
