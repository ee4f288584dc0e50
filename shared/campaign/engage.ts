import type { Awaiting, Engagement, Sender } from '../journal/life.ts'
import type { Course } from './world.ts'

/** What became of what a component sent (T1); once is enough, except for each button of its own. */
export function engage(course: Course, sender: Sender | undefined, outcome: Engagement, button?: string): void {
  const enrollment = sender && course.world.life.enrollments.get(sender.enrollment)
  if (!enrollment) return
  // Of an enrollment that was left it is not kept on the act: it counts once whoever tells it again.
  const acts = enrollment.status === 'active' ? enrollment.acts : []
  const engaged = acts.find(({ component }) => component === sender.component)?.engaged
  const known = outcome === 'clicked' ? wasClicked(engaged?.clicked, button) : engaged?.[outcome] === true
  if (known) return
  course.emit({ kind: 'engaged', v: 1, enrollment: enrollment.id, component: sender.component, outcome, button })
}

/** A link that is no button of its own counts as one more click of whatever was clicked before. */
const wasClicked = (clicked: readonly string[] | undefined, button: string | undefined): boolean =>
  clicked !== undefined && (button === undefined || clicked.includes(button))

/**
 * What the person's next message in a conversation answers, and with it has seen: all that campaigns sent since
 * somebody else wrote. Call what it gives when the message stands.
 */
export function answer(course: Course, conversation: string): () => void {
  const awaiting = awaitingIn(course, conversation)
  return () => {
    for (const { sender, unseen, unanswered } of awaiting) {
      if (unseen) engage(course, sender, 'seen')
      if (unanswered) engage(course, sender, 'replied')
    }
  }
}

/** What the person sees up to a message of a conversation. Call what it gives when that stands. */
export function glance(course: Course, conversation: string, upTo: number): () => void {
  const seen = awaitingIn(course, conversation).filter(({ unseen, number }) => unseen && number <= upTo)
  return () => {
    for (const { sender } of seen) engage(course, sender, 'seen')
  }
}

const awaitingIn = (course: Course, conversation: string): readonly Awaiting[] =>
  course.world.life.conversations.get(conversation)?.awaiting ?? []
