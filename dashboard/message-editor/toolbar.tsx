import type { Editor } from '@tiptap/core'
import {
  Bold,
  Braces,
  Code,
  Heading,
  Image,
  Italic,
  Link,
  List,
  ListOrdered,
  SquareMousePointer,
  TextCursorInput,
} from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { Item, Menu } from '../ui/menu.tsx'
import { hasForm, insertOffer, inText } from './insert.ts'
import { attributeKey, KNOWN, nameOfKey } from './variables.ts'

type Props = {
  editor: Editor
  isEmail: boolean
  /** Attributes that people of the team have. */
  attributes: string[]
  onLink: () => void
  onImage: () => void
  onVariable: (key: string) => void
}

/** What can be done to the text, and put into it. */
export function Toolbar({ editor, isEmail, attributes, onLink, onImage, onVariable }: Props) {
  const chain = () => inText(editor)
  const insert = (id: 'button' | 'form') => insertOffer(editor, { id }, onImage)
  const formThere = hasForm(editor)
  return (
    <div class="pens" role="toolbar" aria-label="Format" onKeyDown={moveWithArrows}>
      <Pen name="Bold (Ctrl B)" on={editor.isActive('bold')} onPress={() => chain().toggleBold().run()}>
        <Bold />
      </Pen>
      <Pen name="Italic (Ctrl I)" on={editor.isActive('italic')} onPress={() => chain().toggleItalic().run()}>
        <Italic />
      </Pen>
      <Pen name="Code (Ctrl E)" on={editor.isActive('code')} onPress={() => chain().toggleCode().run()}>
        <Code />
      </Pen>
      <Pen name="Link (Ctrl K)" on={editor.isActive('link')} onPress={onLink}>
        <Link />
      </Pen>
      <Pen name="List" on={editor.isActive('bulletList')} onPress={() => chain().toggleBulletList().run()}>
        <List />
      </Pen>
      <Pen name="Numbered list" on={editor.isActive('orderedList')} onPress={() => chain().toggleOrderedList().run()}>
        <ListOrdered />
      </Pen>
      <Menu className="icon" label="Heading" title="Heading" trigger={<Heading />}>
        <Item onPick={() => chain().setNode('heading', { level: 1 }).run()}>Large heading</Item>
        <Item onPick={() => chain().setNode('heading', { level: 2 }).run()}>Heading</Item>
        <Item onPick={() => chain().setNode('heading', { level: 3 }).run()}>Small heading</Item>
        <Item onPick={() => chain().setNode('paragraph').run()}>Text</Item>
      </Menu>
      <hr />
      <Menu
        className="button quiet small"
        trigger={
          <>
            <Braces />
            Variable
          </>
        }
      >
        {[...KNOWN, ...attributes.map(attributeKey)].map(key => (
          <Item key={key} onPick={() => onVariable(key)}>
            {nameOfKey(key)}
          </Item>
        ))}
        <Item onPick={() => onVariable(attributeKey(''))}>Another attribute …</Item>
      </Menu>
      <button type="button" class="button quiet small" onClick={onImage}>
        <Image />
        Image
      </button>
      <button type="button" class="button quiet small" onClick={() => insert('button')}>
        <SquareMousePointer />
        Button
      </button>
      {isEmail ? null : (
        <button
          type="button"
          class="button quiet small"
          disabled={formThere}
          title={formThere ? 'A message can hold one form' : undefined}
          onClick={() => insert('form')}
        >
          <TextCursorInput />
          Form
        </button>
      )}
      <span class="push" />
      <small class="only-wide">
        <kbd>/</kbd> inserts
      </small>
    </div>
  )
}

type PenProps = { name: string; on: boolean; onPress: () => void; children: ComponentChildren }

const Pen = ({ name, on, onPress, children }: PenProps) => (
  <button
    type="button"
    class="icon"
    aria-label={name}
    title={name}
    aria-pressed={on}
    // The text keeps its selection.
    onMouseDown={event => event.preventDefault()}
    onClick={onPress}
  >
    {children}
  </button>
)

function moveWithArrows(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (by === undefined) return
  const pens = [...event.currentTarget.querySelectorAll<HTMLElement>('button:enabled')]
  const at = pens.findIndex(pen => pen.matches(':focus'))
  if (at < 0) return
  event.preventDefault()
  pens.at((at + by) % pens.length)?.focus()
}
