import { formOf } from '@pavior/shared/document/document.ts'
import { StoredDocument } from '@pavior/shared/document/schema.ts'
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { CircleAlert } from 'lucide-preact'
import { memo } from 'preact/compat'
import { useContext, useMemo } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { Far } from '../builder/canvas/far.ts'
import type { ComponentNode } from '../builder/canvas/flow.ts'
import { type DraftComponent, settingsOf } from '../builder/draft/draft.ts'
import { isType, typeIcons, typeName } from '../builder/words/components.ts'
import { plainly } from '../builder/words/said.ts'
import { buttonsOf } from '../conditions/components.ts'
import { Breakdown } from './breakdown.tsx'
import { type Counts, countName, isBad, mainCounts, shown } from './counts.ts'
import { FiguresOf } from './figures.ts'

/** A component on the canvas with its numbers in place of what is set in it. Each number opens its people (T3). */
export const CountsNode = memo(function CountsNode({ data: { component, parts, lit } }: NodeProps<ComponentNode>) {
  const { id, type } = component
  const { counts: all, opened } = useContext(FiguresOf)
  const far = useContext(Far)
  const counts = all.get(id) ?? NOBODY
  const here = opened?.component === id
  const Icon = isType(type) ? typeIcons[type] : CircleAlert
  return (
    <div class={`node counts ${here ? 'chosen' : ''} ${lit?.state ?? ''}`}>
      {far ? null : <Handle type="target" position={Position.Top} isConnectable={false} />}
      <header title={plainly(parts)}>
        <Icon />
        <b>{typeName(type)}</b>
        <Acted component={component} counts={counts} />
      </header>
      <Main component={component} counts={counts} />
      {type === 'filter' ? (
        <div class="cells ports-cells">
          <Cell id={id} count="matched" counts={counts} />
          <Cell id={id} count="unmatched" counts={counts} />
        </div>
      ) : null}
      {far || type === 'end' ? null : <Sources isFilter={type === 'filter'} />}
    </div>
  )
})

const NOBODY: Counts = {}

function Acted({ component: { id, type }, counts }: { component: DraftComponent; counts: Counts }) {
  const { address } = useContext(FiguresOf)
  return <Breakdown name={typeName(type)} counts={counts} addressOf={count => address({ component: id, count })} />
}

/** Above the ports of a Filter there is room for a line only. */
function Main({ component, counts }: { component: DraftComponent; counts: Counts }) {
  const { type } = component
  const carries = useMemo(() => carriedBy(component), [component])
  if (!isType(type)) return null
  return (
    <div class={type === 'filter' ? 'cells in-line' : 'cells'}>
      {mainCounts({ type, ...carries }, counts)
        // While a time is played, what became of a message is not told.
        .filter(count => counts[count] !== undefined)
        .map(count => (
          <Cell key={count} id={component.id} count={count} counts={counts} />
        ))}
    </div>
  )
}

function carriedBy(component: DraftComponent): { hasForm: boolean; hasButtons: boolean; watches: boolean } {
  const { content, watch } = settingsOf(component)
  const read = StoredDocument.safeParse(content)
  return {
    hasForm: read.success && formOf(read.data) !== undefined,
    hasButtons: buttonsOf(content).length > 0,
    watches: watch !== 'once',
  }
}

function Cell({ id, count, counts }: { id: string; count: string; counts: Counts }) {
  const { opened, address } = useContext(FiguresOf)
  const number = counts[count]
  const here = opened?.component === id && opened.count === count
  const name = countName(count)
  const looks = `nodrag nopan ${isBad(count) && (number ?? 0) > 0 ? 'bad' : ''}`
  return (
    <Link class={looks} href={address({ component: id, count })} aria-current={here ? 'true' : undefined}>
      <b>{shown(number)}</b> {name}
    </Link>
  )
}

function Sources({ isFilter }: { isFilter: boolean }) {
  if (!isFilter) return <Handle type="source" position={Position.Bottom} isConnectable={false} />
  return (
    <>
      <Handle type="source" position={Position.Bottom} id="matched" isConnectable={false} className="at-matched" />
      <Handle type="source" position={Position.Bottom} id="unmatched" isConnectable={false} className="at-unmatched" />
    </>
  )
}
