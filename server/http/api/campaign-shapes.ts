import { campaignCounts, componentCounts } from '@pavior/shared/campaign/counts.ts'
import { CampaignDraft } from '@pavior/shared/campaign/draft.ts'
import { isZone } from '@pavior/shared/campaign/zone.ts'
import { inOrder, moment, type Period, wrongOrder } from '@pavior/shared/protocol/period.ts'
import { text, uuid } from '@pavior/shared/text.ts'
import { z } from 'zod'
import type { Which } from '../../campaigns/arrivals.ts'
import { statuses } from '../../campaigns/reads.ts'
import { workKinds } from '../../campaigns/work.ts'
import { ListQuery, pageOf } from './shapes.ts'

/** What the calls about campaigns take and give. */

const Moment = z.iso.datetime()

const existing = z
  .enum(['enroll', 'skip'], 'must be "enroll" or "skip"')
  .optional()
  .describe('Of those who are eligible now: enroll everyone, or only who becomes eligible from now on')

export const PublishChoice = z.object({
  existing,
  inside: z
    .enum(['stay', 'move'], 'must be "stay" or "move"')
    .default('stay')
    .describe('Whether people inside stay on their version or are moved to this one'),
})
export const ResumeChoice = z.object({ existing })

export const TestSend = z.object({
  component: text(64, 1).describe('A Send component of the draft'),
  agent: text(64, 1).describe("Who is to see it: an agent's id"),
})

const PersonRef = z
  .union([z.object({ id: uuid }), z.object({ externalId: text(200, 1) })], 'needs an id or an externalId')
  .describe("By id, or by the site's own user id")

export const Enroll = z.object({
  person: z.union([uuid.transform(id => ({ id })), PersonRef], 'needs an id or an externalId'),
})

export const CampaignQuery = ListQuery.extend({
  status: z.enum(statuses).optional().describe('Without it all but the deleted ones'),
})

const version = z.coerce
  .number()
  .int()
  .min(1, 'must be at least 1')
  .max(1_000_000)
  .optional()
  .describe('Without it all versions')

const Within = z.object({
  version,
  from: moment.optional().describe('Only from this moment on'),
  to: moment.optional().describe('Only up to this moment, without it'),
})

/** Which numbers are meant. */
export const StatisticsQuery = Within.refine(inOrder, wrongOrder)

const PeopleQuery = ListQuery.extend({
  ...Within.shape,
  search: text(200).optional().describe('Only people with this in their name or email'),
})
export const ComponentPeopleQuery = PeopleQuery.extend({ count: z.enum(componentCounts) }).refine(inOrder, wrongOrder)
export const CampaignPeopleQuery = PeopleQuery.extend({
  count: z.enum(campaignCounts),
  exit: text(64, 1).optional().describe('Only those who left by this exit'),
}).refine(inOrder, wrongOrder)

/** Of whoever takes a file: its name has days. */
const zone = text(64).refine(isZone, 'must be an IANA time zone like Europe/Berlin').optional()

/** All numbers, for a file. */
export const NumbersFileQuery = Within.extend({ zone }).refine(inOrder, wrongOrder)

/** The whole list behind a number, for a file. */
export const PeopleFileQuery = PeopleQuery.omit({ limit: true, after: true })
  .extend({
    component: text(64, 1).optional(),
    count: z.enum([...componentCounts, ...campaignCounts]),
    exit: text(64, 1).optional(),
    zone,
    people: text(8000)
      .transform(ids => ids.split(','))
      .pipe(z.array(uuid).max(200))
      .optional(),
  })
  .refine(inOrder, wrongOrder)

/** Of a query: which of a campaign's numbers it means. */
export const whichOf = (
  team: string,
  campaign: string,
  { version = 0, from, to }: Period & { version?: number | undefined },
): Which => ({ team, campaign, version, period: { from, to } })

const AuthorAnswer = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('agent'), id: z.string() }),
    z.object({ type: z.literal('api') }),
  ])
  .optional()

const Head = z.object({
  id: z.uuid(),
  name: z.string(),
  status: z.enum(statuses),
  revision: z.int().describe('Of the draft; to be sent back as If-Match'),
  version: z.int().optional().describe('The newest published one'),
  createdAt: Moment,
  changedAt: Moment,
  changedBy: AuthorAnswer.describe('Who saved the draft last'),
  activatedAt: Moment.optional(),
  pausedAt: Moment.optional().describe('While it is paused'),
})

export const CampaignLineAnswer = Head.extend({ entered: z.int(), active: z.int() })

const WorkAnswer = z.object({
  id: z.uuid(),
  kind: z
    .enum(workKinds)
    .describe('`enroll` existing people; `look` at whoever is inside; `flips`: find who time makes eligible'),
  done: z.int(),
  total: z.int().optional(),
  createdAt: Moment,
  endedAt: Moment.optional(),
  reason: z.string().optional(),
})

export const CampaignAnswer = CampaignDraft.extend(Head.shape).extend({
  publishedAt: Moment.optional(),
  publishedBy: AuthorAnswer.describe('Who published the newest version'),
  changed: z.boolean().describe('Whether the draft is newer than the newest version'),
  work: z.array(WorkAnswer).describe('Bulk work on its people, the newest first'),
})

export const CheckAnswer = z.object({
  problems: z.array(
    z.object({
      level: z.enum(['error', 'warning']),
      code: z.string(),
      component: z.string().optional(),
      path: z.string(),
      message: z.string(),
    }),
  ),
})

const count = z.int()
export const StatisticsAnswer = z.object({
  version: z.int().nullable(),
  entered: count,
  active: count,
  completed: count,
  ended: count,
  exited: count,
  exits: z.record(z.string(), count).describe('By exit'),
  removed: count,
  recording: z
    .boolean()
    .describe(
      'Whether visitors are recorded now; while not, nobody new counts as refused, and where nobody was it is null',
    ),
  components: z
    .record(
      z.string(),
      z.object({ type: z.string(), acted: count, left: count, arrived: count }).catchall(z.int().nullable()),
    )
    .describe('By component: its numbers; null is what can not be known'),
})

export const PeopleListAnswer = pageOf(
  z.object({
    person: z
      .object({ id: z.uuid(), type: z.string(), name: z.string().optional(), email: z.string().optional() })
      .nullable()
      .describe('null: an erased person'),
    enrollment: z.uuid(),
    at: Moment,
    reason: z.string().optional(),
  }),
).extend({ total: count.describe('How long the list is: the number') })

export const EnrolledAnswer = z.object({ enrollment: z.uuid(), campaign: z.uuid(), person: z.uuid(), at: Moment })

export const TestAnswer = z.object({
  kind: z.enum(['message', 'email']),
  /** As that agent would see it. */
  content: z
    .object({ type: z.literal('doc') })
    .loose()
    .describe('The document, its variables filled in'),
  from: z.object({ type: z.enum(['agent', 'team']), name: z.string() }),
  to: z.string().optional(),
  subject: z.string().optional(),
  sent: z.boolean().optional().describe('false: no way for emails to leave is set up'),
})
