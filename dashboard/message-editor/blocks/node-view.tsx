import type { Editor, NodeViewRenderer } from '@tiptap/core'
import { type FunctionComponent, render } from 'preact'

export type BlockProps = {
  attrs: Record<string, unknown>
  /** The whole block is chosen, as by a click beside its fields. */
  chosen: boolean
  change: (attrs: Record<string, unknown>) => void
  copy: () => void
  remove: () => void
  editor: Editor
}

/** A block of the document that is drawn by a view, and edited in its own fields. */
export const drawn =
  (View: FunctionComponent<BlockProps>): NodeViewRenderer =>
  ({ node, editor, getPos }) => {
    const dom = document.createElement('div')
    dom.className = `writing-block writing-block-${node.type.name}`
    dom.contentEditable = 'false'
    let current = node
    let chosen = false
    const draw = () => render(<View attrs={current.attrs} chosen={chosen} editor={editor} {...does} />, dom)
    const does = {
      change(attrs: Record<string, unknown>) {
        const at = getPos()
        if (at === undefined) return
        editor.view.dispatch(editor.state.tr.setNodeMarkup(at, undefined, { ...current.attrs, ...attrs }))
      },
      copy() {
        const at = getPos()
        if (at === undefined) return
        editor.view.dispatch(editor.state.tr.insert(at + current.nodeSize, current.copy()))
      },
      remove() {
        const at = getPos()
        if (at === undefined) return
        editor.view.dispatch(editor.state.tr.delete(at, at + current.nodeSize))
        editor.view.focus()
      },
    }
    draw()
    return {
      dom,
      update(next) {
        if (next.type !== current.type) return false
        current = next
        draw()
        return true
      },
      selectNode() {
        chosen = true
        dom.classList.add('chosen')
        draw()
      },
      deselectNode() {
        chosen = false
        dom.classList.remove('chosen')
        draw()
      },
      // What happens in its fields is theirs, not the text's.
      stopEvent: event =>
        event.target instanceof Element && event.target.closest('input, textarea, select, button, label') !== null,
      ignoreMutation: () => true,
      destroy: () => render(null, dom),
    }
  }
