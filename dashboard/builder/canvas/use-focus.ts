import { useReactFlow, useStoreApi } from '@xyflow/react'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { componentOf } from '../draft/edits.ts'
import { useBuilder, useLatest } from '../use-builder.ts'
import type { ComponentNode, LineEdge } from './flow.ts'
import { useFitAll } from './use-fit.ts'

export type Focus = {
  /** The component that has the focus, or had it last. */
  at: () => string | undefined
  to: (id: string) => void
  /** What a key means: what is chosen, or where the arrows went since one was chosen. */
  meant: () => readonly string[]
}

/** One component of the graph is in the tab order; the arrows go from there. */
export function useFocus(canvas: RefObject<HTMLElement | null>): Focus {
  const { shown } = useBuilder()
  const latest = useLatest()
  const { getNode, getNodes, setCenter, getZoom } = useReactFlow<ComponentNode, LineEdge>()
  const store = useStoreApi<ComponentNode, LineEdge>()
  const fit = useFitAll()
  const last = useRef<string>(undefined)
  const went = useRef<{ to: string; since: readonly string[] }>(undefined)

  const element = (id: string) =>
    canvas.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)

  function bringIntoView(id: string): void {
    const node = getNode(id)
    if (!node) return
    if (getNodes().length === 1) {
      fit()
      return
    }
    const { width = 0, height = 0 } = node
    const { transform, width: wide, height: high } = store.getState()
    const [x, y, zoom] = transform
    const left = node.position.x * zoom + x
    const top = node.position.y * zoom + y
    const seen = left >= 0 && top >= 0 && left + width * zoom <= wide && top + height * zoom <= high
    // Too small to be read is not in view either.
    if (seen && zoom >= 0.5) return
    void setCenter(node.position.x + width / 2, node.position.y + height / 2, { zoom: Math.max(getZoom(), 0.75) })
  }

  function to(id: string): void {
    bringIntoView(id)
    element(id)?.focus({ preventScroll: true })
  }

  useEffect(() => {
    const focused = (event: FocusEvent) => {
      const node = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.react-flow__node') : null
      const id = node?.dataset.id
      if (id === undefined) return
      last.current = id
      // Where the focus is to be seen: a mouse that draws a line from it leaves it there, too, and means nothing.
      went.current = node?.matches(':focus-visible') ? { to: id, since: latest().selected } : undefined
    }
    const here = canvas.current
    here?.addEventListener('focusin', focused)
    return () => here?.removeEventListener('focusin', focused)
  }, [canvas])

  // Which one Tab comes to: the last one, otherwise the first that is there.
  useEffect(() => {
    const nodes = [...(canvas.current?.querySelectorAll<HTMLElement>('.react-flow__node') ?? [])]
    const entry = nodes.find(node => node.dataset.id === last.current) ?? nodes[0]
    for (const node of nodes) {
      const tabIndex = node === entry ? 0 : -1
      if (node.tabIndex !== tabIndex) node.tabIndex = tabIndex
    }
  })

  const wanted = useRef(shown)
  useEffect(() => {
    if (!shown || shown === wanted.current) return
    wanted.current = shown
    last.current = shown.id
    // It may have been added just now: it is there once it is drawn.
    const drawn = requestAnimationFrame(() => to(shown.id))
    return () => cancelAnimationFrame(drawn)
  })

  function meant(): readonly string[] {
    const { draft, selected } = latest()
    const { to, since } = went.current ?? {}
    return to !== undefined && since === selected && selected.length < 2 && componentOf(draft, to) ? [to] : selected
  }

  return { at: () => last.current, to, meant }
}
