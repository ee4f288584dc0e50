import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** While it is there, what lies below it can't be reached, and Escape closes it: unless something above it takes that. */
export function useAlone(section: RefObject<HTMLElement | null>, close: () => void): void {
  const latest = useRef(close)
  latest.current = close
  // What had the keyboard: once it is drawn, the text has it.
  const [before] = useState(() => document.activeElement)
  useLayoutEffect(() => {
    const below = [...(section.current?.parentElement?.children ?? [])].filter(one => one !== section.current)
    for (const one of below) one.toggleAttribute('inert', true)
    return () => {
      for (const one of below) one.toggleAttribute('inert', false)
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  // Gone with what it draws, not a moment later: the next Escape is not for it any more.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return
      // The text takes every Escape, and does nothing with it.
      const inText = event.target instanceof HTMLElement && event.target.isContentEditable
      if ((event.defaultPrevented && !inText) || document.querySelector('.menu-layer, .dialog, .slash-menu')) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
}
