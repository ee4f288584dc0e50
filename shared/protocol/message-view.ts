import type { From, Message } from '../journal/life.ts'
import { toIso } from '../text.ts'
import type { FormView, MessageFrom, MessageView } from './views.ts'

/** How messages are shown to whom they are for: by the server, and in a dry run. */

/** The team as those who write to it know it. */
export type Senders = { name: string; agentNames: ReadonlyMap<string, string> }

export function fromView(from: From, { name, agentNames }: Senders): MessageFrom {
  if (from.type !== 'agent') return from.type === 'team' ? { type: 'team', name } : { type: 'person' }
  const agent = agentNames.get(from.id)
  // C14: an agent who left is replaced by the team.
  return agent === undefined ? { type: 'team', name } : { type: 'agent', id: from.id, name: agent }
}

export function formView({ id, form }: Message): FormView | undefined {
  if (!form) return undefined
  const { state, values, at } = form
  return { id, state, ...(values && { values }), ...(at !== undefined && { submittedAt: toIso(at) }) }
}

export function messageView(conversation: string, message: Message, senders: Senders): MessageView {
  const { id, number, revision, at, from, content, button, email } = message
  const form = formView(message)
  return {
    id,
    conversation,
    number,
    revision,
    at: toIso(at),
    from: fromView(from, senders),
    content,
    ...(form && { form }),
    ...(button !== undefined && { button }),
    ...(email && { email: { subject: email.subject, state: email.state } }),
  }
}
