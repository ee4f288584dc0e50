import type { Editor } from '@tiptap/core'
import { type EditorState, NodeSelection, TextSelection, type Transaction } from '@tiptap/pm/state'
import type { Offer } from './slash.ts'

/** Puts things where the cursor is. */

/** A chain of commands, with the keyboard in the text at once: the command `focus` waits for the next frame. */
export function inText(editor: Editor): ReturnType<Editor['chain']> {
  editor.view.focus()
  return editor.chain()
}

export const newId = (): string => crypto.randomUUID().slice(0, 8)

const FORM = {
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: false },
    { key: 'email', label: 'Email', kind: 'email', required: true },
  ],
  submit: 'Send',
}

/** Where a whole block is chosen: an empty paragraph below it, with the cursor in it, so that nothing takes the block's place. */
export function roomBelow({ selection, schema, tr }: EditorState): Transaction | undefined {
  const { paragraph } = schema.nodes
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock || !paragraph) return undefined
  const below = selection.$to.nodeAfter
  if (below?.type !== paragraph || below.content.size > 0) tr.insert(selection.to, paragraph.create())
  return tr.setSelection(TextSelection.create(tr.doc, selection.to + 1))
}

function makeRoom(editor: Editor): void {
  const made = roomBelow(editor.state)
  if (made) editor.view.dispatch(made)
}

/** A block; its first field has the focus then. */
function insertBlock(editor: Editor, type: string, attrs: Record<string, unknown>): void {
  makeRoom(editor)
  inText(editor).insertContent({ type, attrs }).run()
  const { from } = editor.state.selection
  // The block is where the cursor was, or just before where it is now.
  for (const at of [from, from - 1, from - 2]) {
    const dom = at >= 0 ? editor.view.nodeDOM(at) : null
    const field = dom instanceof HTMLElement ? dom.querySelector<HTMLElement>('[data-first]') : null
    if (field) {
      field.focus()
      return
    }
  }
}

export function insertVariable(editor: Editor, key: string): void {
  makeRoom(editor)
  inText(editor)
    .insertContent({ type: 'variable', attrs: { key, fallback: '' } })
    .run()
}

export const insertImage = (editor: Editor, src: string, alt = ''): void => insertBlock(editor, 'image', { src, alt })

/** What was chosen behind a `/`, of which `from` to `to` is then taken away. An image is asked for first. */
export function insertOffer(editor: Editor, { id }: Pick<Offer, 'id'>, askImage: () => void): void {
  makeRoom(editor)
  const chain = () => inText(editor)
  switch (id) {
    case 'heading':
      chain().setNode('heading', { level: 2 }).run()
      break
    case 'list':
      chain().toggleBulletList().run()
      break
    case 'numbers':
      chain().toggleOrderedList().run()
      break
    case 'divider':
      chain().insertContent({ type: 'divider' }).run()
      break
    case 'button':
      insertBlock(editor, 'button', { id: newId(), label: '', action: { url: '' } })
      break
    case 'form':
      insertBlock(editor, 'form', FORM)
      break
    case 'image':
      askImage()
      break
    default:
      insertVariable(editor, id.slice('variable:'.length))
  }
}

export const hasForm = (editor: Editor): boolean => {
  let found = false
  editor.state.doc.forEach(node => {
    found ||= node.type.name === 'form'
  })
  return found
}
