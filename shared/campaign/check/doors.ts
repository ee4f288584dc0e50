import type { CampaignGraph } from '../campaign.ts'
import { constantOf } from './conditions-in.ts'
import { called, type GraphProblem, warning } from './problem.ts'

/** Doors that are open to everybody, or to nobody, where likely neither is meant: C5, C8. */
export const doors = (graph: CampaignGraph): GraphProblem[] => [...filters(graph), ...besideMessages(graph)]

/** A Filter that says the same of everybody; `unreachable` names what nobody gets to. */
function filters({ components }: CampaignGraph): GraphProblem[] {
  return components.flatMap((component, index) => {
    const always = component.type === 'filter' ? constantOf(component.settings.filter) : undefined
    if (always === undefined) return []
    const path = `components.${index}.settings.filter`
    return always
      ? [warning('everybody-passes', path, `${called(component)} lets everybody through.`, component.id)]
      : [warning('nobody-passes', path, `Nobody ever matches ${called(component)}.`, component.id)]
  })
}

/**
 * Where every root is an Inbound message, the message begins the campaign (C5). Any other root beside them, such as what
 * was left behind by a line that was cut, begins it for everybody in the audience.
 */
function besideMessages({ components, dependencies }: CampaignGraph): GraphProblem[] {
  const arrived = new Set(dependencies.map(({ to }) => to))
  const roots = components.filter(({ id }) => !arrived.has(id))
  if (!roots.some(({ type }) => type === 'inbound-message')) return []
  return roots
    .filter(({ type }) => type !== 'inbound-message')
    .map(root =>
      warning(
        'begins-at-once',
        `components.${components.indexOf(root)}`,
        `Nothing leads to ${called(root)}: it acts as soon as a person enters, before anybody writes.`,
        root.id,
      ),
    )
}
