import { useEffect, useRef } from 'preact/hooks'
import { announceText } from '../../live/announce.ts'
import { refusal } from '../../live/change.ts'
import { fromClipboard, toClipboard } from '../draft/clipboard.ts'
import { removeComponents } from '../draft/edits.ts'
import { useBuilder } from '../use-builder.ts'
import { hasKeyboard } from './has-keyboard.ts'
import { usePaste } from './use-paste.ts'

/** Copy, cut and paste by the browser's own keys and menus: no permission is asked for. */
export function useClipboard(): void {
  const now = { ...useBuilder(), ...usePaste() }
  const latest = useRef(now)
  latest.current = now
  useEffect(() => {
    const copied = (event: ClipboardEvent) => {
      const { draft, selected, edit, select } = latest.current
      if (selected.length === 0 || !hasKeyboard(event) || !getSelection()?.isCollapsed) return
      event.preventDefault()
      const ids = new Set(selected)
      event.clipboardData?.setData('text/plain', toClipboard(draft, ids))
      const many = selected.length === 1 ? 'One component' : `${selected.length} components`
      if (event.type === 'cut') {
        edit(now => removeComponents(now, ids))
        select([])
      }
      announceText(`${many} ${event.type === 'cut' ? 'cut' : 'copied'}`)
    }
    const pasted = (event: ClipboardEvent) => {
      if (!hasKeyboard(event)) return
      event.preventDefault()
      const clip = fromClipboard(event.clipboardData?.getData('text/plain') ?? '')
      if ('refused' in clip) refusal.set(clip.refused)
      else latest.current.add(clip, 'pasted')
    }
    const duplicate = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'd' || !(event.ctrlKey || event.metaKey) || !hasKeyboard(event)) return
      event.preventDefault()
      latest.current.duplicate()
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
