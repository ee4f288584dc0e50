import type { Enrollment } from '../journal/life.ts'

/**
 * C16: back along the chain of acts that led here, the first that sent into, or was triggered by, a conversation.
 * Skipped and failed ones give none.
 * @param from the component whose act led here
 */
export function closestUpstream(enrollment: Enrollment, from: string | undefined): string | undefined {
  const acts = new Map(enrollment.acts.map(act => [act.component, act]))
  for (
    let act = from === undefined ? undefined : acts.get(from);
    act;
    act = act.from === undefined ? undefined : acts.get(act.from)
  ) {
    if (act.conversation !== undefined && act.outcome !== 'skipped' && act.outcome !== 'failed') return act.conversation
  }
  return undefined
}
