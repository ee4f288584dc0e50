import type { CampaignDraft } from '@pavior/shared/campaign/draft.ts'

/** A Send component of a draft, as its message is written: whatever stands in it, right or wrong. */

export type DraftComponent = CampaignDraft['components'][number]
export type Channel = 'send-message' | 'send-email'

export type Message = {
  channel: Channel
  /** `team`, or an agent's id. */
  from: string
  newConversation: boolean
  subject: string
  preview: string
  content: unknown
}

export function messageOf({ type, settings = {} }: DraftComponent): Message {
  const { from, newConversation, subject, preview, content } = settings
  return {
    channel: type === 'send-email' ? 'send-email' : 'send-message',
    from: textOf(from) || 'team',
    newConversation: newConversation === true,
    subject: textOf(subject),
    preview: textOf(preview),
    content,
  }
}

/** The component with another setting; an empty preview text is none. */
export function withSettings(component: DraftComponent, change: Partial<Omit<Message, 'channel'>>): DraftComponent {
  const settings: Record<string, unknown> = { ...component.settings, ...change }
  if (settings.preview === '') delete settings.preview
  return { ...component, settings }
}

/** By the other way. What only an email says comes back with `email`, where it was one before. */
export function byChannel(
  component: DraftComponent,
  channel: Channel,
  email: { subject: string; preview: string },
): DraftComponent {
  const { subject: _, preview: __, ...settings } = component.settings ?? {}
  if (channel === 'send-message') return { ...component, type: channel, settings }
  return withSettings({ ...component, type: channel, settings }, email)
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
