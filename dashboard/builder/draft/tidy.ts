import { Graph, layout } from '@dagrejs/dagre'
import { type Draft, type Place, placeOf } from './draft.ts'
import { place } from './edits.ts'
import { heightOf, WIDTH } from './sizes.ts'

/** Everything in rows, downwards (C7), few lines crossing; `matched` at the left of `unmatched`, what stood left stays left. */
export function tidy(draft: Draft): Draft {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'TB', nodesep: 48, ranksep: 64 })
  graph.setDefaultEdgeLabel(() => ({}))
  const places = draft.components.map((component, index) => ({ component, at: placeOf(component, index) }))
  const leftFirst = [...places].sort((a, b) => a.at.x - b.at.x || a.at.y - b.at.y)
  for (const { component } of leftFirst) graph.setNode(key(component.id), { width: WIDTH, height: heightOf(component) })
  const lines = [...draft.dependencies].sort((a, b) => (a.port ?? '').localeCompare(b.port ?? ''))
  for (const { from, to } of lines)
    if (graph.hasNode(key(from)) && graph.hasNode(key(to))) graph.setEdge(key(from), key(to))
  layout(graph)
  const found = new Map<string, Place>()
  for (const { component } of places) {
    const { x, y } = graph.node(key(component.id))
    found.set(component.id, { x: x - WIDTH / 2, y: y - heightOf(component) / 2 })
  }
  return place(draft, found)
}

/** The layout keeps things by name in objects, where an id such as `__proto__` would be something else. */
const key = (id: string): string => `component ${id}`
