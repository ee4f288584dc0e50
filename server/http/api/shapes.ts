import { DocumentSchema } from '@pavior/shared/document/schema.ts'
import { Filter } from '@pavior/shared/filter/filter.ts'
import { Attributes, AttributeValue, OwnFields } from '@pavior/shared/people/person.ts'
import { LARGEST_NUMBER, text, uuid } from '@pavior/shared/text.ts'
import { z } from 'zod'
import { states } from '../../email/emails.ts'

/** What the API takes and gives. The answers are described for `openapi.json`; the server's own types keep them true. */

const Moment = z.iso.datetime()

export const ListQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1, 'must be at least 1')
    .max(100, 'must be at most 100')
    .default(50)
    .describe('How many, 100 at most'),
  after: z.string().max(200).optional().describe('The `next` of the page before'),
})

/** JSON in an address. */
const FilterText = text(20_000)
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value)
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' })
      return z.NEVER
    }
  })
  .pipe(Filter)

export const PeopleQuery = ListQuery.extend({
  filter: FilterText.optional().describe('Only people that this filter fits, as JSON'),
})

/** `null` removes a value; what is left out stays. */
export const PersonChange = OwnFields.extend({ attributes: Attributes.optional() })

export const ConversationChange = z
  .object({
    state: z.enum(['open', 'snoozed', 'closed']).optional(),
    until: z.iso.datetime({ offset: true, error: 'must be a moment like 2027-01-04T09:00:00Z' }).optional(),
    inbox: uuid.nullable().optional(),
    assignee: text(64, 1).nullable().optional().describe("An agent's id; null: nobody"),
  })
  .refine(change => change.state !== 'snoozed' || change.until !== undefined, {
    path: ['until'],
    message: 'is needed to snooze',
  })

export const ConversationQuery = ListQuery.extend({
  state: z.enum(['open', 'snoozed', 'closed']).default('open'),
  inbox: uuid.optional().describe('Only open ones in this inbox'),
  assignee: text(64, 1).optional().describe("Only open ones of this agent; `none`: nobody's"),
})

const place = z.coerce.number().int().min(0).max(LARGEST_NUMBER)

export const MessageQuery = z.object({
  after: place.default(0).describe('Messages after this number'),
  limit: ListQuery.shape.limit,
})

export const NewMessage = z.object({
  content: DocumentSchema.describe('A document, or a string: one paragraph per line'),
  note: z.boolean().default(false).describe('Seen by agents only'),
  from: text(64, 1).optional().describe("An agent's id; without it the team speaks"),
})

export const JournalQuery = z.object({
  after: place.default(0).describe('Entries after this number'),
  limit: ListQuery.shape.limit,
})

export const PersonAnswer = z.object({
  id: z.uuid(),
  type: z.enum(['anonymous', 'lead', 'signup']),
  externalId: z.string().optional(),
  email: z.string().optional(),
  emailStatus: z
    .enum(['unsubscribed', 'bounced'])
    .optional()
    .describe('What stands against the address; absent: nothing'),
  name: z.string().optional(),
  phone: z.string().optional(),
  attributes: z.record(z.string(), AttributeValue),
  language: z.string().optional(),
  timezone: z.string().optional(),
  country: z.string().optional(),
  browser: z.string().optional(),
  os: z.string().optional(),
  device: z.string().optional(),
  page: z.object({ url: z.string(), title: z.string().optional(), referrer: z.string().optional() }).optional(),
  firstSeenAt: Moment,
  lastSeenAt: Moment.optional(),
  signedUpAt: Moment.optional(),
  online: z.boolean(),
})

const Named = z.object({ id: z.string(), name: z.string() })
const From = z.object({
  type: z.enum(['person', 'agent', 'team']),
  id: z.string().optional(),
  name: z.string().optional(),
})

export const ConversationAnswer = z.object({
  id: z.uuid(),
  state: z.enum(['open', 'snoozed', 'closed']),
  snoozedUntil: Moment.optional(),
  number: z.int().describe('Number of its last message'),
  revision: z.int(),
  startedAt: Moment,
  person: z.object({
    id: z.uuid(),
    type: z.string(),
    name: z.string().optional(),
    email: z.string().optional(),
    online: z.boolean(),
  }),
  inbox: Named.optional(),
  assignee: Named.optional(),
  campaign: Named.optional(),
  agent: Named.optional().describe('Who wrote last for the team'),
  last: z.object({ at: Moment, number: z.int(), from: From, text: z.string() }).optional(),
  seenByPerson: z.int(),
  seenByTeam: z.int(),
  unread: z.boolean(),
  listed: z.boolean().describe('In the inbox lists at all'),
})

export const MessageAnswer = z.object({
  id: z.uuid(),
  conversation: z.uuid(),
  number: z.int().describe('1, 2, 3 … without gaps'),
  revision: z.int(),
  at: Moment,
  from: From,
  content: z.object({ type: z.literal('doc') }).loose(),
  form: z
    .object({ id: z.uuid(), state: z.enum(['open', 'submitted', 'closed']) })
    .loose()
    .optional(),
  button: z.string().optional(),
  email: z.object({ subject: z.string(), state: z.enum(states) }).optional(),
  campaign: z.object({ id: z.string(), component: z.string(), name: z.string().optional() }).optional(),
})

export const SentAnswer = z.object({
  id: z.uuid(),
  conversation: z.uuid(),
  number: z.int().optional().describe('Its place; a note has none'),
  at: Moment,
})

export const EntryAnswer = z.object({ number: z.int(), at: Moment, kind: z.string() }).loose()

export const AgentAnswer = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(['owner', 'admin', 'agent']),
  available: z.boolean().describe('Dashboard open and not set to away'),
})

export const InboxAnswer = z.object({ id: z.uuid(), name: z.string(), agents: z.array(z.string()) })

export const ProblemAnswer = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  retryAfter: z.int().optional().describe('Milliseconds'),
})

export const pageOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), next: z.string().nullable() })
