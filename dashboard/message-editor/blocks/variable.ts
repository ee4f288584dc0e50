import type { NodeViewRenderer } from '@tiptap/core'
import { nameOfKey } from '../variables.ts'

/** A variable as a chip: what it says, and what stands there for those of whom it is not known. */
export const variableChip =
  (open: (at: number, chip: HTMLElement) => void): NodeViewRenderer =>
  ({ node, getPos }) => {
    const dom = document.createElement('span')
    dom.className = 'var'
    const key = document.createTextNode('')
    const fallback = document.createElement('small')
    dom.append(key, fallback)
    let current = node
    const draw = () => {
      const instead = String(current.attrs.fallback)
      key.data = nameOfKey(String(current.attrs.key))
      fallback.textContent = instead === '' ? '' : ` or “${instead}”`
      dom.title = instead === '' ? 'Nothing stands here where it is not known' : ''
    }
    draw()
    dom.addEventListener('click', () => {
      const at = getPos()
      if (at !== undefined) open(at, dom)
    })
    return {
      dom,
      update(next) {
        if (next.type !== current.type) return false
        current = next
        draw()
        return true
      },
      selectNode: () => dom.classList.add('chosen'),
      deselectNode: () => dom.classList.remove('chosen'),
    }
  }
