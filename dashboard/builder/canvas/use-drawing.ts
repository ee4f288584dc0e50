import { type NodeChange, type ReactFlowProps, useReactFlow } from '@xyflow/react'
import { useRef, useState } from 'preact/hooks'
import type { Place } from '../draft/draft.ts'
import { aLine, type Port, place, whyNot } from '../draft/edits.ts'
import { WIDTH } from '../draft/sizes.ts'
import { useBuilder } from '../use-builder.ts'
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
  const builder = useBuilder()
  const { screenToFlowPosition } = useReactFlow<ComponentNode, LineEdge>()
  const [moving, setMoving] = useState<ReadonlyMap<string, Place>>()
  const [lines, setLines] = useState(NO_LINES)
  const chooseLines = (ids: ReadonlySet<string>) => setLines(now => (now.size === 0 && ids.size === 0 ? now : ids))
  // What is chosen, ahead of the next drawing: several changes can come before it.
  const chosen = useRef(builder.selected)
  chosen.current = builder.selected
  const latest = useRef({ ...builder, moving, connecting, screenToFlowPosition })
  latest.current = { ...builder, moving, connecting, screenToFlowPosition }

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
    latest.current.select(chosen.current)
  }

  function drop(): void {
    const { moving, edit } = latest.current
    if (moving) edit(now => place(now, moving))
    setMoving(undefined)
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
      latest.current.select([])
      chooseLines(new Set([edge.id]))
    },
    onEdgeMouseEnter: (_event, edge) => hover(edge.id),
    onEdgeMouseLeave: leave,
    connectionRadius: 32,
    isValidConnection: ({ source, target, sourceHandle }) =>
      whyNot(latest.current.draft, aLine(source, target, portOf(sourceHandle))) === undefined,
    onConnect: ({ source, target, sourceHandle }) =>
      latest.current.connecting.draw({ id: source, port: portOf(sourceHandle) }, target),
    onConnectEnd: (event, { fromNode, fromHandle, toNode, isValid }) => {
      if (!fromNode || fromHandle?.type !== 'source' || isValid) return
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
