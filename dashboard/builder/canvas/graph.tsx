import '@xyflow/react/dist/base.css'
import './canvas.css'
import type { Names } from '@pavior/shared/filter/describe.ts'
import { Background, MiniMap, type NodeTypes, ReactFlow, type ReactFlowProps, useStore } from '@xyflow/react'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
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
  const fit = useFitAll()
  const ready = useStore(state => state.panZoom !== null && state.width > 0)
  useLayoutEffect(() => {
    if (ready && begun) fit()
  }, [ready, begun, fit])
  useRefit()
  const far = useStore(state => state.transform[2] < FAR)
  const nodesBefore = useRef<{ names: Names; nodes: ReadonlyMap<string, FlowNode> }>({ names, nodes: new Map() })
  const edgesBefore = useRef<ReadonlyMap<string, FlowEdge>>(new Map())
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
    const now = edgesOf(draft, lines, lit, edgesBefore.current)
    edgesBefore.current = new Map(now.map(edge => [edge.id, edge]))
    return now
  }, [draft, lines, lit])

  return (
    <Far.Provider value={far}>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
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
