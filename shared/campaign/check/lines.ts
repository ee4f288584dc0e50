import type { CampaignGraph, Component } from '../campaign.ts'
import { called, error, type GraphProblem } from './problem.ts'

/** Components and the lines between them: C6, C8. */
export const lines = (graph: CampaignGraph): GraphProblem[] => [
  ...(graph.components.length === 0 ? [error('empty', 'components', 'The graph has no component.')] : []),
  ...ids(graph),
  ...dependencies(graph),
  ...cycle(graph),
]

function ids(graph: CampaignGraph): GraphProblem[] {
  const seen = new Set<string>()
  return graph.components.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [error('double-id', `components.${index}.id`, `Two components have the id "${id}".`, id)]
  })
}

function dependencies(graph: CampaignGraph): GraphProblem[] {
  const components = new Map(graph.components.map(component => [component.id, component]))
  const seen = new Set<string>()
  return graph.dependencies.flatMap((dependency, index) => {
    const { from, to, port } = dependency
    const path = `dependencies.${index}`
    const start = components.get(from)
    const unknown = [
      ...(start ? [] : [error('unknown-component', `${path}.from`, `There is no component "${from}".`)]),
      ...(components.has(to) ? [] : [error('unknown-component', `${path}.to`, `There is no component "${to}".`)]),
    ]
    if (!start || unknown.length > 0) return unknown
    const wrong = wrongPort(start, dependency, path)
    if (wrong) return [wrong]
    const key = JSON.stringify([from, to, port])
    const message = `"${from}" and "${to}" are connected twice${port === undefined ? '' : ` by "${port}"`}.`
    if (seen.has(key)) return [error('double-dependency', path, message, from)]
    seen.add(key)
    return []
  })
}

function wrongPort(
  start: Component,
  { port }: CampaignGraph['dependencies'][number],
  path: string,
): GraphProblem | undefined {
  const { type, id } = start
  if (type === 'end') return error('unknown-port', path, `${called(start)} has no port: nothing can follow it.`, id)
  if (type !== 'filter')
    return port === undefined
      ? undefined
      : error('unknown-port', `${path}.port`, `${called(start)} has no port "${port}".`, id)
  if (port === undefined)
    return error(
      'missing-port',
      `${path}.port`,
      `A line from ${called(start)} needs a port, "matched" or "unmatched".`,
      id,
    )
  if (port === 'unmatched' && start.settings.watch === 'forever') {
    const message = `${called(start)} watches for ever, so nobody goes on by "unmatched": let it check once or watch for a time.`
    return error('dead-line', path, message, id)
  }
  return undefined
}

/** C6: the graph is acyclic. One cycle is named, by the components that it leads through. */
function cycle(graph: CampaignGraph): GraphProblem[] {
  const found = cycleIn(graph)
  const [first] = found
  if (first === undefined) return []
  const way = [...found, first].map(id => `"${id}"`)
  const shown = way.length > 8 ? [...way.slice(0, 4), '…', ...way.slice(-2)] : way
  return [error('cycle', 'dependencies', `The way from "${first}" leads back to itself: ${shown.join(' → ')}.`, first)]
}

function cycleIn(graph: CampaignGraph): string[] {
  const before = new Map<string, Set<string>>(graph.components.map(({ id }) => [id, new Set()]))
  for (const { from, to } of graph.dependencies) if (before.has(from)) before.get(to)?.add(from)
  const after = Map.groupBy(graph.dependencies, ({ from }) => from)
  const free = [...before].filter(([, ids]) => ids.size === 0).map(([id]) => id)
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    before.delete(id)
    for (const { to } of after.get(id) ?? []) {
      const left = before.get(to)
      if (left?.delete(id) && left.size === 0) free.push(to)
    }
  }
  // What is left lies on a cycle or behind one: walking back ends on it.
  const walked: string[] = []
  for (let id = before.keys().next().value; id !== undefined; id = before.get(id)?.values().next().value) {
    const met = walked.indexOf(id)
    if (met >= 0) return fromFirst(walked.slice(met).reverse(), graph)
    walked.push(id)
  }
  return []
}

/** The same round, begun at the component that was drawn first. */
function fromFirst(round: string[], graph: CampaignGraph): string[] {
  const first = graph.components.find(({ id }) => round.includes(id))
  const begin = first ? round.indexOf(first.id) : 0
  return [...round.slice(begin), ...round.slice(0, begin)]
}
