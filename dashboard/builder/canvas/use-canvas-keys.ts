import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useKeys } from '../../frame/keys.ts'
import { announceText } from '../../live/announce.ts'
import { componentOf, moveBy, portsOf, removeComponents } from '../draft/edits.ts'
import { useBuilder, useLatest } from '../use-builder.ts'
import { palette, typeName } from '../words/components.ts'
import { hasKeyboard } from './has-keyboard.ts'
import { hovered } from './hovered.ts'
import { directionOf, inOrder, nearest, stepTo } from './nearest.ts'
import type { Offer } from './offer-menu.tsx'
import { useAdd } from './use-add.ts'
import type { Focus } from './use-focus.ts'

type Props = {
  canvas: RefObject<HTMLElement | null>
  lines: ReadonlySet<string>
  cutLines: (ids: ReadonlySet<string>) => void
  focus: Focus
  offer: (offer: Offer) => void
}

const STEP = 20

/** Everything on the canvas by keyboard alone. */
export function useCanvasKeys({ canvas, lines, cutLines, focus, offer }: Props): void {
  const { lit } = useBuilder()
  const builder = useLatest()
  const add = useAdd(focus.meant)
  const focusNow = useRef(focus)
  focusNow.current = focus

  const remove = () => {
    const { draft, edit, select } = builder()
    const { line } = hovered.get()
    if (line !== undefined) return cutLines(new Set([line]))
    if (lines.size > 0) return cutLines(lines)
    const [at, ...others] = focus.meant()
    if (at === undefined) return
    const gone = new Set([at, ...others])
    const next = nearest(draft, at, 'up') ?? nearest(draft, at, 'down')
    edit(now => removeComponents(now, gone))
    select([])
    announceText(gone.size === 1 ? 'Component deleted' : `${gone.size} components deleted`)
    if (next && !gone.has(next)) focus.to(next)
  }
  const connect = () => {
    const { draft, selected } = builder()
    const id = focus.at() ?? selected[0]
    const component = id === undefined ? undefined : componentOf(draft, id)
    const box = canvas.current?.querySelector(`.react-flow__node[data-id="${CSS.escape(id ?? '')}"]`)
    if (!component || !box) return
    const { left, bottom } = box.getBoundingClientRect()
    const from = portsOf(component).map(port => ({ id: component.id, port }))
    if (from.length === 0) announceText('Nothing can follow End workflow')
    else offer({ at: { x: left, y: bottom }, from, existing: true })
  }
  /** From whatever stands around the canvas back to where one was on it. */
  const back = () => {
    const id = builder().selected[0] ?? focus.at()
    if (id !== undefined && document.activeElement?.closest('.settings, .problems, .palette')) focus.to(id)
  }
  useKeys(
    lit
      ? {}
      : {
          ...Object.fromEntries(palette.map(({ type }) => [`add.${type}`, () => add(type)])),
          delete: remove,
          connect,
          back,
        },
  )

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const { draft, selected, select, edit, undo, redo, lit } = builder()
      const focus = focusNow.current
      if (!hasKeyboard(event) || event.altKey) return
      const key = event.key.toLowerCase()
      if (event.ctrlKey || event.metaKey) {
        if (lit) return
        if (key === 'z' && !event.shiftKey) undo?.()
        else if ((key === 'z' && event.shiftKey) || key === 'y') redo?.()
        else if (key === 'a') select(draft.components.map(({ id }) => id))
        else return
        event.preventDefault()
        if (key !== 'a') announceText(key === 'z' && !event.shiftKey ? 'Undone' : 'Redone')
        return
      }
      const node = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.react-flow__node') : null
      const id = node?.dataset.id
      if (id === undefined) return
      const go = (to: string | undefined) => {
        if (to !== undefined) focus.to(to)
      }
      const direction = directionOf(event.key)
      if (direction && event.shiftKey && !lit) {
        const moved = new Set(selected.includes(id) ? selected : [id])
        edit(now => moveBy(now, moved, stepTo(direction, STEP)), `move ${[...moved].join(' ')}`)
        announceText(`Moved ${direction}`)
      } else if (direction) {
        go(nearest(draft, id, direction))
      } else if (event.key === 'Home' || event.key === 'End') {
        go(inOrder(draft).at(event.key === 'Home' ? 0 : -1))
      } else if (event.key === ' ') {
        select(selected.includes(id) ? selected.filter(one => one !== id) : [...selected, id])
        const name = typeName(componentOf(draft, id)?.type ?? '')
        announceText(selected.includes(id) ? `${name} is not chosen any more` : `${name} chosen`)
      } else if (event.key === 'Enter') {
        select([id])
        requestAnimationFrame(() => document.querySelector<HTMLElement>('.settings-body')?.focus())
      } else if (event.key === 'Escape') select([])
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
}
