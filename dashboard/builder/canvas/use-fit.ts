import { getViewportForBounds, useReactFlow, useStore, useStoreApi } from '@xyflow/react'
import { useCallback, useEffect } from 'preact/hooks'

export const LEAST_ZOOM = 0.1
const MARGIN = 0.12

/** Everything in view, and a small graph not larger than life. */
export function useFitAll(): () => void {
  const { getNodes, getNodesBounds, setViewport } = useReactFlow()
  const store = useStoreApi()
  return useCallback(() => {
    const { width, height } = store.getState()
    const nodes = getNodes()
    if (nodes.length === 0 || width === 0) return
    void setViewport(getViewportForBounds(getNodesBounds(nodes), width, height, LEAST_ZOOM, 1, MARGIN))
  }, [getNodes, getNodesBounds, setViewport, store])
}

/** A window that became another one (a phone was turned, a pane opened) shows the graph whole again. */
export function useRefit(): void {
  const fit = useFitAll()
  const canvas = useStore(state => state.domNode)
  useEffect(() => {
    if (!canvas) return
    let before = { width: 0, height: 0 }
    let soon: ReturnType<typeof setTimeout> | undefined
    const other = (now: number, then: number) => then > 0 && Math.abs(now - then) > then / 3
    const observer = new ResizeObserver(([entry]) => {
      const now = entry?.contentRect
      if (!now) return
      if (other(now.width, before.width) || other(now.height, before.height)) {
        clearTimeout(soon)
        // Once everything around it stands, and the canvas knows its own size.
        soon = setTimeout(fit, 80)
      }
      before = { width: now.width, height: now.height }
    })
    observer.observe(canvas)
    return () => {
      clearTimeout(soon)
      observer.disconnect()
    }
  }, [canvas, fit])
}
