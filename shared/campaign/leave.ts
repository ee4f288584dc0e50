import type { Enrollment, EnrollmentStatus } from '../journal/life.ts'
import type { Course } from './world.ts'

/**
 * Takes the person out of a campaign. Open forms close with it (C19), except after End workflow, when what was
 * sent can still be answered (C15).
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
  course.emit({ kind: 'left', v: 1, enrollment: enrollment.id, status, cause })
}

/** C17: completed when nothing listens and no form it sent is open. */
export function completeIfDone(course: Course, enrollment: Enrollment): void {
  const done = enrollment.status === 'active' && enrollment.listening.length === 0 && enrollment.openForms.length === 0
  if (done) leave(course, enrollment, 'completed')
}
