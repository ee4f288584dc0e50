import type { Enrollment } from '../../journal/life.ts'
import type { ComponentOf } from '../campaign.ts'
import { closestUpstream } from '../upstream.ts'
import type { Heard } from '../world.ts'
import { acted, type Behaviour } from './behaviour.ts'

type InboundMessage = ComponentOf<'inbound-message'>

/** C10: acts when the person sends a message after it was reached. */
export const inboundMessage: Behaviour<'inbound-message'> = {
  arrive: (here, heard) => {
    if (heard) {
      acted(here, 'triggered', heardIn(heard))
      return {}
    }
    const { course, component, enrollment, from } = here
    course.emit({ kind: 'listening', v: 1, enrollment: enrollment.id, component: component.id, from })
    return undefined
  },
  isDue: ({ course, component, enrollment, from }, standing, heard) => {
    // C24: what came while the campaign was paused.
    if (standing.heard) return course.now
    if (!heard) return undefined
    const fits = from === undefined ? rootHears(component, heard) : hears(component, from, enrollment, heard)
    return fits ? course.now : undefined
  },
  act: (here, standing, heard) => {
    const fitting = standing.heard ?? (heard && heardIn(heard))
    if (!fitting) return undefined
    acted(here, 'triggered', fitting)
    return {}
  },
}

const heardIn = ({ conversation, message }: Heard) => ({ conversation, message })

/** C10: a root hears the first message of a conversation the person starts, or any. */
export function rootHears({ settings }: InboundMessage, heard: Heard): boolean {
  return (settings.which === 'any' || heard.first) && contains(settings.contains, heard.text)
}

/** C10: downstream, any message in the closest upstream conversation (without one: in any), or in any conversation. */
function hears({ settings }: InboundMessage, from: string, enrollment: Enrollment, heard: Heard): boolean {
  if (!contains(settings.contains, heard.text)) return false
  if (settings.where === 'anywhere') return true
  const upstream = closestUpstream(enrollment, from)
  return upstream === undefined || upstream === heard.conversation
}

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
