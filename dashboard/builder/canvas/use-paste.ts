import { announceText } from '../../live/announce.ts'
import { refusal } from '../../live/change.ts'
import { type Clip, paste } from '../draft/clipboard.ts'
import { useLatest } from '../use-builder.ts'

/** Components copied into the draft, and chosen: from the clipboard, or of the draft itself. */
export function usePaste(): { add: (clip: Clip, how: string) => void; duplicate: (ids: readonly string[]) => void } {
  const latest = useLatest()
  function add(clip: Clip, how: string): void {
    const { draft, edit, select } = latest()
    const made = paste(draft, clip)
    if ('refused' in made) {
      refusal.set(made.refused)
      return
    }
    edit(() => made.draft)
    select(made.ids)
    announceText(`${made.ids.length === 1 ? 'One component' : `${made.ids.length} components`} ${how}`)
  }
  function duplicate(which: readonly string[]): void {
    const { draft } = latest()
    const ids = new Set(which)
    if (ids.size === 0) return
    const components = draft.components.filter(({ id }) => ids.has(id))
    const dependencies = draft.dependencies.filter(({ from, to }) => ids.has(from) && ids.has(to))
    add({ components, dependencies }, 'duplicated')
  }
  return { add, duplicate }
}
