import { Component } from '@pavior/shared/campaign/campaign.ts'
import { blocksOf, type EditableBlock, type EditableField, editableBlock } from '@pavior/shared/document/editable.ts'
import { isSafeLink } from '@pavior/shared/document/links.ts'
import { DocumentSchema } from '@pavior/shared/document/schema.ts'
import { type DraftComponent, messageOf } from './message.ts'

/** What keeps a message from being sent, each in a sentence that says what to do. None: it can be. Pure. */
export function wrongIn(component: DraftComponent): string[] {
  const { channel, subject, content } = messageOf(component)
  const isEmail = channel === 'send-email'
  const blocks = blocksOf(content).map(editableBlock)
  const known = blocks.flatMap(block => block ?? [])
  const forms = known.filter(block => block.type === 'form')
  const said = [
    ...(isEmail && subject.trim() === '' ? ['The email has no subject.'] : []),
    ...(blocks.length > known.length ? ['It holds something that can’t be sent. Delete that part.'] : []),
    ...known.flatMap(wrongInBlock),
    ...(forms.length > 1 ? ['A message can hold one form: delete the others.'] : []),
    ...(isEmail && forms.length > 0 ? ['An email can’t hold a form: ask in a message, or link to a page.'] : []),
  ]
  if (said.length > 0) return [...new Set(said)]
  const read = DocumentSchema.safeParse(content)
  if (!read.success && read.error.issues.some(({ message }) => message === 'must not be empty'))
    return [isEmail ? 'The email says nothing yet.' : 'The message says nothing yet.']
  const whole = Component.safeParse({ position: { x: 0, y: 0 }, ...component })
  return whole.success ? [] : ['It can’t be sent like this: a part of it is too long, or not as it should be.']
}

function wrongInBlock(block: EditableBlock): string[] {
  switch (block.type) {
    case 'button': {
      const { label, action } = block.attrs
      if (label.trim() === '') return ['A button says nothing: give it a label.']
      return 'url' in action && !isSafeLink(action.url)
        ? [`The button “${label}” needs a link that begins with https:// or mailto:.`]
        : []
    }
    case 'image':
      return isSafeLink(block.attrs.src) ? [] : ['A picture is missing: upload it, or delete its place.']
    case 'form':
      return wrongInForm(block.attrs)
    case 'paragraph':
    case 'heading':
      return wrongLinks(block.content)
    case 'bulletList':
    case 'orderedList':
      return block.content.flatMap(item => item.content.flatMap(line => wrongLinks(line.content)))
    default:
      return []
  }
}

type Inlines = Extract<EditableBlock, { type: 'paragraph' }>['content']

const wrongLinks = (inlines: Inlines = []): string[] =>
  inlines.flatMap(inline =>
    inline.type === 'text' && inline.marks?.some(mark => mark.type === 'link' && !isSafeLink(mark.attrs.href))
      ? [`The link of “${inline.text}” must begin with https://, http:// or mailto:.`]
      : [],
  )

function wrongInForm({ fields, submit }: Extract<EditableBlock, { type: 'form' }>['attrs']): string[] {
  const keys = fields.map(({ key }) => key)
  return [
    ...(fields.length === 0 ? ['The form asks nothing: give it a field.'] : []),
    ...(submit.trim() === '' ? ['The form’s button says nothing.'] : []),
    ...(new Set(keys).size < keys.length ? ['Two fields of the form write to the same: each needs its own.'] : []),
    ...fields.flatMap(wrongField),
  ]
}

function wrongField({ key, label, kind, options = [] }: EditableField): string[] {
  const named = label.trim() === '' ? 'A field of the form' : `The field “${label}”`
  return [
    ...(label.trim() === '' ? ['A field of the form has no label.'] : []),
    ...(KEY.test(key) ? [] : [`${named} needs a place to write to: letters, digits, spaces, “.”, “-” and “_”.`]),
    ...(key === 'email' && kind !== 'email' && kind !== 'text'
      ? [`${named} asks for the email: its kind must be Email.`]
      : []),
    ...(kind === 'choice' && !options.some(option => option.trim() !== '')
      ? [`${named} offers nothing to choose.`]
      : []),
  ]
}

/** As in shared/document/form-schema.ts. */
const KEY = /^(name|email|phone|company|attributes\.[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,99})$/u
