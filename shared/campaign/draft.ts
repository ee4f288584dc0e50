import { z } from 'zod'
import { Json } from '../json.ts'
import { text } from '../text.ts'
import { MAX_COMPONENTS, MAX_DEPENDENCIES } from './campaign.ts'

/**
 * A campaign as it is being drawn: readable, but perhaps not finished or wrong. It can be saved at any time without
 * effect (C23); what stands against publishing it is said by `check`. The limits are those of a campaign, so that
 * nothing is kept that could never be published.
 */

const id = text(64, 1)
const settings = Json.pipe(z.record(z.string(), z.unknown(), 'must be an object'))

const DraftComponent = z.object({
  id,
  type: text(64, 1).describe('`filter`, `wait`, `inbound-message`, `send-message`, `send-email`, `assign` or `end`'),
  position: z
    .object({ x: z.number(), y: z.number() })
    .optional()
    .describe('What is due together acts from top to bottom; left out: below the component before'),
  settings: settings
    .optional()
    .describe(
      [
        'By type.',
        '`filter`: `filter`, `watch` ("once", "forever" or `{ "for": "P7D" }`).',
        '`wait`: `for` ("P3D", "PT4H") or `until` ("2027-01-04T09:00"), `zone`, `hours`.',
        '`inbound-message`: `which` ("first", "any"), `where` ("upstream", "anywhere"), `contains`.',
        '`send-message`: `content`, `newConversation`, `from`.',
        '`send-email`: the same, `subject`, `preview`.',
        '`assign`: `inbox`, `agent` (an id or "round-robin").',
        '`end`: nothing.',
      ].join(' '),
    ),
})

const DraftDependency = z.object({
  from: id,
  to: id,
  port: text(64, 1).optional().describe('Of a Filter: `matched` or `unmatched`'),
})

const DraftExit = z.object({
  id,
  name: text(100).optional(),
  filter: Json.optional().describe('Who matches it leaves at once'),
})

export const CampaignDraft = z.object({
  name: text(200, 1),
  /** Who it is for has to be said before it is published. */
  audience: Json.optional().describe(
    'A filter: `{ "all": [] }`, `{ "any": [] }`, `{ "not": {} }`, or a condition `{ "field", "op", "value"?, "within"?, "where"? }` such as `{ "field": "event.upgraded", "op": "happened" }`',
  ),
  exits: z.array(DraftExit).max(20, 'at most 20 exits').default([]),
  reentry: z.enum(['never', 'each'], 'must be "never" or "each"').default('never'),
  startable: z.boolean().default(false),
  components: z.array(DraftComponent).max(MAX_COMPONENTS, `at most ${MAX_COMPONENTS} components`).default([]),
  dependencies: z.array(DraftDependency).max(MAX_DEPENDENCIES, `at most ${MAX_DEPENDENCIES} dependencies`).default([]),
})

export type CampaignDraft = z.output<typeof CampaignDraft>

/** A draft of its own with the same content. */
export const copyOf = (draft: CampaignDraft): CampaignDraft => ({
  ...draft,
  name: `Copy of ${draft.name}`.slice(0, 200).toWellFormed(),
})
