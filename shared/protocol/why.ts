import { z } from 'zod'
import { reasons } from '../campaign/why.ts'
import { enrollmentStatuses } from '../journal/life.ts'

/** Why somebody is in a campaign, or is not, as it is told outside. */

const Moment = z.iso.datetime()

const Told = z.object({
  at: Moment.optional(),
  tone: z
    .enum(['did', 'stays', 'open', 'not', 'in', 'out', 'outside', 'told'])
    .describe('`did`: it acted; `stays`: it waits, watches or listens; `open`: its form can be answered'),
  component: z.string().optional(),
  says: z.string(),
  until: Moment.optional().describe('The sentence ends with this moment'),
  refused: z
    .array(
      z.object({
        field: z.string().describe('Its key'),
        label: z.string(),
        says: z.string().describe('What stood under it, in the language of the person'),
        filled: z.boolean().describe('Whether something was in it; what, is not kept before it is submitted'),
      }),
    )
    .optional()
    .describe('The fields that the form refused'),
})

export const WhyAnswer = z.object({
  campaign: z.object({
    id: z.uuid(),
    name: z.string(),
    status: z.enum(['draft', 'active', 'paused', 'archived']),
  }),
  person: z.object({ id: z.uuid(), type: z.string(), name: z.string().optional(), email: z.string().optional() }),
  at: Moment.describe('When this was so'),
  happened: z
    .object({
      at: Moment,
      says: z.string(),
      enrollment: z.uuid(),
      component: z.string().optional(),
      failed: z.boolean().describe('What came last of it went wrong: its form refused them, or it came back'),
    })
    .optional()
    .describe(
      'What the campaign did to them: what they got last, and what they did with it; left out: they never were in it',
    ),
  reason: z.enum(reasons).describe('Why they are in it now, or are not'),
  says: z.string().describe('The reason in one sentence'),
  since: Moment.optional().describe('Since when it is so; left out: since they came, or it is not known'),
  judged: Moment.optional().describe('The moment that was judged, where it is another than now: when they last wrote'),
  exit: z.string().optional().describe('The global exit that keeps them out'),
  asks: z.string().optional().describe('What the audience, or that exit, asks'),
  decided: z
    .array(
      z.object({
        asks: z.string(),
        holds: z.boolean().describe('Whether they fit this condition'),
        found: z.string().describe('What there was in its place at that moment'),
        value: z.string().optional().describe('The same as a value alone, where the condition asks for one'),
        since: Moment.optional().describe('Since when; left out: since they came'),
      }),
    )
    .optional()
    .describe('The conditions that decided'),
  visits: z
    .array(
      z.object({
        enrollment: z.uuid(),
        version: z.int(),
        status: z.enum(enrollmentStatuses),
        enteredAt: Moment,
        leftAt: Moment.optional(),
        stands: z.array(Told).describe('Where they are now'),
        told: z.array(Told).describe('What each component did, oldest first'),
        unreached: z.array(z.string()).describe('Components they never came to'),
      }),
    )
    .describe('Each time they were in it, the latest first'),
  changes: z
    .array(
      z.object({
        at: Moment,
        eligible: z.boolean(),
        exit: z.string().optional(),
        found: z.array(z.string()).describe('What there was then'),
      }),
    )
    .describe('When they began to be one whom it lets in, or ceased to, the latest first'),
  components: z.record(z.string(), z.string()).describe('What the components spoken of are called, by id'),
})

export type WhyAnswer = z.output<typeof WhyAnswer>
