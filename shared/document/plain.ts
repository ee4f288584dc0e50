import { type Block, type Document, type Inline, inlinesOf } from './document.ts'

/** What a document says, as text: for lists, previews, searches and screen readers. One line per block. */
export function plainText(doc: Document): string {
  return doc.content
    .map(blockText)
    .filter(line => line !== '')
    .join('\n')
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'button':
      return block.attrs.label
    case 'image':
      return block.attrs.alt
    case 'form':
    case 'divider':
      return ''
    case 'bulletList':
    case 'orderedList':
      return block.content
        .map(item => item.content.map(paragraph => (paragraph.content ?? []).map(inlineText).join('')).join(' '))
        .join('\n')
    case 'paragraph':
    case 'heading':
      return inlinesOf(block).map(inlineText).join('')
  }
}

function inlineText(inline: Inline): string {
  switch (inline.type) {
    case 'text':
      return inline.text
    case 'variable':
      return inline.attrs.fallback
    case 'hardBreak':
      return '\n'
  }
}
