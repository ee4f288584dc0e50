import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'preact/compat'
import { useContext } from 'preact/hooks'
import { Far } from '../builder/canvas/far.ts'
import type { ComponentNode } from '../builder/canvas/flow.ts'
import { plainly } from '../builder/words/said.ts'
import { CountsCard } from './counts-card.tsx'
import { FiguresOf } from './figures.ts'

/** A component on the canvas with its numbers. */
export const CountsNode = memo(function CountsNode({ data: { component, parts, lit } }: NodeProps<ComponentNode>) {
  const { id, type } = component
  const { opened } = useContext(FiguresOf)
  const far = useContext(Far)
  return (
    <div class={`node counts ${opened?.component === id ? 'chosen' : ''} ${lit?.state ?? ''}`}>
      {far ? null : <Handle type="target" position={Position.Top} isConnectable={false} />}
      <CountsCard component={component} says={plainly(parts)} />
      {far || type === 'end' ? null : <Sources isFilter={type === 'filter'} />}
    </div>
  )
})

function Sources({ isFilter }: { isFilter: boolean }) {
  if (!isFilter) return <Handle type="source" position={Position.Bottom} isConnectable={false} />
  return (
    <>
      <Handle type="source" position={Position.Bottom} id="matched" isConnectable={false} className="at-matched" />
      <Handle type="source" position={Position.Bottom} id="unmatched" isConnectable={false} className="at-unmatched" />
    </>
  )
}
