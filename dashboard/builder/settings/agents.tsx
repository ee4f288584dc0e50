import type { AgentView } from '@pavior/shared/protocol/views.ts'
import { useQuery } from '@tanstack/react-query'
import { agentsQuery } from '../../live/queries.ts'

/** The agents to choose from; somebody chosen who left is named as such. */
export function AgentOptions({ chosen, others }: { chosen: string; others: readonly string[] }) {
  const agents = useQuery(agentsQuery).data?.data
  const left = agents && !others.includes(chosen) && !agents.some(({ id }) => id === chosen)
  return (
    <optgroup label="An agent">
      {left ? <option value={chosen}>Somebody who left the team</option> : null}
      {(agents ?? []).map(({ id, name }: AgentView) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  )
}

/** Whether this agent left; unknown counts as not. */
export function useLeft(id: string, others: readonly string[]): boolean {
  const agents = useQuery(agentsQuery).data?.data
  return agents !== undefined && !others.includes(id) && !agents.some(agent => agent.id === id)
}
