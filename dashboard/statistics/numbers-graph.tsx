import './counts-node.css'
import type { Names } from '@pavior/shared/filter/describe.ts'
import { type NodeMouseHandler, ReactFlowProvider } from '@xyflow/react'
import { useMemo } from 'preact/hooks'
import { navigate } from 'wouter-preact/use-browser-location'
import type { ComponentNode } from '../builder/canvas/flow.ts'
import { Graph } from '../builder/canvas/graph.tsx'
import { Tray } from '../builder/canvas/tray.tsx'
import type { Draft } from '../builder/draft/draft.ts'
import { firstCount } from './counts.ts'
import { CountsNode } from './counts-node.tsx'
import { type Figures, FiguresOf } from './figures.ts'

/** The graph as it was published, with how many people each component acted on and what became of them. */
export function NumbersGraph({ drawn, names, figures }: { drawn: Draft; names: Names; figures: Figures }) {
  const { counts, address } = figures
  // Where a finger is larger than a number, the whole component opens.
  const handlers = useMemo(() => {
    const onNodeClick: NodeMouseHandler<ComponentNode> = (event, { id }) => {
      if (event.target instanceof Element && event.target.closest('a, button')) return
      navigate(address({ component: id, count: firstCount(counts.get(id) ?? {}) }))
    }
    return { onNodeClick }
  }, [address, counts])
  return (
    <section class="canvas numbers-canvas" aria-label="Graph with the number of people">
      <FiguresOf.Provider value={figures}>
        <ReactFlowProvider>
          <Graph draft={drawn} names={names} node={CountsNode} handlers={handlers}>
            <Tray />
          </Graph>
        </ReactFlowProvider>
      </FiguresOf.Provider>
    </section>
  )
}
