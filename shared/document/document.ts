import type { z } from 'zod'
import type { Form } from './form-schema.ts'
import { withLinks } from './links.ts'
import type { BlockSchema, ButtonSchema, InlineSchema, MarkSchema } from './schema.ts'

/** A document is data all the way: restricted ProseMirror JSON (interfaces.md, "A campaign"). `schema.ts` reads it. */
export type Document = { type: 'doc'; content: Block[] }
export type Block = z.output<typeof BlockSchema>
export type Inline = z.output<typeof InlineSchema>
export type Mark = z.output<typeof MarkSchema>
export type ButtonAttributes = z.output<typeof ButtonSchema>['attrs']

/** One paragraph per line. */
export function plainDocument(value: string): Document {
  return {
    type: 'doc',
    content: value
      .trim()
      .split(/\r\n|\r|\n/)
      .map(line =>
        line === '' ? { type: 'paragraph' } : { type: 'paragraph', content: [{ type: 'text', text: line }] },
      ),
  }
}

/** All text, variables and breaks of a block, in reading order. */
export function inlinesOf(block: Block): Inline[] {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.content ?? []
    case 'bulletList':
    case 'orderedList':
      return block.content.flatMap(item => item.content.flatMap(paragraph => paragraph.content ?? []))
    default:
      return []
  }
}

/** Whether it says nothing at all. A variable may turn out to say something. */
export function isBlank(doc: Document): boolean {
  return doc.content.every(block => {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
      case 'bulletList':
      case 'orderedList':
        return inlinesOf(block).every(
          inline => inline.type === 'hardBreak' || (inline.type === 'text' && inline.text.trim() === ''),
        )
      case 'divider':
        return true
      default:
        return false
    }
  })
}

/** The form of a document, if it has one. */
export function formOf(doc: Document): Form | undefined {
  for (const block of doc.content) if (block.type === 'form') return block.attrs
  return undefined
}

/** Whether its text has something that opens when it is clicked, marked as a link or written out. */
export function hasLink(doc: Document): boolean {
  return doc.content.flatMap(inlinesOf).some(inline => {
    if (inline.type !== 'text') return false
    return inline.marks?.some(mark => mark.type === 'link') || withLinks(inline.text).some(({ href }) => href)
  })
}

/** The button with this id, if the document has it. */
export function buttonOf(doc: Document, id: string): ButtonAttributes | undefined {
  for (const block of doc.content) if (block.type === 'button' && block.attrs.id === id) return block.attrs
  return undefined
}
