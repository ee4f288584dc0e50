import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react'
import { Scissors } from 'lucide-preact'
import { memo } from 'preact/compat'
import { useContext } from 'preact/hooks'
import { useStore } from '../../live/store.ts'
import { Key } from '../../ui/key.tsx'
import { typeName } from '../words/components.ts'
import { Cutting } from './cutting.ts'
import type { LineEdge as Flow } from './flow.ts'
import { hover, hovered, leave } from './hovered.ts'

/** A line from port to port. Under the pointer it shows the scissors that cut it. */
export const LineEdge = memo(function LineEdge({ id, data, selected, ...ends }: EdgeProps<Flow>) {
  const cut = useContext(Cutting)
  const isHovered = useStore(hovered, now => now.line === id)
  const [path, x, y] = getBezierPath({ ...ends, curvature: 0.4 })
  const active = cut !== undefined && (isHovered || selected === true)
  const looks = active ? 'graph-line active' : `graph-line ${data?.lit ?? ''}`
  return (
    <>
      <BaseEdge path={path} className={looks} interactionWidth={24} />
      {active ? (
        <EdgeLabelRenderer>
          <div class="cut-place nodrag nopan" style={{ transform: `translate(${x}px,${y}px)` }}>
            <button
              type="button"
              class="cut"
              aria-label={`Cut the line from ${typeName(data?.from ?? '')} to ${typeName(data?.to ?? '')}`}
              onMouseEnter={() => hover(id)}
              onMouseLeave={leave}
              onClick={() => cut(id)}
            >
              <Scissors />
            </button>
            <span class="cut-tip" aria-hidden="true">
              Cut <Key>Del</Key>
            </span>
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  )
})
