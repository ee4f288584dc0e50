import type { Person } from '../people/person.ts'
import { storedKey, TRUSTED, valueAt } from '../people/person.ts'
import type { Block, Document, Inline } from './document.ts'
import { looksLikeLink } from './links.ts'

/**
 * The document as this person gets it: every variable is plain text of at most 100 characters on one line, or its
 * fallback, which also stands where somebody wrote a link for a name.
 */
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
    const text = filled(person, inline.attrs.key) || inline.attrs.fallback
    return text === '' ? [] : [{ type: 'text', text: text.toWellFormed() }]
  })
}

function filled(person: Person, key: string): string | undefined {
  const value = valueAt(person, key)
  if (value === undefined) return undefined
  const text = String(value).replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim().slice(0, 100)
  return isTheirs(person, key) && looksLikeLink(text) ? undefined : text
}

/**
 * Who signs up with somebody else's address and a link for a name would have us send that link to them. An address was
 * read as one, and an attribute that the site's own server wrote is what the author asks for.
 */
function isTheirs(person: Person, key: string): boolean {
  if (key === 'email') return false
  const source = person.sources[storedKey(key)]
  return !storedKey(key).startsWith('attributes.') || source === undefined || !TRUSTED.includes(source)
}

/** Control characters, and those that turn the direction of what comes behind them. */
const INVISIBLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu
