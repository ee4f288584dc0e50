import type { Block, Document } from './document.ts'
import { blocksOf, type EditableBlock, editableBlock } from './editable.ts'
import { isSafeLink } from './links.ts'

/**
 * What can be shown of a document that is still being written: what is no block of ours is left out, and a button
 * stands there before it has its words or leads anywhere. For previews alone, nothing of it is sent.
 */
export function shownDocument(content: unknown): Document {
  return {
    type: 'doc',
    content: blocksOf(content).flatMap(block => {
      const editable = editableBlock(block)
      return editable ? shownBlock(editable) : []
    }),
  }
}

function shownBlock(block: EditableBlock): Block[] {
  switch (block.type) {
    case 'image':
      return isSafeLink(block.attrs.src) ? [block] : []
    case 'button': {
      const { id, label, action } = block.attrs
      const shown = 'url' in action && !isSafeLink(action.url) ? { url: 'https://example.com/' } : action
      return [{ type: 'button', attrs: { id, label: label.trim() || 'Button', action: shown } }]
    }
    case 'form':
      return block.attrs.fields.length > 0 ? [block] : []
    case 'paragraph':
    case 'heading':
      return [{ ...block, content: block.content?.map(withSafeLinks) }]
    case 'bulletList':
    case 'orderedList':
      return [
        {
          ...block,
          content: block.content.map(item => ({
            ...item,
            content: item.content.map(line => ({ ...line, content: line.content?.map(withSafeLinks) })),
          })),
        },
      ]
    default:
      return [block]
  }
}

type Inline = NonNullable<Extract<EditableBlock, { type: 'paragraph' }>['content']>[number]

const withSafeLinks = (inline: Inline): Inline =>
  inline.type === 'text' && inline.marks
    ? { ...inline, marks: inline.marks.filter(mark => mark.type !== 'link' || isSafeLink(mark.attrs.href)) }
    : inline
