import { type Document, inlinesOf, plainDocument } from '@pavior/shared/document/document.ts'
import { plainText } from '@pavior/shared/document/plain.ts'
import { DocumentSchema } from '@pavior/shared/document/schema.ts'
import { parse } from '@pavior/shared/parse.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toDocument, toEditor } from '../../dashboard/message-editor/mapping.ts'
import { editorSchema } from '../../dashboard/message-editor/schema.ts'
import { anyDocument } from './any-document.ts'
import { runs } from './runs.ts'

/** What becomes of a draft's content that was opened in the editor, and nothing done to it. */
function throughEditor(content: unknown): { type: 'doc'; content: unknown[] } {
  const opened = editorSchema.nodeFromJSON(toEditor(content))
  opened.check()
  return toDocument(opened.toJSON())
}

const anyMark = fc.constantFrom(
  { type: 'bold' },
  { type: 'italic' },
  { type: 'code' },
  { type: 'link', attrs: { href: 'https://shop.example/norway' } },
  { type: 'link', attrs: { href: 'mailto:desk@shop.example' } },
)

/** A document with marks on its texts, in any order and number that its schema takes. */
const anyMarked: fc.Arbitrary<Document> = fc
  .tuple(anyDocument, fc.infiniteStream(fc.array(anyMark, { maxLength: 4 })))
  .map(([doc, marks]): Document => {
    const next = () => marks.next().value
    const marked = JSON.parse(JSON.stringify(doc), (key, value) =>
      key !== 'attrs' && value?.type === 'text' && typeof value.text === 'string' ? { ...value, marks: next() } : value,
    )
    return parse(DocumentSchema, marked)
  })

/** Letter by letter, with the marks that count: how it is cut into texts makes no difference. */
const letters = (doc: Document) =>
  doc.content.map(block => ({
    ...block,
    content: inlinesOf(block).flatMap((inline): object[] => {
      if (inline.type !== 'text') return [inline]
      const marks = inline.marks ?? []
      // Of two links in each other the inner one is clicked.
      const link = marks.find(mark => mark.type === 'link')
      const others = marks.filter(mark => mark.type !== 'link').map(mark => mark.type)
      const all = new Set([...others, ...(link?.type === 'link' ? [link.attrs.href] : [])])
      return [...inline.text].map(letter => ({ letter, marks: [...all].sort() }))
    }),
  }))

/** What an editor shows below the last line, and never stores. */
function trimmed(doc: Document): Document {
  const content = [...doc.content]
  while (content.length > 1) {
    const last = content.at(-1)
    if (last?.type !== 'paragraph' || inlinesOf(last).some(inline => inline.type !== 'text' || inline.text !== ''))
      break
    content.pop()
  }
  return { type: 'doc', content }
}

test('any document opens in the editor, and is the same document when it is closed', () => {
  fc.assert(
    fc.property(anyMarked, doc => {
      const after = throughEditor(doc)
      const read = parse(DocumentSchema, after)
      expect(letters(read)).toEqual(letters(trimmed(doc)))
      expect(plainText(read)).toBe(plainText(trimmed(doc)))
      // From then on nothing moves.
      expect(throughEditor(after)).toEqual(after)
    }),
    runs(1000),
  )
})

test('what the editor wrote comes back to the letter', () => {
  fc.assert(
    fc.property(anyDocument, doc => {
      const written = throughEditor(doc)
      expect(JSON.stringify(throughEditor(JSON.parse(JSON.stringify(written))))).toBe(JSON.stringify(written))
    }),
    runs(300),
  )
})

test('what the editor does not know stays as it is, wherever it stands', () => {
  const unknown = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }).filter(value => value !== null),
    fc.record({
      type: fc.constantFrom('video', 'table', 'heading', 'button', 'kept'),
      attrs: fc.jsonValue({ maxDepth: 2 }),
    }),
    fc.constantFrom(
      { type: 'paragraph', content: [{ type: 'text', text: 'x', marks: [{ type: 'underline' }] }] },
      { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'bulletList', content: [] }] }] },
      { type: 'heading', attrs: { level: 4 }, content: [{ type: 'text', text: 'x' }] },
    ),
  )
  fc.assert(
    fc.property(anyDocument, fc.array(unknown, { minLength: 1, maxLength: 3 }), fc.nat(), (doc, others, at) => {
      const place = at % (doc.content.length + 1)
      const content = JSON.parse(
        JSON.stringify([...doc.content.slice(0, place), ...others, ...doc.content.slice(place)]),
      )
      const after = throughEditor({ type: 'doc', content })
      for (const other of others) expect(after.content).toContainEqual(JSON.parse(JSON.stringify(other)))
    }),
    runs(500),
  )
})

test('text is a paragraph a line, and no content at all is an empty message', () => {
  expect(throughEditor('Hello\nthere')).toEqual(plainDocument('Hello\nthere'))
  for (const nothing of [undefined, null, { type: 'doc', content: [] }, ''])
    expect(throughEditor(nothing)).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] })
})
