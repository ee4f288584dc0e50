import type { CampaignGraph } from '../campaign.ts'
import { Paths } from './paths.ts'
import { called, type GraphProblem, warning } from './problem.ts'

/** Where a person can get to, and with what. */
export function ways(graph: CampaignGraph): GraphProblem[] {
  const paths = new Paths(graph)
  const arrived = new Set(graph.dependencies.map(({ to }) => to))
  const roots = graph.components.filter(({ id }) => !arrived.has(id)).map(({ id }) => id)
  const reached = paths.after(roots)
  return graph.components.flatMap((component, index) => {
    const { id } = component
    if (!roots.includes(id) && !reached.has(id))
      return [warning('unreachable', `components.${index}`, `Nobody ever gets to ${called(component)}.`, id)]
    if (component.type !== 'assign' || hasConversation(paths, id)) return []
    const message = `${called(component)} finds no conversation: there is no Inbound message and nothing is sent before it.`
    return [warning('no-conversation', `components.${index}`, message, id)]
  })
}

const starting = ['inbound-message', 'send-message', 'send-email']

/** C16: whether some way to a component leads through one that gives a conversation. */
export const hasConversation = (paths: Paths, id: string): boolean =>
  [...paths.before(id)].some(other => starting.includes(paths.components.get(other)?.type ?? ''))
