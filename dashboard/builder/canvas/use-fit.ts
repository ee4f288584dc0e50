import { useReactFlow } from '@xyflow/react'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { FIT } from './graph.tsx'

/** A window that became another one (a phone was turned, a pane opened) shows the graph whole again. */
export function useFit(canvas: RefObject<HTMLElement | null>): void {
  const { fitView } = useReactFlow()
  useEffect(() => {
    if (!canvas.current) return
    let before = 0
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0
      if (before > 0 && Math.abs(width - before) > before / 3) void fitView(FIT)
      before = width
    })
    observer.observe(canvas.current)
    return () => observer.disconnect()
  }, [canvas, fitView])
}
