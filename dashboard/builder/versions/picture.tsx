import type { Names } from '@pavior/shared/filter/describe.ts'
import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useEffect, useMemo } from 'preact/hooks'
import { Graph } from '../canvas/graph.tsx'
import { Tray } from '../canvas/tray.tsx'
import type { Draft } from '../draft/draft.ts'
import { type Change, namesIn } from './changes.ts'

type Props = { names: Names; drawn: Draft; changes: readonly Change[]; shown: { id: string } | undefined }

/** A version on the canvas, to be looked at only: what is new or other in it is marked as chosen. */
export function Picture(props: Props) {
  return (
    <ReactFlowProvider>
      <Drawn {...props} />
    </ReactFlowProvider>
  )
}

function Drawn({ names, drawn, changes, shown }: Props) {
  const { fitView } = useReactFlow()
  const called = useMemo(() => namesIn(drawn, names), [drawn, names])
  const marked = useMemo(
    () => changes.flatMap(({ how, component }) => (component === undefined || how === 'removed' ? [] : [component])),
    [changes],
  )
  useEffect(() => {
    if (shown) void fitView({ nodes: [{ id: shown.id }], maxZoom: 1, duration: 0, padding: 1 })
  }, [shown, fitView])
  return (
    <section class="canvas versions-canvas" aria-label="Graph of this version">
      <Graph draft={drawn} names={called} selected={marked}>
        <Tray />
      </Graph>
    </section>
  )
}
