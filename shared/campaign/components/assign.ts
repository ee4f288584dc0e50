import { closestUpstream } from '../upstream.ts'
import { acted, type Behaviour, type Here } from './behaviour.ts'

/** C13: moves the closest upstream conversation to an inbox. Its state stays. */
export const assign: Behaviour<'assign'> = {
  arrive: here => {
    const { course, component, enrollment, from } = here
    const upstream = closestUpstream(enrollment, from)
    const conversation = upstream === undefined ? undefined : course.world.life.conversations.get(upstream)
    const { inbox } = component.settings
    const members = course.world.inboxes.get(inbox)
    if (!conversation) acted(here, 'skipped', { reason: 'There was no conversation to assign.' })
    else if (!members) acted(here, 'failed', { reason: 'The inbox was deleted.' })
    else {
      const assignee = assigneeOf(here, conversation.assignee, members)
      const by = { type: 'campaign', id: enrollment.campaign } as const
      if (conversation.inbox !== inbox || conversation.assignee !== assignee || !conversation.listed)
        course.emit({
          kind: 'conversation-assigned',
          v: 1,
          conversation: conversation.id,
          inbox,
          assignee: assignee ?? null,
          by,
        })
      acted(here, 'assigned', { conversation: conversation.id })
    }
    return {}
  },
}

/** Who gets it; undefined: nobody yet. An agent who left is replaced by the team (C14). */
function assigneeOf(
  { course: { world }, component: { settings } }: Here<'assign'>,
  present: string | undefined,
  members: ReadonlySet<string>,
): string | undefined {
  if (settings.agent === 'round-robin') {
    const available = [...members].filter(agent => world.agents.has(agent) && world.isAvailable(agent)).sort()
    return available.length === 0 ? undefined : world.nextInTurn(settings.inbox, available)
  }
  if (settings.agent !== undefined) return world.agents.has(settings.agent) ? settings.agent : undefined
  return present !== undefined && members.has(present) ? present : undefined
}
