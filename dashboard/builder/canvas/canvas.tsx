import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { Workflow } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import { announceText } from '../../live/announce.ts'
import { Empty } from '../../ui/state.tsx'
import { cut } from '../draft/edits.ts'
import { WIDTH } from '../draft/sizes.ts'
import { tidy } from '../draft/tidy.ts'
import { DRAGGED } from '../palette/dragged.ts'
import { useBuilder } from '../use-builder.ts'
import { isType } from '../words/components.ts'
import { Cutting } from './cutting.ts'
import type { ComponentNode, LineEdge } from './flow.ts'
import { Graph } from './graph.tsx'
import { leaveNow } from './hovered.ts'
import { Tray } from './tray.tsx'
import { useAdd } from './use-add.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'
import { useClipboard } from './use-clipboard.ts'
import { useConnecting } from './use-connecting.tsx'
import { NO_LINES, useDrawing } from './use-drawing.ts'
import { useFitAll } from './use-fit.ts'
import { useFocus } from './use-focus.ts'
import { useStable } from './use-stable.ts'

/** Where the campaign is drawn. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Drawing />
    </ReactFlowProvider>
  )
}

function Drawing() {
  const { draft, names, problems, selected, edit, lit } = useBuilder()
  const { screenToFlowPosition } = useReactFlow<ComponentNode, LineEdge>()
  const fit = useFitAll()
  const canvas = useRef<HTMLElement>(null)
  const add = useAdd()
  const connecting = useConnecting()
  const { moving, lines, chooseLines, handlers } = useDrawing(connecting)
  const watched = lit !== undefined
  const focus = useFocus(canvas)
  useClipboard(focus.meant)

  const cutLines = (ids: ReadonlySet<string>) => {
    edit(now => cut(now, ids))
    chooseLines(NO_LINES)
    leaveNow()
    announceText(ids.size === 1 ? 'Line cut' : `${ids.size} lines cut`)
  }
  const cutOne = useStable((id: string) => cutLines(new Set([id])))
  const onTidy = () => {
    edit(tidy)
    requestAnimationFrame(fit)
  }
  useCanvasKeys({ canvas, lines, cutLines, focus, offer: connecting.offer })

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
          editable={!watched}
          handlers={handlers}
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
