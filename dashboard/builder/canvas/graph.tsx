import '@xyflow/react/dist/base.css'
import './canvas.css'
import type { Names } from '@pavior/shared/filter/describe.ts'
import {
  Background,
  MiniMap,
  type NodeTypes,
  ReactFlow,
  type ReactFlowProps,
  useStore,
  useStoreApi,
} from '@xyflow/react'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useStore as useHovered } from '../../live/store.ts'
import type { Draft, Place } from '../draft/draft.ts'
import type { ShownProblem } from '../problems/problems.ts'
import type { Lit } from '../use-builder.ts'
import { ComponentNode } from './component-node.tsx'
import { FAR, Far } from './far.ts'
import {
  edgesOf,
  type LineEdge as FlowEdge,
  type ComponentNode as FlowNode,
  type Mark,
  marksOf,
  nodesOf,
} from './flow.ts'
import { hovered } from './hovered.ts'
import { LineEdge } from './line-edge.tsx'
import { LEAST_ZOOM, useFitAll, useRefit } from './use-fit.ts'

const edgeTypes = { line: LineEdge }

type Props = {
  draft: Draft
  names: Names
  problems?: readonly ShownProblem[]
  selected?: readonly string[]
  /** Chosen lines, by `lineId`. */
  lines?: ReadonlySet<string>
  moving?: ReadonlyMap<string, Place> | undefined
  lit?: Lit | undefined
  /** What can be done with the mouse; only looked at where nothing can. */
  handlers?: Partial<ReactFlowProps<FlowNode, FlowEdge>>
  editable?: boolean
  /** How a component is drawn, where not by what is set in it. Always the same one. */
  node?: NodeTypes['component']
  children?: ComponentChildren
}

const NONE: readonly never[] = []
const NO_LINES: ReadonlySet<string> = new Set()

/** A draft as a picture: the same for who draws it and for who only looks. */
export function Graph({
  draft,
  names,
  problems = NONE,
  selected = NONE,
  lines = NO_LINES,
  moving,
  lit,
  handlers,
  editable = false,
  node = ComponentNode,
  children,
}: Props) {
  const nodeTypes = useMemo(() => ({ component: node }), [node])
  // On an empty canvas the first component stays where it is put.
  const [begun] = useState(draft.components.length > 0)
  const flow = useStoreApi<FlowNode, FlowEdge>()
  const fit = useFitAll()
  const ready = useStore(state => state.panZoom !== null && state.width > 0)
  useLayoutEffect(() => {
    if (ready && begun) fit()
  }, [ready, begun, fit])
  useRefit()
  const far = useStore(state => state.transform[2] < FAR)
  const nodesBefore = useRef<{ names: Names; nodes: ReadonlyMap<string, FlowNode> }>({ names, nodes: new Map() })
  const edgesBefore = useRef<FlowEdge[]>([])
  // Only the line under the mouse can be taken by its ends: 600 places to take would be heavy.
  const near = useHovered(hovered, now => (editable && !far ? now.line : undefined))
  const marksBefore = useRef<ReadonlyMap<string, Mark>>(new Map())

  const marks = useMemo(() => {
    marksBefore.current = marksOf(problems, marksBefore.current)
    return marksBefore.current
  }, [problems])
  const nodes = useMemo(() => {
    // Called otherwise, every sentence is said anew.
    const before = nodesBefore.current.names === names ? nodesBefore.current.nodes : new Map()
    const now = nodesOf(draft, { selected: new Set(selected), moving, marks, lit, names }, before)
    nodesBefore.current = { names, nodes: new Map(now.map(node => [node.id, node])) }
    return now
  }, [draft, selected, moving, marks, lit, names])
  const edges = useMemo(() => {
    const before = edgesBefore.current
    const now = edgesOf(draft, { chosen: lines, near, lit }, new Map(before.map(edge => [edge.id, edge])))
    // Moving a component moves its lines; none of them is another one then.
    const isSame = now.length === before.length && now.every((edge, index) => edge === before[index])
    if (!isSame) edgesBefore.current = now
    return edgesBefore.current
  }, [draft, lines, near, lit])

  // Handed over before the browser draws: as properties they would come to it a frame later.
  useLayoutEffect(() => flow.getState().setNodes(nodes), [flow, nodes])
  useLayoutEffect(() => flow.getState().setEdges(edges), [flow, edges])

  return (
    <Far.Provider value={far}>
      <ReactFlow<FlowNode, FlowEdge>
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        minZoom={LEAST_ZOOM}
        maxZoom={2}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        proOptions={NO_MARK}
        nodesDraggable={editable}
        nodesConnectable={editable}
        edgesReconnectable={false}
        reconnectRadius={14}
        elementsSelectable={handlers !== undefined}
        {...handlers}
      >
        <Background gap={16} size={1} />
        <MiniMap pannable zoomable position="top-left" ariaLabel="Small map of the graph" nodeClassName={mapClass} />
        {children}
      </ReactFlow>
    </Far.Provider>
  )
}

const mapClass = (node: FlowNode): string => (node.selected ? 'here' : node.data.mark?.level === 'error' ? 'wrong' : '')

const NO_MARK = { hideAttribution: true }
