import type { Enrollment, EnrollmentStatus } from '../journal/life.ts'
import type { Course } from './world.ts'

/**
 * Takes the person out of a campaign. Open forms close with it (C19), except after End workflow, when what was
 * sent can still be answered (C15). On an exit or a removal, emails that wait to be handed over never leave (C12).
 */
export function leave(
  course: Course,
  enrollment: Enrollment,
  status: Exclude<EnrollmentStatus, 'active'>,
  cause?: string,
): void {
  if (status !== 'ended') {
    for (const { conversation, message } of enrollment.openForms)
      course.emit({ kind: 'form-closed', v: 1, conversation, message })
  }
  if (status === 'exited' || status === 'removed') revokeEmails(course, enrollment, GONE)
  course.emit({ kind: 'left', v: 1, enrollment: enrollment.id, status, cause })
}

/** Why an email was not handed over. */
export const GONE = 'The person had left the campaign.'

/** C12: until it is handed over, the act becomes *skipped*, and the numbers move with it. */
export function revokeEmails(course: Course, enrollment: Enrollment, reason: string, only?: string): void {
  for (const { conversation, message, component } of enrollment.openEmails) {
    if (only !== undefined && only !== message) continue
    const email = course.world.life.conversations.get(conversation)?.messages.find(({ id }) => id === message)?.email
    if (email?.state !== 'due') continue
    course.emit({ kind: 'email-changed', v: 1, conversation, message, state: 'revoked', reason })
    course.emit({ kind: 'act-revoked', v: 1, enrollment: enrollment.id, component, outcome: 'skipped', reason })
  }
}

/** C17: completed when nothing stands, no form it sent is open, and no email of it is still to be handed over. */
export function completeIfDone(course: Course, enrollment: Enrollment): void {
  const { status, standing, openForms, openEmails } = enrollment
  if (status === 'active' && standing.length === 0 && openForms.length === 0 && openEmails.length === 0)
    leave(course, enrollment, 'completed')
}
