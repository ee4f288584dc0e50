import { z } from 'zod'
import { DocumentSchema } from '../document/schema.ts'
import { Filter } from '../filter/filter.ts'
import { text } from '../text.ts'

/** A campaign as it is drawn, kept and sent to the API (interfaces.md, "A campaign"). */

const id = text(64, 1)
const position = z.object({ x: z.number(), y: z.number() })

const InboundMessage = z.object({
  id,
  type: z.literal('inbound-message'),
  position,
  settings: z.object({
    which: z.enum(['first', 'any']).default('first'),
    where: z.enum(['upstream', 'anywhere']).optional(),
    contains: z.array(text(200, 1)).max(100).optional(),
  }),
})

const SendMessage = z.object({
  id,
  type: z.literal('send-message'),
  position,
  settings: z.object({
    newConversation: z.boolean().default(false),
    from: text(64, 1).default('team'),
    content: DocumentSchema,
  }),
})

const EndWorkflow = z.object({ id, type: z.literal('end'), position, settings: z.object({}).default({}) })

export const Component = z.discriminatedUnion('type', [InboundMessage, SendMessage, EndWorkflow], {
  error: issue => {
    const type =
      typeof issue.input === 'object' && issue.input !== null && 'type' in issue.input ? issue.input.type : undefined
    return type === undefined ? 'needs a type' : `a component of type "${String(type).slice(0, 64)}" can't be published`
  },
})

const Dependency = z.object({ from: id, to: id, port: z.enum(['matched', 'unmatched']).optional() })

const Exit = z.object({ id, name: text(100, 1), filter: Filter })

export const CampaignGraph = z.object({
  name: text(200, 1),
  audience: Filter,
  exits: z.array(Exit).max(20).default([]),
  reentry: z.enum(['never', 'each']).default('never'),
  startable: z.boolean().default(false),
  components: z.array(Component).max(250, 'at most 250 components'),
  dependencies: z.array(Dependency).max(1000).default([]),
})

export type CampaignGraph = z.output<typeof CampaignGraph>
export type Component = z.output<typeof Component>
export type ComponentOf<T extends Component['type']> = Extract<Component, { type: T }>
