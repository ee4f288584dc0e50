import type { Thread } from '../live/views.ts'

/** Names of the colleagues who answered since a reply was begun. */
export function answeredMeanwhile(
  thread: Thread | undefined,
  since: number | undefined,
  me: string | undefined,
): string[] {
  if (!thread || since === undefined) return []
  const names = thread.messages
    .filter(({ number, from }) => number > since && from.type === 'agent' && from.id !== me)
    .map(({ from }) => from.name ?? 'A colleague')
  return [...new Set(names)]
}
