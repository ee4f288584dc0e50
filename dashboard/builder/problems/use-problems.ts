import type { AgentView } from '@pavior/shared/protocol/views.ts'
import { useEffect, useState } from 'preact/hooks'
import type { CampaignContext } from '../../live/views.ts'
import type { Draft } from '../draft/draft.ts'
import { problemsOf, type ShownProblem } from './problems.ts'

/** A moment after the last change: while somebody types nothing flickers, and no change waits for the checks. */
const CALM = 150

/** All that is wrong with what is drawn, a moment after it was drawn. */
export function useProblems(
  draft: Draft,
  inboxes: readonly { id: string }[] | undefined,
  agents: readonly AgentView[] | undefined,
  context: CampaignContext | undefined,
  zone: string,
): readonly ShownProblem[] {
  const [problems, setProblems] = useState<readonly ShownProblem[]>([])
  useEffect(() => {
    if (!inboxes || !agents || !context) return
    const soon = setTimeout(() => {
      const ids = (named: readonly { id: string }[]) => new Set(named.map(({ id }) => id))
      setProblems(
        problemsOf(draft, {
          agents: ids(agents),
          inboxes: ids(inboxes),
          campaigns: ids(context.campaigns),
          transport: context.transport,
          zone,
          now: Date.now(),
        }),
      )
    }, CALM)
    return () => clearTimeout(soon)
  }, [draft, inboxes, agents, context, zone])
  return problems
}
