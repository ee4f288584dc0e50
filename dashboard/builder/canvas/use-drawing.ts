import { type NodeChange, type ReactFlowProps, useReactFlow } from '@xyflow/react'
import { useRef, useState } from 'preact/hooks'
import { type Line, lineId, type Place } from '../draft/draft.ts'
import { aLine, componentOf, cut, type Port, place, portsOf, whyNot } from '../draft/edits.ts'
import { WIDTH } from '../draft/sizes.ts'
import { useBuilder, useLatest } from '../use-builder.ts'
import type { ComponentNode, LineEdge } from './flow.ts'
import { hover, leave } from './hovered.ts'
import type { From } from './use-add.ts'
import type { useConnecting } from './use-connecting.tsx'

type Flow = Partial<ReactFlowProps<ComponentNode, LineEdge>>

type Drawing = {
  /** Where what is being dragged is now. */
  moving: ReadonlyMap<string, Place> | undefined
  /** Chosen lines, by `lineId`. */
  lines: ReadonlySet<string>
  chooseLines: (ids: ReadonlySet<string>) => void
  /** What the canvas does with the mouse. Always the same functions: a new one would draw all 250 components anew. */
  handlers: Flow
}

export const NO_LINES: ReadonlySet<string> = new Set()

/** Drawing by mouse: choosing, dragging, connecting. */
export function useDrawing(connecting: ReturnType<typeof useConnecting>): Drawing {
  const { selected } = useBuilder()
  const builder = useLatest()
  const { screenToFlowPosition } = useReactFlow<ComponentNode, LineEdge>()
  const [moving, setMoving] = useState<ReadonlyMap<string, Place>>()
  const [lines, setLines] = useState(NO_LINES)
  const chooseLines = (ids: ReadonlySet<string>) => setLines(now => (now.size === 0 && ids.size === 0 ? now : ids))
  // What is chosen, ahead of the next drawing: several changes can come before it.
  const chosen = useRef(selected)
  chosen.current = selected
  const latest = useRef({ moving, connecting, screenToFlowPosition })
  latest.current = { moving, connecting, screenToFlowPosition }

  /** The line of which one end is being moved. */
  const taken = useRef<Line>(undefined)

  function changed(changes: NodeChange<ComponentNode>[]): void {
    const places = changes.flatMap(change =>
      change.type === 'position' && change.position && change.dragging ? [[change.id, change.position] as const] : [],
    )
    if (places.length > 0) setMoving(before => new Map([...(before ?? []), ...places]))
    const choices = changes.filter(change => change.type === 'select')
    if (choices.length === 0) return
    const next = new Set(chosen.current)
    for (const { id, selected } of choices) {
      if (selected) next.add(id)
      else next.delete(id)
    }
    chosen.current = [...next]
    builder().select(chosen.current)
  }

  function drop(): void {
    const { moving } = latest.current
    if (moving) builder().edit(now => place(now, moving))
    setMoving(undefined)
  }

  function refit(line: Line, kept: 'source' | 'target', under: string | undefined, port: Port | undefined): void {
    if (under === undefined) return
    const { connecting } = latest.current
    if (kept === 'source') {
      connecting.move(line, { id: line.from, port: portOf(line.port) }, under)
      return
    }
    const component = componentOf(builder().draft, under)
    const ports = component ? portsOf(component) : []
    // Beside its ports a Filter does not say which one is meant.
    if (component && ports.length < 2) connecting.move(line, { id: under, port: ports[0] }, line.to)
    else if (port !== undefined) connecting.move(line, { id: under, port }, line.to)
  }

  function offerAt(from: From, at: Place): void {
    const { connecting, screenToFlowPosition } = latest.current
    const { x, y } = screenToFlowPosition(at)
    connecting.offer({ at, from: [from], existing: false }, { x: x - WIDTH / 2, y })
  }

  const [handlers] = useState<Flow>(() => ({
    onNodesChange: changed,
    onNodeDragStop: drop,
    onSelectionDragStop: drop,
    onPaneClick: () => chooseLines(NO_LINES),
    onNodeClick: () => chooseLines(NO_LINES),
    onEdgeClick: (_event, edge) => {
      builder().select([])
      chooseLines(new Set([edge.id]))
    },
    onEdgeMouseEnter: (_event, edge) => hover(edge.id),
    onEdgeMouseLeave: leave,
    connectionRadius: 32,
    isValidConnection: ({ source, target, sourceHandle }) => {
      const { draft } = builder()
      const without = taken.current ? cut(draft, new Set([lineId(taken.current)])) : draft
      return whyNot(without, aLine(source, target, portOf(sourceHandle))) === undefined
    },
    onConnect: ({ source, target, sourceHandle }) =>
      latest.current.connecting.draw({ id: source, port: portOf(sourceHandle) }, target),
    onReconnectStart: (_event, edge) => {
      taken.current = edge.data?.line
    },
    onReconnect: ({ data }, { source, target, sourceHandle }) => {
      if (data) latest.current.connecting.move(data.line, { id: source, port: portOf(sourceHandle) }, target)
    },
    onReconnectEnd: (event, { data }, kept, { toNode, toHandle, isValid }) => {
      taken.current = undefined
      if (!data || isValid) return
      refit(data.line, kept, toNode?.id ?? componentAt(pointOf(event)), portOf(toHandle?.id))
    },
    onConnectEnd: (event, { fromNode, fromHandle, toNode, isValid }) => {
      if (taken.current || !fromNode || fromHandle?.type !== 'source' || isValid) return
      const from = { id: fromNode.id, port: portOf(fromHandle.id) }
      const at = pointOf(event)
      const under = toNode?.id ?? componentAt(at)
      if (under === fromNode.id && !toNode) return
      if (under !== undefined) latest.current.connecting.draw(from, under)
      else if (isOnCanvas(at)) offerAt(from, at)
    },
  }))
  return { moving, lines, chooseLines, handlers }
}

const portOf = (handle: string | null | undefined): Port | undefined =>
  handle === 'matched' || handle === 'unmatched' ? handle : undefined

function pointOf(event: MouseEvent | TouchEvent): Place {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 }
}

const isOnCanvas = ({ x, y }: Place): boolean => document.elementFromPoint(x, y)?.closest('.react-flow__pane') !== null

function componentAt({ x, y }: Place): string | undefined {
  const node = document.elementFromPoint(x, y)?.closest('.react-flow__node')
  return node instanceof HTMLElement ? node.dataset.id : undefined
}
