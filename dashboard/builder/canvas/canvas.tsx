import { type NodeChange, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { Workflow } from 'lucide-preact'
import { useCallback, useRef, useState } from 'preact/hooks'
import { Empty } from '../../ui/state.tsx'
import type { Place } from '../draft/draft.ts'
import { aLine, cut, type Port, place, whyNot } from '../draft/edits.ts'
import { WIDTH } from '../draft/sizes.ts'
import { tidy } from '../draft/tidy.ts'
import { DRAGGED } from '../palette/dragged.ts'
import { useBuilder } from '../use-builder.ts'
import { isType } from '../words/components.ts'
import { Cutting } from './cutting.ts'
import type { ComponentNode, LineEdge } from './flow.ts'
import { FIT, Graph } from './graph.tsx'
import { hover, leave, leaveNow } from './hovered.ts'
import { Tray } from './tray.tsx'
import { type From, useAdd } from './use-add.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'
import { useClipboard } from './use-clipboard.ts'
import { useConnecting } from './use-connecting.tsx'
import { useFit } from './use-fit.ts'
import { useFocus } from './use-focus.ts'

/** Where the campaign is drawn. `shown`: a component to bring into view. */
export function Canvas({ shown }: { shown: { id: string } | undefined }) {
  return (
    <ReactFlowProvider>
      <Drawing shown={shown} />
    </ReactFlowProvider>
  )
}

const NO_LINES: ReadonlySet<string> = new Set()
const portOf = (handle: string | null | undefined): Port | undefined =>
  handle === 'matched' || handle === 'unmatched' ? handle : undefined

function Drawing({ shown }: { shown: { id: string } | undefined }) {
  const { draft, names, problems, selected, select, edit, lit } = useBuilder()
  const { screenToFlowPosition, fitView } = useReactFlow<ComponentNode, LineEdge>()
  const [moving, setMoving] = useState<ReadonlyMap<string, Place>>()
  const [lines, chooseLines] = useState<ReadonlySet<string>>(NO_LINES)
  const canvas = useRef<HTMLElement>(null)
  const add = useAdd()
  const connecting = useConnecting()
  const watched = lit !== undefined
  useClipboard()
  useFit(canvas)
  const focus = useFocus(canvas, shown)

  const cutLines = useCallback(
    (ids: ReadonlySet<string>) => {
      edit(now => cut(now, ids))
      chooseLines(NO_LINES)
      leaveNow()
    },
    [edit],
  )
  const cutOne = useCallback((id: string) => cutLines(new Set([id])), [cutLines])
  const onTidy = () => {
    edit(tidy)
    requestAnimationFrame(() => void fitView(FIT))
  }
  useCanvasKeys({ canvas, lines, cutLines, focus, offer: connecting.offer })

  // What is chosen, ahead of the next drawing: several changes can come before it.
  const chosen = useRef(selected)
  chosen.current = selected
  const onNodesChange = useCallback(
    (changes: NodeChange<ComponentNode>[]) => {
      const places = changes.flatMap(change =>
        change.type === 'position' && change.position && change.dragging ? [[change.id, change.position] as const] : [],
      )
      if (places.length > 0) setMoving(before => new Map([...(before ?? []), ...places]))
      const choices = changes.filter(change => change.type === 'select')
      if (choices.length === 0) return
      const next = new Set(chosen.current)
      for (const { id, selected: on } of choices) {
        if (on) next.add(id)
        else next.delete(id)
      }
      chosen.current = [...next]
      select(chosen.current)
    },
    [select],
  )
  const drop = () => {
    if (moving) edit(now => place(now, moving))
    setMoving(undefined)
  }

  const offerAt = (from: From, at: { x: number; y: number }) => {
    const { x, y } = screenToFlowPosition(at)
    connecting.offer({ at, from: [from], existing: false }, { x: x - WIDTH / 2, y })
  }

  return (
    <section
      ref={canvas}
      class="canvas"
      aria-label="Graph"
      onDragOver={event => {
        if (!event.dataTransfer?.types.includes(DRAGGED)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={event => {
        const type = event.dataTransfer?.getData(DRAGGED) ?? ''
        if (!isType(type)) return
        event.preventDefault()
        const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY })
        add(type, { x: x - WIDTH / 2, y: y - 24 })
      }}
    >
      <Cutting.Provider value={watched ? undefined : cutOne}>
        <Graph
          draft={draft}
          names={names}
          problems={problems}
          selected={selected}
          lines={lines}
          moving={moving}
          lit={lit}
          flow={{
            nodesDraggable: !watched,
            nodesConnectable: !watched,
            onNodesChange,
            onNodeDragStop: drop,
            onSelectionDragStop: drop,
            onPaneClick: () => chooseLines(NO_LINES),
            onNodeClick: () => chooseLines(NO_LINES),
            onEdgeClick: (_event, edge) => {
              select([])
              chooseLines(new Set([edge.id]))
            },
            onEdgeMouseEnter: (_event, edge) => hover(edge.id),
            onEdgeMouseLeave: leave,
            connectionRadius: 32,
            isValidConnection: ({ source, target, sourceHandle }) =>
              whyNot(draft, aLine(source, target, portOf(sourceHandle))) === undefined,
            onConnect: ({ source, target, sourceHandle }) =>
              connecting.draw({ id: source, port: portOf(sourceHandle) }, target),
            onConnectEnd: (event, { fromNode, fromHandle, toNode, isValid }) => {
              if (!fromNode || fromHandle?.type !== 'source' || isValid) return
              const from = { id: fromNode.id, port: portOf(fromHandle.id) }
              const at = pointOf(event)
              const under = toNode?.id ?? componentAt(at)
              if (under === fromNode.id && !toNode) return
              if (under !== undefined) connecting.draw(from, under)
              else if (isOnCanvas(at)) offerAt(from, at)
            },
          }}
        >
          <Tray {...(!watched && { onTidy })} />
        </Graph>
      </Cutting.Provider>
      {draft.components.length === 0 ? (
        <div class="canvas-empty">
          <Empty icon={<Workflow />} title="Nothing is drawn yet">
            Add the first component from the left. An Inbound message begins when somebody writes; anything else begins
            as soon as a person enters.
          </Empty>
        </div>
      ) : null}
      {connecting.asks}
    </section>
  )
}

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 }
}

const isOnCanvas = ({ x, y }: Place): boolean => document.elementFromPoint(x, y)?.closest('.react-flow__pane') !== null

const componentAt = ({ x, y }: Place): string | undefined => {
  const node = document.elementFromPoint(x, y)?.closest('.react-flow__node')
  return node instanceof HTMLElement ? node.dataset.id : undefined
}
