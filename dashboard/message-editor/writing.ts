import { Editor, Extension } from '@tiptap/core'
import { Placeholder } from '@tiptap/extensions'
import { NodeSelection, Plugin } from '@tiptap/pm/state'
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import { ButtonView } from './blocks/button.tsx'
import { FormView } from './blocks/form.tsx'
import { ImageView } from './blocks/image.tsx'
import { KeptView } from './blocks/kept.tsx'
import { drawn } from './blocks/node-view.tsx'
import { variableChip } from './blocks/variable.ts'
import { newId, roomBelow } from './insert.ts'
import { isSame, toDocument, toEditor } from './mapping.ts'
import { ButtonBlock, Divider, FormBlock, ImageBlock, KeptBlock, Variable, wording } from './schema.ts'

/** What is told while one writes. */
export type Told = {
  changed: (content: unknown) => void
  /** A variable at this place is to be set. */
  variable: (at: number, chip: HTMLElement) => void
  /** Pictures were dropped or pasted. */
  files: (files: File[]) => void
  link: () => void
  /** Before the editor looks at a key; true: it was meant for something else. */
  key: (event: KeyboardEvent) => boolean
}

/** An editor for a component's content, which may also be changed from elsewhere. Draws again with each change. */
export function useWriting(content: unknown, told: Told) {
  const place = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor>()
  const latest = useRef(told)
  latest.current = told
  const known = useRef(content)
  const ours = useRef(new WeakSet<object>())
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0)

  useLayoutEffect(() => {
    const made = new Editor({
      element: place.current,
      // The Content-Security-Policy takes no style elements; its sheet is in message-editor.css.
      injectCSS: false,
      content: toEditor(known.current),
      extensions: [
        ...wording,
        ImageBlock.extend({ addNodeView: () => drawn(ImageView) }),
        ButtonBlock.extend({ addNodeView: () => drawn(ButtonView) }),
        FormBlock.extend({ addNodeView: () => drawn(FormView) }),
        KeptBlock.extend({ addNodeView: () => drawn(KeptView) }),
        Divider,
        Variable.extend({ addNodeView: () => variableChip((at, chip) => latest.current.variable(at, chip)) }),
        Placeholder.configure({ placeholder: 'Write, or press / to insert' }),
        around(latest),
      ],
      editorProps: { attributes: { 'aria-label': 'Message', 'aria-multiline': 'true', role: 'textbox' } },
      onUpdate: ({ editor: { state } }) => {
        const written = toDocument(state.doc.toJSON())
        known.current = written
        ours.current.add(written)
        latest.current.changed(written)
      },
      onTransaction: () => redraw(undefined),
    })
    setEditor(made)
    made.commands.setTextSelection(made.state.doc.content.size)
    // At once: the command would wait for the next frame, and who is quick types into nothing.
    made.view.focus()
    return () => made.destroy()
  }, [])

  useLayoutEffect(() => {
    // What was written here may come back when more was written since: only others' changes are taken over.
    const isOurs = typeof content === 'object' && content !== null && ours.current.has(content)
    if (!editor || isOurs || isSame(content, known.current)) return
    known.current = content
    editor.commands.setContent(toEditor(content), { emitUpdate: false })
  }, [editor, content])

  return { place, editor }
}

/** Keys, files and ids that the text itself knows nothing of. */
const around = (told: { current: Told }) =>
  Extension.create({
    name: 'around',
    priority: 2000,
    addKeyboardShortcuts: () => ({
      'Mod-k': () => {
        told.current.link()
        return true
      },
    }),
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleKeyDown: (view, event) => {
            const { selection } = view.state
            if (
              event.key === 'Enter' &&
              selection instanceof NodeSelection &&
              selection.node.type.name === 'variable'
            ) {
              const chip = view.nodeDOM(selection.from)
              if (chip instanceof HTMLElement) told.current.variable(selection.from, chip)
              return true
            }
            return told.current.key(event)
          },
          // What is written while a block is chosen stands below it.
          handleTextInput: (view, _from, _to, text) => {
            const made = roomBelow(view.state)
            if (made) view.dispatch(made.insertText(text))
            return made !== undefined
          },
          handlePaste: (_, event) => takes(told, event.clipboardData),
          handleDrop: (_, event) => takes(told, event.dataTransfer),
        },
        // A copied button is another one: what was clicked is told by its id.
        appendTransaction: (transactions, _, { doc, tr }) => {
          if (!transactions.some(({ docChanged }) => docChanged)) return null
          const seen = new Set<unknown>()
          doc.forEach((node, at) => {
            if (node.type.name !== 'button') return
            if (seen.has(node.attrs.id)) tr.setNodeAttribute(at, 'id', newId())
            seen.add(node.attrs.id)
          })
          return tr.docChanged ? tr : null
        },
      }),
    ],
  })

function takes(told: { current: Told }, data: DataTransfer | null): boolean {
  const files = [...(data?.files ?? [])]
  if (files.length === 0) return false
  told.current.files(files)
  return true
}
