import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import type { InboxConversation } from '@pavior/shared/protocol/views.ts'
import { toIso } from '@pavior/shared/text.ts'
import { Hono } from 'hono'
import type { z } from 'zod'
import type { LiveTeam } from '../../campaigns/live.ts'
import { conversationOf, conversationsIn, type Found, type List, messagesAfter } from '../../conversations/reads.ts'
import { agentMessageView, inboxConversation, personSummary } from '../../conversations/views.ts'
import { readBody } from '../body.ts'
import { byOf } from '../callers.ts'
import { factIdOf, idIn } from '../ids.ts'
import type { Called, Caller, Needs } from '../needs.ts'
import { describe } from './describe.ts'
import { exampleIds } from './examples.ts'
import {
  ConversationAnswer,
  ConversationChange,
  ConversationQuery,
  MessageAnswer,
  MessageQuery,
  NewMessage,
  pageOf,
  SentAnswer,
} from './shapes.ts'

/** Inbox work. */
export function conversationRoutes(needs: Needs): Hono<Called> {
  const { engine, presence, limits } = needs
  const sql = needs.pools.screens
  const tag = 'Conversations'

  const view = ({ conversation, person }: Found, team: LiveTeam): InboxConversation =>
    inboxConversation(conversation, personSummary(person, presence.personOnline(person.id)), team)

  return new Hono<Called>()
    .get(
      '/',
      describe({
        summary: 'List conversations, the newest activity first',
        description: 'One that a campaign started is listed once its person wrote in it, or it was assigned.',
        tag,
        query: ConversationQuery,
        answer: pageOf(ConversationAnswer),
      }),
      async c => {
        const { team } = c.var.caller
        const { limit, after, ...query } = parse(ConversationQuery, c.req.query())
        const { data, next } = await conversationsIn(sql, team.id, listOf(query), limit, after)
        return c.json({ data: data.map(found => view(found, team)), next })
      },
    )
    .get('/:id', describe({ summary: 'Read a conversation', tag, answer: ConversationAnswer }), async c => {
      const { team } = c.var.caller
      return c.json(view(await conversationOf(sql, team.id, idIn(c)), team))
    })
    .patch(
      '/:id',
      describe({
        summary: 'Close, snooze, reopen, assign, or move to an inbox',
        tag,
        body: ConversationChange,
        answer: ConversationAnswer,
        example: { body: { state: 'snoozed', until: '2999-01-04T09:00:00Z', assignee: exampleIds.agent } },
      }),
      async c => {
        const { caller } = c.var
        const { team } = caller
        const id = idIn(c)
        const { person } = await conversationOf(sql, team.id, id)
        const { state, until, inbox, assignee } = await readBody(c, ConversationChange)
        const end = state === 'snoozed' && until !== undefined ? Date.parse(until) : undefined
        // Before anything is done: a change is done whole or not at all.
        if (end !== undefined && end <= Date.now()) throw wrong('until', 'must lie ahead')
        if (end !== undefined && end >= Date.UTC(10_000, 0)) throw wrong('until', 'must lie before the year 10000')
        const common = { team: team.id, person: person.id, conversation: id, by: byOf(caller) }
        if (inbox !== undefined || assignee !== undefined)
          await engine.react({ ...common, id: factIdOf(c, 'assigned'), kind: 'assigned', inbox, assignee })
        if (state !== undefined)
          await engine.react({ ...common, id: factIdOf(c, 'state'), kind: 'state', state, until: end })
        return c.json(view(await conversationOf(sql, team.id, id), team))
      },
    )
    .get(
      '/:id/messages',
      describe({
        summary: 'Read messages, oldest first',
        description: '`next` is the number to send as `after`.',
        tag,
        query: MessageQuery,
        answer: pageOf(MessageAnswer),
      }),
      async c => {
        const { team } = c.var.caller
        const { after, limit } = parse(MessageQuery, c.req.query())
        const { conversation } = await conversationOf(sql, team.id, idIn(c))
        const page = await messagesAfter(sql, team.id, conversation.id, after)
        const data = page.messages.slice(0, limit).map(message => agentMessageView(conversation.id, message, team))
        const more = page.more || page.messages.length > limit
        return c.json({ data, next: more ? String(data.at(-1)?.number) : null })
      },
    )
    .post(
      '/:id/messages',
      describe({
        summary: 'Write a message or a note',
        tag,
        body: NewMessage,
        answer: SentAnswer,
        status: 201,
        example: { body: { content: 'Your order is on its way.', from: exampleIds.agent } },
      }),
      async c => {
        const { caller } = c.var
        const { team } = caller
        const id = idIn(c)
        const { person } = await conversationOf(sql, team.id, id)
        const { content, note, from } = await readBody(c, NewMessage)
        const agent = speaker(caller, from)
        await limits.take('team-send', team.id)
        const common = { id: factIdOf(c), team: team.id, person: person.id, conversation: id, content }
        if (note && agent === undefined) throw wrong('from', 'a note needs an agent who writes it')
        const { result } = await engine.react(
          note && agent !== undefined
            ? { ...common, kind: 'note', agent }
            : { ...common, kind: 'agent-message', agent },
        )
        const { number } = result
        return c.json(
          { id: common.id, conversation: id, ...(!note && number !== undefined && { number }), at: toIso(result.at) },
          201,
        )
      },
    )
}

const wrong = (path: string, message: string): Problem =>
  new Problem('invalid', `${path}: ${message}`, { fields: [{ path, message }] })

/** In the dashboard one speaks for oneself; a key speaks for any agent of its team, or for the team. */
function speaker({ team, agent }: Caller, from: string | undefined): string | undefined {
  if (agent && from !== undefined && from !== agent.id)
    throw new Problem('forbidden', 'You can write in your own name only.')
  if (from !== undefined && !team.agents.has(from)) throw new Problem('not-found', 'There is no such agent.')
  return agent?.id ?? from
}

function listOf({ state, inbox, assignee }: Omit<z.output<typeof ConversationQuery>, 'limit' | 'after'>): List {
  if (state !== 'open' && (inbox !== undefined || assignee !== undefined))
    throw wrong('state', 'inbox and assignee narrow open conversations only')
  if (inbox !== undefined && assignee !== undefined) throw wrong('assignee', 'give inbox or assignee, not both')
  if (inbox !== undefined) return { list: 'inbox', inbox }
  if (assignee === 'none') return { list: 'unassigned' }
  if (assignee !== undefined) return { list: 'mine', agent: assignee }
  return { list: state === 'open' ? 'all' : state }
}
