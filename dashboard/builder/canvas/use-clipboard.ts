import { useEffect, useRef } from 'preact/hooks'
import { announceText } from '../../live/announce.ts'
import { refusal } from '../../live/change.ts'
import { fromClipboard, paste, toClipboard } from '../draft/clipboard.ts'
import { removeComponents } from '../draft/edits.ts'
import { useBuilder } from '../use-builder.ts'
import { hasKeyboard } from './has-keyboard.ts'

/** Copy, cut and paste by the browser's own keys and menus: no permission is asked for. */
export function useClipboard(): void {
  const builder = useBuilder()
  const latest = useRef(builder)
  latest.current = builder
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
      add('refused' in clip ? clip : paste(latest.current.draft, clip), 'pasted')
    }
    const add = (made: ReturnType<typeof paste>, how: string) => {
      if ('refused' in made) {
        refusal.set(made.refused)
        return
      }
      latest.current.edit(() => made.draft)
      latest.current.select(made.ids)
      announceText(`${made.ids.length === 1 ? 'One component' : `${made.ids.length} components`} ${how}`)
    }
    const duplicate = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'd' || !(event.ctrlKey || event.metaKey) || !hasKeyboard(event)) return
      event.preventDefault()
      const { draft, selected } = latest.current
      const ids = new Set(selected)
      if (ids.size === 0) return
      const components = draft.components.filter(({ id }) => ids.has(id))
      const dependencies = draft.dependencies.filter(({ from, to }) => ids.has(from) && ids.has(to))
      add(paste(draft, { components, dependencies }), 'duplicated')
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
