import type { EntryBody } from '../journal/entry.ts'
import type { Enrollment } from '../journal/life.ts'
import type { ComponentOf } from './campaign.ts'
import { closestUpstream } from './upstream.ts'
import type { Heard } from './world.ts'

type InboundMessage = ComponentOf<'inbound-message'>

/** C10: a root hears the first message of a conversation the person starts, or any. */
export function rootHears({ settings }: InboundMessage, heard: Heard): boolean {
  return (settings.which === 'any' || heard.first) && contains(settings.contains, heard.text)
}

/** C10: downstream, any message in the closest upstream conversation (without one: in any), or in any conversation. */
export function hears({ settings }: InboundMessage, from: string, enrollment: Enrollment, heard: Heard): boolean {
  if (!contains(settings.contains, heard.text)) return false
  if (settings.where === 'anywhere') return true
  const upstream = closestUpstream(enrollment, from)
  return upstream === undefined || upstream === heard.conversation
}

export const triggered = (
  { id }: InboundMessage,
  enrollment: Enrollment,
  from: string | undefined,
  heard: Heard,
): EntryBody => ({
  kind: 'acted',
  v: 1,
  enrollment: enrollment.id,
  component: id,
  outcome: 'triggered',
  from,
  conversation: heard.conversation,
  message: heard.message,
})

/** Whole words or phrases, without case; none given means any text. */
function contains(phrases: readonly string[] | undefined, text: string): boolean {
  if (!phrases || phrases.length === 0) return true
  const words = ` ${wordsOf(text)} `
  return phrases.some(phrase => words.includes(` ${wordsOf(phrase)} `))
}

/** Words and signs as they are compared; a letter counts as the same however its accent is written. */
export const wordsOf = (text: string): string =>
  (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('\ufe0f', '')
      .match(/[\p{L}\p{N}\p{M}]+|\p{S}/gu) ?? []
  ).join(' ')
