import { isSafeLink } from '@pavior/shared/document/links.ts'
import type { Editor } from '@tiptap/core'
import { useState } from 'preact/hooks'
import { Bubble } from '../ui/bubble.tsx'
import { Field } from '../ui/field.tsx'
import { inText } from './insert.ts'
import { attributeKey, KNOWN, nameOfKey } from './variables.ts'

/** What is being set beside the text. */
export type Asking = { what: 'link'; rect: DOMRect } | { what: 'variable'; at: number; rect: DOMRect }

/** Where the selection begins, as long as the bubble is open. */
export function rectAt(editor: Editor, at: number): DOMRect {
  const { left, top, bottom } = editor.view.coordsAtPos(at)
  return new DOMRect(left, top, 1, bottom - top)
}

type Props = { editor: Editor; asking: Asking; attributes: string[]; onClose: () => void }

export function Bubbles({ editor, asking, attributes, onClose }: Props) {
  const close = () => {
    onClose()
    editor.view.focus()
  }
  return (
    <Bubble
      open
      onOpen={open => open || close()}
      title={asking.what === 'link' ? 'Link' : 'Variable'}
      anchor={{ getBoundingClientRect: () => asking.rect }}
    >
      {asking.what === 'link' ? (
        <LinkForm editor={editor} onDone={close} />
      ) : (
        <VariableForm editor={editor} at={asking.at} attributes={attributes} onDone={close} />
      )}
    </Bubble>
  )
}

/** `shop.example` and `desk@shop.example` are meant as links. */
function linkFrom(typed: string): string {
  const said = typed.trim()
  if (/^[a-z][a-z0-9+.-]*:/i.test(said)) return said
  return /^[^\s/@]+@[^\s/@]+$/.test(said) ? `mailto:${said}` : `https://${said}`
}

function LinkForm({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const before = editor.getAttributes('link').href
  const [href, setHref] = useState(typeof before === 'string' ? before : '')
  const [refused, setRefused] = useState<string>()
  const save = () => {
    const link = linkFrom(href)
    if (!isSafeLink(link)) return setRefused('A link begins with https://, http:// or mailto:.')
    const chain = inText(editor)
    if (editor.state.selection.empty && !editor.isActive('link'))
      chain.insertContent({ type: 'text', text: link, marks: [{ type: 'link', attrs: { href: link } }] }).run()
    else chain.extendMarkRange('link').setLink({ href: link }).run()
    onDone()
  }
  return (
    <form
      class="form"
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <Field label="Where it leads" placeholder="https://" value={href} onValue={setHref} refused={refused} autoFocus />
      <div class="form-actions">
        <button type="submit" class="button primary small">
          Set link
        </button>
        {before === undefined ? null : (
          <button
            type="button"
            class="button small"
            onClick={() => {
              inText(editor).extendMarkRange('link').unsetLink().run()
              onDone()
            }}
          >
            Remove link
          </button>
        )}
      </div>
    </form>
  )
}

const ANOTHER = 'attributes.'

type VariableProps = { editor: Editor; at: number; attributes: string[]; onDone: () => void }

function VariableForm({ editor, at, attributes, onDone }: VariableProps) {
  const node = editor.state.doc.nodeAt(at)
  const key = String(node?.attrs.key ?? '')
  const fallback = String(node?.attrs.fallback ?? '')
  const keys = [...KNOWN, ...attributes.map(attributeKey)]
  const isListed = keys.some(known => known === key)
  const set = (attribute: 'key' | 'fallback', value: string) =>
    editor.view.dispatch(editor.state.tr.setNodeAttribute(at, attribute, value))
  return (
    <form
      class="form"
      onSubmit={event => {
        event.preventDefault()
        onDone()
      }}
    >
      <div class="field">
        <label for="variable-key">What stands here</label>
        <select
          id="variable-key"
          class="input"
          value={isListed ? key : ANOTHER}
          onChange={event => set('key', event.currentTarget.value)}
        >
          {keys.map(known => (
            <option key={known} value={known}>
              {nameOfKey(known)}
            </option>
          ))}
          <option value={ANOTHER}>Another attribute …</option>
        </select>
      </div>
      {isListed ? null : (
        <Field
          label="Attribute"
          placeholder="like plan"
          value={nameOfKey(key)}
          onValue={name => set('key', ANOTHER + name)}
          maxLength={100}
        />
      )}
      <Field
        label="Where it is not known"
        hint="Left out where nothing stands here."
        placeholder="like “there”"
        value={fallback}
        onValue={value => set('fallback', value)}
        maxLength={100}
        autoFocus
      />
      <div class="form-actions">
        <button type="submit" class="button primary small">
          Done
        </button>
        <button
          type="button"
          class="button small"
          onClick={() => {
            editor.view.dispatch(editor.state.tr.delete(at, at + 1))
            onDone()
          }}
        >
          Remove
        </button>
      </div>
    </form>
  )
}
