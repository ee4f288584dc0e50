import { Handle, type NodeProps, Position } from '@xyflow/react'
import { CircleAlert, TriangleAlert } from 'lucide-preact'
import { memo } from 'preact/compat'
import { useContext } from 'preact/hooks'
import { isType, typeIcons, typeName } from '../words/components.ts'
import type { Said } from '../words/said.ts'
import { Far } from './far.ts'
import type { ComponentNode as Flow } from './flow.ts'

/** A component on the canvas: its kind, what is set as a sentence, its problem as a mark, its ports. */
export const ComponentNode = memo(function ComponentNode({ data, selected }: NodeProps<Flow>) {
  const { component, parts, mark, lit } = data
  const far = useContext(Far)
  const Icon = isType(component.type) ? typeIcons[component.type] : CircleAlert
  const looks = [
    'node',
    selected ? 'chosen' : '',
    mark?.level === 'error' ? 'wrong' : mark ? 'doubtful' : '',
    lit?.state ?? '',
  ]
  return (
    <div class={looks.join(' ')}>
      {far ? null : <Handle type="target" position={Position.Top} isConnectableStart={false} />}
      <header>
        <Icon />
        <b>{typeName(component.type)}</b>
        {mark ? (
          <span class={mark.level === 'error' ? 'mark bad' : 'mark warn'} title={mark.says}>
            {mark.level === 'error' ? <CircleAlert aria-label="Error" /> : <TriangleAlert aria-label="Warning" />}
          </span>
        ) : null}
      </header>
      <p dir="auto" class={lit?.time !== undefined ? 'timed' : mark?.level === 'error' ? 'bad' : undefined}>
        {lit?.time === undefined ? null : <time>{lit.time}</time>}
        {lit?.says ?? (mark?.level === 'error' ? mark.says : <Sentence parts={parts} />)}
      </p>
      <Ports type={component.type} far={far} />
    </div>
  )
})

function Sentence({ parts }: { parts: Said }) {
  return <>{parts.map((part, index) => (typeof part === 'string' ? part : <b key={index}>{part.bold}</b>))}</>
}

function Ports({ type, far }: { type: string; far: boolean }) {
  if (type === 'end') return null
  if (type !== 'filter') return far ? null : <Handle type="source" position={Position.Bottom} />
  return (
    <div class="ports">
      <span>
        matched
        {far ? null : <Handle type="source" position={Position.Bottom} id="matched" />}
      </span>
      <span>
        unmatched
        {far ? null : <Handle type="source" position={Position.Bottom} id="unmatched" />}
      </span>
    </div>
  )
}
