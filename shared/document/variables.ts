import type { Person } from '../people/person.ts'
import { valueAt } from '../people/person.ts'
import type { Block, Document, Inline } from './document.ts'

/** The document as this person gets it: every variable is plain text of at most 100 characters on one line, or its fallback. */
export function fillVariables(doc: Document, person: Person): Document {
  return { type: 'doc', content: doc.content.map(block => fillBlock(block, person)) }
}

function fillBlock(block: Block, person: Person): Block {
  switch (block.type) {
    case 'paragraph':
      return block.content ? { ...block, content: fillInlines(block.content, person) } : block
    case 'heading':
      return block.content ? { ...block, content: fillInlines(block.content, person) } : block
    case 'bulletList':
    case 'orderedList':
      return {
        ...block,
        content: block.content.map(item => ({
          ...item,
          content: item.content.map(paragraph =>
            paragraph.content ? { ...paragraph, content: fillInlines(paragraph.content, person) } : paragraph,
          ),
        })),
      }
    default:
      return block
  }
}

function fillInlines(inlines: Inline[], person: Person): Inline[] {
  return inlines.flatMap((inline): Inline[] => {
    if (inline.type !== 'variable') return [inline]
    const value = valueAt(person, inline.attrs.key)
    const text = value === undefined ? inline.attrs.fallback : String(value).replace(/\s+/g, ' ').trim().slice(0, 100)
    return text === '' ? [] : [{ type: 'text', text: text.toWellFormed() }]
  })
}
