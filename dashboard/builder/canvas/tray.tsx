import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { Minus, Plus } from 'lucide-preact'
import { useKeys } from '../../frame/keys.ts'
import { Key } from '../../ui/key.tsx'
import { useFitAll } from './use-fit.ts'

/** Zoom, fit and tidy, with their keys. */
export function Tray({ onTidy }: { onTidy?: () => void }) {
  const { zoomIn, zoomOut } = useReactFlow()
  const fit = useFitAll()
  const zoom = useStore(state => Math.round(state.transform[2] * 100))
  useKeys({
    fit,
    'zoom.in': () => void zoomIn(),
    'zoom.out': () => void zoomOut(),
    ...(onTidy && { tidy: onTidy }),
  })
  return (
    <Panel position="top-right" className="tray">
      <button type="button" class="icon" aria-label="Zoom out" title="Zoom out  −" onClick={() => void zoomOut()}>
        <Minus />
      </button>
      <span class="num">{zoom}%</span>
      <button type="button" class="icon" aria-label="Zoom in" title="Zoom in  +" onClick={() => void zoomIn()}>
        <Plus />
      </button>
      <button type="button" class="button quiet small" onClick={fit}>
        Fit <Key>1</Key>
      </button>
      {onTidy ? (
        <button type="button" class="button quiet small" onClick={onTidy}>
          Tidy <Key>T</Key>
        </button>
      ) : null}
    </Panel>
  )
}
