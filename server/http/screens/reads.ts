import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { EnrollmentView, InboxConversation, PersonView } from '@pavior/shared/protocol/views.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import type { LiveTeam } from '../../campaigns/live.ts'
import {
  conversationOf,
  conversationsIn,
  conversationsOfPerson,
  countLists,
  type Found,
  type List,
  messagesAfter,
  messagesBefore,
  messagesChanged,
  notesSince,
} from '../../conversations/reads.ts'
import { agentMessageView, inboxConversation, noteView, personSummary } from '../../conversations/views.ts'
import { enrollmentsOf, enrollmentView, personOf, personView } from '../../people/reads.ts'
import { latestEntries } from '../../rewind/journal.ts'
import { namesIn } from '../../rewind/names.ts'
import { agentsOnly } from '../callers.ts'
import { idIn } from '../ids.ts'
import type { CalledByAgent, Needs } from '../needs.ts'
import { type JournalLine, journalLines } from './journal-line.ts'

const LINES = 20
/** Of which lines are made: much of the same is one. */
const ENTRIES = 200

const ListQuery = z.object({
  list: z.enum(['mine', 'unassigned', 'all', 'snoozed', 'closed', 'inbox']).default('all'),
  inbox: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  after: z.string().max(200).optional(),
})
const whole = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)
const SyncQuery = z.object({ after: whole.optional(), before: whole.optional(), revision: whole.default(0) })

/** What the dashboard's screens read. */
export function readRoutes(needs: Needs): Hono<CalledByAgent> {
  const { presence } = needs
  const sql = needs.pools.screens

  const inboxView = ({ conversation, person }: Found, team: LiveTeam): InboxConversation =>
    inboxConversation(conversation, personSummary(person, presence.personOnline(person.id)), team)

  async function about(
    team: LiveTeam,
    id: string,
  ): Promise<{
    person: PersonView
    conversations: InboxConversation[]
    enrollments: EnrollmentView[]
    journal: JournalLine[]
  }> {
    const person = await personOf(sql, team.id, id)
    const [conversations, enrollments, entries] = await Promise.all([
      conversationsOfPerson(sql, team.id, person.id),
      enrollmentsOf(sql, team.id, person.id),
      latestEntries(sql, needs.log, team.id, person.id, ENTRIES),
    ])
    const campaigns = new Map(enrollments.map(({ id, campaign }) => [id, campaign]))
    return {
      person: personView(person, presence.personOnline(person.id)),
      conversations: conversations.map(conversation => inboxView({ conversation, person }, team)),
      enrollments: enrollments.map(one => enrollmentView(one, team)),
      journal: journalLines(entries, namesIn(team, campaigns)).slice(0, LINES),
    }
  }

  return new Hono<CalledByAgent>()
    .use(agentsOnly(needs))
    .get('/lists', async c => c.json(await countLists(sql, c.var.caller.team.id, c.var.caller.agent.id)))
    .get('/conversations', async c => {
      const { agent, team } = c.var.caller
      const { limit, after, ...query } = parse(ListQuery, c.req.query())
      const { data, next } = await conversationsIn(sql, team.id, listOf(query, agent.id), limit, after)
      return c.json({ data: data.map(found => inboxView(found, team)), next })
    })
    .get('/conversations/:id', async c => {
      const { team } = c.var.caller
      const found = await conversationOf(sql, team.id, idIn(c))
      const { conversations, ...rest } = await about(team, found.person.id)
      const others = conversations.filter(other => other.id !== found.conversation.id)
      return c.json({ conversation: inboxView(found, team), others, ...rest })
    })
    .get('/conversations/:id/sync', async c => {
      const { team } = c.var.caller
      const id = idIn(c)
      const { after, before, revision } = parse(SyncQuery, c.req.query())
      // The head first: what is newer than its revision comes again with the next question, and changes nothing then.
      const found = await conversationOf(sql, team.id, id)
      const [page, changed, notes] = await Promise.all([
        after === undefined ? messagesBefore(sql, team.id, id, before) : messagesAfter(sql, team.id, id, after),
        after === undefined ? [] : messagesChanged(sql, team.id, id, after, revision),
        before === undefined ? notesSince(sql, team.id, id, revision) : [],
      ])
      return c.json({
        messages: page.messages.map(message => agentMessageView(id, message, team)),
        changed: changed.map(message => agentMessageView(id, message, team)),
        notes: notes.map(note => noteView(id, note, team)),
        revision: found.conversation.revision,
        more: page.more,
        conversation: inboxView(found, team),
      })
    })
    .get('/people/:id', async c => c.json(await about(c.var.caller.team, idIn(c))))
}

function listOf({ list, inbox }: Pick<z.output<typeof ListQuery>, 'list' | 'inbox'>, agent: string): List {
  if (list === 'mine') return { list, agent }
  if (list !== 'inbox') return { list }
  if (inbox === undefined) throw new Problem('invalid', 'inbox: names the inbox to list')
  return { list, inbox }
}
