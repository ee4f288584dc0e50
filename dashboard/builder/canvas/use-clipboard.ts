import { useEffect, useRef } from 'preact/hooks'
import { announceText } from '../../live/announce.ts'
import { refusal } from '../../live/change.ts'
import { fromClipboard, toClipboard } from '../draft/clipboard.ts'
import { removeComponents } from '../draft/edits.ts'
import { useLatest } from '../use-builder.ts'
import { hasKeyboard } from './has-keyboard.ts'
import type { Focus } from './use-focus.ts'
import { usePaste } from './use-paste.ts'

/** Copy, cut and paste by the browser's own keys and menus: no permission is asked for. */
export function useClipboard(meant: Focus['meant']): void {
  const builder = useLatest()
  const now = { meant, ...usePaste() }
  const latest = useRef(now)
  latest.current = now
  useEffect(() => {
    const copied = (event: ClipboardEvent) => {
      const { draft, edit, select, lit } = builder()
      // What is only played can be copied, and nothing else.
      if (lit && event.type === 'cut') return
      const chosen = latest.current.meant()
      if (chosen.length === 0 || !hasKeyboard(event) || !getSelection()?.isCollapsed) return
      event.preventDefault()
      const ids = new Set(chosen)
      event.clipboardData?.setData('text/plain', toClipboard(draft, ids))
      const many = ids.size === 1 ? 'One component' : `${ids.size} components`
      if (event.type === 'cut') {
        edit(now => removeComponents(now, ids))
        select([])
      }
      announceText(`${many} ${event.type === 'cut' ? 'cut' : 'copied'}`)
    }
    const pasted = (event: ClipboardEvent) => {
      if (builder().lit || !hasKeyboard(event)) return
      event.preventDefault()
      const clip = fromClipboard(event.clipboardData?.getData('text/plain') ?? '')
      if ('refused' in clip) refusal.set(clip.refused)
      else latest.current.add(clip, 'pasted')
    }
    const duplicate = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'd' || !(event.ctrlKey || event.metaKey) || !hasKeyboard(event)) return
      event.preventDefault()
      if (builder().lit) return
      latest.current.duplicate(latest.current.meant())
    }
    document.addEventListener('copy', copied)
    document.addEventListener('cut', copied)
    document.addEventListener('paste', pasted)
    document.addEventListener('keydown', duplicate)
    return () => {
      document.removeEventListener('copy', copied)
      document.removeEventListener('cut', copied)
      document.removeEventListener('paste', pasted)
      document.removeEventListener('keydown', duplicate)
    }
  }, [])
}
