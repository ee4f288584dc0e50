import type { EntryBody } from '../journal/entry.ts'
import type { Here } from './components/behaviour.ts'
import { closestUpstream } from './upstream.ts'

type Sent = Extract<EntryBody, { kind: 'message-sent' }>

/** C11: into the closest upstream conversation, or a new one. The conversation's state stays. Gives where it stands. */
export function deliver(
  {
    course: { world, now, emit },
    enrollment,
    component: { id: component, settings },
    from,
  }: Here<'send-message'> | Here<'send-email'>,
  what: Pick<Sent, 'content' | 'form' | 'email'>,
): { conversation: string; message: string } {
  const upstream = settings.newConversation ? undefined : closestUpstream(enrollment, from)
  const present = upstream === undefined ? undefined : world.life.conversations.get(upstream)
  const conversation = present?.id ?? world.newId(now)
  const message = world.newId(now)
  if (!present) {
    const by = { type: 'campaign', id: enrollment.campaign } as const
    emit({ kind: 'conversation-started', v: 1, conversation, by, inbox: world.inbox })
  }
  emit({
    kind: 'message-sent',
    v: 1,
    conversation,
    id: message,
    place: (present?.number ?? 0) + 1,
    // C14: an agent who left is replaced by the team.
    from: world.agents.has(settings.from) ? { type: 'agent', id: settings.from } : { type: 'team' },
    campaign: { id: enrollment.campaign, component, enrollment: enrollment.id },
    ...what,
  })
  return { conversation, message }
}
