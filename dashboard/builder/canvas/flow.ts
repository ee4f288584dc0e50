import type { Names } from '@pavior/shared/filter/describe.ts'
import type { Edge, Node, NodeHandle } from '@xyflow/react'
import { Position } from '@xyflow/react'
import { type Draft, type DraftComponent, type Line, lineId, type Place, placeOf } from '../draft/draft.ts'
import { heightOf, WIDTH } from '../draft/sizes.ts'
import type { ShownProblem } from '../problems/problems.ts'
import type { Lit, LitComponent } from '../use-builder.ts'
import { typeName } from '../words/components.ts'
import { plainly, type Said, said } from '../words/said.ts'

/** How a draft becomes what @xyflow/react draws: a component a node, a line an edge. Sizes are fixed, so that nothing is measured. */

/** Why a component is marked on the canvas. */
export type Mark = { level: 'error' | 'warning'; says: string }

type NodeData = {
  component: DraftComponent
  /** What is set in it. */
  parts: Said
  mark: Mark | undefined
  lit: LitComponent | undefined
}
export type ComponentNode = Node<NodeData, 'component'>
export type LineEdge = Edge<{ line: Line; from: string; to: string; lit: 'lit' | 'later' | 'pale' | undefined }, 'line'>

const PORT = 8

function port(type: 'source' | 'target', id: string | null, x: number, y: number): NodeHandle {
  const position = type === 'target' ? Position.Top : Position.Bottom
  return { type, id, position, x: x - PORT / 2, y: y - PORT / 2, width: PORT, height: PORT }
}

function handles(component: DraftComponent): NodeHandle[] {
  const bottom = heightOf(component)
  const into = port('target', null, WIDTH / 2, 0)
  switch (component.type) {
    case 'filter':
      return [into, port('source', 'matched', WIDTH / 4, bottom), port('source', 'unmatched', (WIDTH * 3) / 4, bottom)]
    case 'end':
      return [into]
    default:
      return [into, port('source', null, WIDTH / 2, bottom)]
  }
}

type Drawn = {
  selected: ReadonlySet<string>
  /** Where what is being dragged is now. */
  moving: ReadonlyMap<string, Place> | undefined
  marks: ReadonlyMap<string, Mark>
  lit: Lit | undefined
  names: Names
}

/** The nodes of a draft. Those that look as before stay the same objects, which is what makes 250 of them light. */
export function nodesOf(
  { components }: Draft,
  { selected, moving, marks, lit, names }: Drawn,
  before: ReadonlyMap<string, ComponentNode>,
): ComponentNode[] {
  return components.map((component, index) => {
    const { id } = component
    const position = moving?.get(id) ?? placeOf(component, index)
    const chosen = selected.has(id)
    const mark = marks.get(id)
    const light = lit && (lit.components.get(id) ?? PALE)
    const old = before.get(id)
    if (
      old &&
      old.data.component === component &&
      old.data.mark === mark &&
      old.data.lit === light &&
      old.selected === chosen &&
      old.position.x === position.x &&
      old.position.y === position.y
    )
      return old
    const parts = old?.data.component === component ? old.data.parts : said(component, names)
    const same = old?.data.component === component && old.data.mark === mark && old.data.lit === light
    return {
      id,
      type: 'component',
      position,
      width: WIDTH,
      height: heightOf(component),
      measured: { width: WIDTH, height: heightOf(component) },
      handles: old && old.data.component.type === component.type && old.handles ? old.handles : handles(component),
      selected: chosen,
      data: same ? old.data : { component, parts, mark, lit: light },
      ariaRole: 'group',
      domAttributes: NODE,
      ariaLabel: labelOf(component, parts, mark, light),
    }
  })
}

/** What a screen reader says of it. */
function labelOf(component: DraftComponent, parts: Said, mark: Mark | undefined, lit: NodeData['lit']): string {
  const problem = mark ? `. ${mark.level === 'error' ? 'Error' : 'Warning'}: ${mark.says}` : ''
  return `${typeName(component.type)}: ${lit?.says ?? plainly(parts)}${problem}`
}

const PALE = { state: 'pale' } as const
/** Reached by the arrow keys, not by 250 tabs: which one is in the tab order, the canvas says. */
const NODE = { tabIndex: -1, 'aria-roledescription': 'component' } as const

/** `near`: the line under the mouse. */
export function edgesOf(
  { dependencies, components }: Draft,
  { chosen, near, lit }: { chosen: ReadonlySet<string>; near: string | undefined; lit: Lit | undefined },
  before: ReadonlyMap<string, LineEdge>,
): LineEdge[] {
  const types = new Map(components.map(({ id, type }) => [id, type]))
  const seen = new Set<string>()
  return dependencies.flatMap(line => {
    const id = lineId(line)
    const from = types.get(line.from)
    const to = types.get(line.to)
    // Twice the same, or to nowhere: `check` names it, and there is nothing to draw.
    if (seen.has(id) || from === undefined || to === undefined) return []
    seen.add(id)
    const light = lit && (lit.lines.has(id) ? 'lit' : lit.ahead?.has(id) ? 'later' : 'pale')
    const old = before.get(id)
    const selected = chosen.has(id)
    const reconnectable = near === id
    if (
      old &&
      old.selected === selected &&
      old.reconnectable === reconnectable &&
      old.data?.lit === light &&
      old.data?.from === from &&
      old.data.to === to
    )
      return [old]
    return [
      {
        id,
        type: 'line',
        source: line.from,
        target: line.to,
        sourceHandle: from === 'filter' ? (line.port ?? 'matched') : null,
        selected,
        reconnectable,
        data: { line, from, to, lit: light },
      } satisfies LineEdge,
    ]
  })
}

/** The first error of each component, otherwise its first warning. */
export function marksOf(
  problems: readonly ShownProblem[],
  before: ReadonlyMap<string, Mark>,
): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>()
  for (const { component, level, says } of problems) {
    if (component === undefined || marks.get(component)?.level === 'error') continue
    if (level === 'warning' && marks.has(component)) continue
    const old = before.get(component)
    marks.set(component, old?.level === level && old.says === says ? old : { level, says })
  }
  return marks
}
