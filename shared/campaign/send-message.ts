import { formOf, isBlank } from '../document/document.ts'
import { fillVariables } from '../document/variables.ts'
import type { EntryBody } from '../journal/entry.ts'
import type { Enrollment } from '../journal/life.ts'
import type { ComponentOf } from './campaign.ts'
import { closestUpstream } from './upstream.ts'
import type { Course } from './world.ts'

/**
 * C11: into the closest upstream conversation, or a new one. The conversation's state stays. A message of which
 * variables leave nothing for this person is skipped (C14).
 */
export function sendMessage(
  course: Course,
  { id: component, settings }: ComponentOf<'send-message'>,
  enrollment: Enrollment,
  from: string | undefined,
): EntryBody[] {
  const { world } = course
  const content = fillVariables(settings.content, world.life.person)
  const act = { kind: 'acted', v: 1, enrollment: enrollment.id, component, from } as const
  if (isBlank(content)) return [{ ...act, outcome: 'skipped', reason: 'For this person the message is empty.' }]
  const upstream = settings.newConversation ? undefined : closestUpstream(enrollment, from)
  const present = upstream === undefined ? undefined : world.life.conversations.get(upstream)
  const conversation = present?.id ?? world.newId()
  const message = world.newId()
  const sent: EntryBody = {
    kind: 'message-sent',
    v: 1,
    conversation,
    id: message,
    place: (present?.number ?? 0) + 1,
    // C14: an agent who left is replaced by the team.
    from: world.agents.has(settings.from) ? { type: 'agent', id: settings.from } : { type: 'team' },
    content,
    form: formOf(content) ? 'open' : undefined,
    campaign: { id: enrollment.campaign, component, enrollment: enrollment.id },
  }
  const acted: EntryBody = { ...act, outcome: 'sent', conversation, message }
  if (present) return [sent, acted]
  const by = { type: 'campaign', id: enrollment.campaign } as const
  return [{ kind: 'conversation-started', v: 1, conversation, by, inbox: world.inbox }, sent, acted]
}
