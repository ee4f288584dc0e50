import { useReactFlow } from '@xyflow/react'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { FIT } from './graph.tsx'

/** A window that became another one (a phone was turned, a pane opened) shows the graph whole again. */
export function useFit(canvas: RefObject<HTMLElement | null>): void {
  const { fitView } = useReactFlow()
  useEffect(() => {
    if (!canvas.current) return
    let before = { width: 0, height: 0 }
    let soon: ReturnType<typeof setTimeout> | undefined
    const other = (now: number, then: number) => then > 0 && Math.abs(now - then) > then / 3
    const observer = new ResizeObserver(([entry]) => {
      const now = entry?.contentRect
      if (!now) return
      if (other(now.width, before.width) || other(now.height, before.height)) {
        clearTimeout(soon)
        // Once everything around it stands, and the canvas knows its own size.
        soon = setTimeout(() => void fitView(FIT), 80)
      }
      before = { width: now.width, height: now.height }
    })
    observer.observe(canvas.current)
    return () => {
      clearTimeout(soon)
      observer.disconnect()
    }
  }, [canvas, fitView])
}
