import type { Enrollment } from '../journal/life.ts'

/**
 * C16: back along the chain of acts that led here, the first that sent into, or was triggered by, a conversation.
 * Skipped and failed ones give none.
 * @param from the component whose act led here
 */
export function closestUpstream(enrollment: Enrollment, from: string | undefined): string | undefined {
  const actOf = (component: string | undefined) =>
    component === undefined ? undefined : enrollment.acts.find(act => act.component === component)
  for (let act = actOf(from); act; act = actOf(act.from)) {
    if (act.conversation !== undefined && act.outcome !== 'skipped' && act.outcome !== 'failed') return act.conversation
  }
  return undefined
}
