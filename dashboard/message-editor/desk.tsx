import type { Editor } from '@tiptap/core'
import { TriangleAlert } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Asking, Bubbles, rectAt } from './bubbles.tsx'
import { insertImage, insertOffer, insertVariable, inText } from './insert.ts'
import { callingIn, SlashMenu } from './slash-menu.tsx'
import { Toolbar } from './toolbar.tsx'
import { upload, uploadSentence } from './upload.ts'
import { useWriting } from './writing.ts'

type Props = {
  content: unknown
  onChange: (content: unknown) => void
  isEmail: boolean
  /** What keeps it from being sent. */
  wrong: string[]
  attributes: string[]
  /** For who shows undo and redo elsewhere. */
  onEditor: (editor: Editor) => void
}

/** Where a message is written: pens, the text, what is set beside it. */
export function Desk({ content, onChange, isEmail, wrong, attributes, onEditor }: Props) {
  const [asking, setAsking] = useState<Asking>()
  const [closedAt, setClosedAt] = useState<number>()
  const pictures = usePictures(file => editor && insertImage(editor, file))
  const slashKeys = useRef<(event: KeyboardEvent) => boolean>(() => false)
  const { place, editor } = useWriting(content, {
    changed: onChange,
    variable: (at, chip) => setAsking({ what: 'variable', at, rect: chip.getBoundingClientRect() }),
    files: pictures.add,
    link: () => askLink(),
    key: event => slashKeys.current(event),
  })
  useEffect(() => {
    if (editor) onEditor(editor)
  }, [editor])
  const askLink = () => {
    if (editor) setAsking({ what: 'link', rect: rectAt(editor, editor.state.selection.from) })
  }
  const addVariable = (key: string) => {
    if (!editor) return
    insertVariable(editor, key)
    const at = editor.state.selection.from - 1
    setAsking({ what: 'variable', at, rect: rectAt(editor, at) })
  }
  const calling = editor?.isFocused ? callingIn(editor) : undefined
  const called = calling && calling.from !== closedAt ? calling : undefined
  useEffect(() => {
    if (!calling) setClosedAt(undefined)
  }, [calling === undefined])
  return (
    <section class="writing-desk" aria-label="Write">
      {editor ? (
        <Toolbar
          editor={editor}
          isEmail={isEmail}
          attributes={attributes}
          onLink={askLink}
          onImage={pictures.choose}
          onVariable={addVariable}
        />
      ) : (
        <div class="pens" />
      )}
      <div class="writing-desk-scroll">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: below the text one means its end; by keyboard one is there */}
        <div
          ref={place}
          class="writing-text"
          onMouseDown={event => {
            if (event.target !== event.currentTarget) return
            event.preventDefault()
            editor?.commands.focus('end')
          }}
        />
      </div>
      <div class="writing-desk-says">
        {pictures.state}
        <ul role="status" aria-label="Before it can be sent">
          {wrong.map(sentence => (
            <li key={sentence}>
              <TriangleAlert class="warn" />
              {sentence}
            </li>
          ))}
        </ul>
      </div>
      <datalist id="message-attributes">
        {attributes.map(name => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {editor && called ? (
        <SlashMenu
          editor={editor}
          calling={called}
          isEmail={isEmail}
          keys={slashKeys}
          onPick={offer => {
            inText(editor).deleteRange(called).run()
            if (offer.id.startsWith('variable:')) addVariable(offer.id.slice('variable:'.length))
            else insertOffer(editor, offer, pictures.choose)
          }}
          onClose={() => setClosedAt(called.from)}
        />
      ) : null}
      {editor && asking ? (
        <Bubbles editor={editor} asking={asking} attributes={attributes} onClose={() => setAsking(undefined)} />
      ) : null}
      {pictures.input}
    </section>
  )
}

/** Pictures that are chosen, dropped or pasted, on their way; why one was refused stays until the next. */
function usePictures(arrived: (src: string) => void) {
  const input = useRef<HTMLInputElement>(null)
  const [waiting, setWaiting] = useState(0)
  const [refused, setRefused] = useState('')
  const add = (files: File[]) => {
    setRefused('')
    for (const file of files) {
      setWaiting(count => count + 1)
      upload(file)
        .then(arrived, error => setRefused(uploadSentence(error)))
        .finally(() => setWaiting(count => count - 1))
    }
  }
  return {
    add,
    choose: () => input.current?.click(),
    state: (
      <div role="alert">
        {waiting > 0 ? <p class="soft">Adding the picture …</p> : null}
        {refused === '' ? null : <p class="bad">{refused}</p>}
      </div>
    ),
    input: (
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        aria-label="Choose a picture"
        hidden
        onChange={event => {
          add([...(event.currentTarget.files ?? [])])
          // The same one may be chosen again.
          event.currentTarget.value = ''
        }}
      />
    ),
  }
}
