import { formOf, inlinesOf, plainDocument } from '@pavior/shared/document/document.ts'
import { withLinks } from '@pavior/shared/document/links.ts'
import { plainText } from '@pavior/shared/document/plain.ts'
import { DocumentSchema, PlainDocument } from '@pavior/shared/document/schema.ts'
import { fillVariables } from '@pavior/shared/document/variables.ts'
import { Entry } from '@pavior/shared/journal/entry.ts'
import { parse } from '@pavior/shared/parse.ts'
import { Problem } from '@pavior/shared/problem.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyDocument } from './any-document.ts'
import { anyPerson, isText } from './any-person.ts'
import { runs } from './runs.ts'

const anyText = fc.string({
  unit: fc.oneof(
    { weight: 5, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom('\n', '\r\n', '\r', ' ', '\t', '<b>', '&amp;') },
  ),
})

test('plain text comes through a document as it was written, but for blank lines and the space around', () => {
  fc.assert(
    fc.property(anyText.filter(isText), text => {
      const lines = text.trim().split(/\r\n|\r|\n/)
      expect(plainText(plainDocument(text))).toBe(lines.filter(line => line !== '').join('\n'))
    }),
    runs(1000),
  )
})

test('whatever a visitor may write is stored, journalled and read back as it is', () => {
  const anyLong = fc
    .tuple(fc.constantFrom('a', '\n', 'a\n', 'ab ', '\n\n\nx'), fc.integer({ min: 1, max: 10_000 }))
    .map(([part, length]) => `x${part.repeat(length)}`.slice(0, length))
  fc.assert(
    fc.property(fc.oneof(anyText, anyLong).filter(isText), text => {
      fc.pre(text.trim() !== '')
      const content = parse(PlainDocument, text)
      expect(content).toEqual(plainDocument(text))
      const entry = {
        kind: 'message-sent',
        v: 1,
        conversation: 'c',
        id: 'm',
        place: 1,
        from: { type: 'person' },
        content,
      }
      expect(Entry.parse({ ...entry, number: 1, at: 1 })).toMatchObject({ content })
      // The same words may be an agent's.
      expect(parse(DocumentSchema, text)).toEqual(content)
    }),
    runs(500),
  )
})

test('a document is read as it stands, and filled in for any person it can be journalled', () => {
  fc.assert(
    fc.property(anyDocument, anyPerson, (doc, person) => {
      expect(parse(DocumentSchema, JSON.parse(JSON.stringify(doc)))).toEqual(doc)
      const content = fillVariables(doc, person)
      const entry = {
        kind: 'message-sent',
        v: 1,
        conversation: 'c',
        id: 'm',
        place: 1,
        from: { type: 'team' },
        content,
      }
      expect(Entry.parse({ ...entry, number: 1, at: 1 })).toMatchObject({ content })
    }),
    runs(1000),
  )
})

test('a variable becomes text on one line, never markup, and changes nothing around it', () => {
  const hostile = fc.constantFrom(
    '<script>alert(1)</script>',
    '[x](javascript:x)',
    'a\nb\r\nc',
    '\u{1F600}'.repeat(80),
    '  ',
  )
  fc.assert(
    fc.property(anyDocument, anyPerson, fc.oneof(hostile, anyText.filter(isText)), (doc, someone, name) => {
      const person = { ...someone, name, attributes: { ...someone.attributes, plan: name } }
      const filled = fillVariables(doc, person)
      expect(filled.content.map(({ type }) => type)).toEqual(doc.content.map(({ type }) => type))
      expect(formOf(filled)).toEqual(formOf(doc))
      for (const [index, block] of filled.content.entries()) {
        const before = doc.content[index]
        const kept = (before ? inlinesOf(before) : []).filter(({ type }) => type !== 'variable')
        const made = inlinesOf(block)
        for (const inline of made) {
          expect(inline.type).not.toBe('variable')
          if (kept.some(one => one === inline)) continue
          expect(Object.keys(inline).sort()).toEqual(['text', 'type'])
          if (inline.type !== 'text') throw new Error('a variable became something else')
          expect(inline.text).not.toMatch(/[\r\n]/)
          expect(inline.text.length).toBeLessThanOrEqual(100)
          expect(inline.text.isWellFormed()).toBe(true)
        }
        expect(made.filter(inline => kept.includes(inline))).toEqual(kept)
      }
    }),
    runs(1000),
  )
})

test('reading any JSON as a document gives a document or a Problem, and throws nothing else', () => {
  const names = fc.constantFrom(
    'type',
    'content',
    'attrs',
    'text',
    'marks',
    'fields',
    'label',
    'action',
    '__proto__',
    'id',
  )
  const types = fc.constantFrom(
    'doc',
    'paragraph',
    'text',
    'form',
    'button',
    'variable',
    'bulletList',
    'listItem',
    'image',
  )
  const anyTree = fc.letrec<{ tree: unknown }>(tie => ({
    tree: fc.oneof(
      { maxDepth: 8 },
      fc.jsonValue({ maxDepth: 1 }),
      types,
      fc.dictionary(names, tie('tree'), { maxKeys: 4 }),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.record({ type: types, content: fc.array(tie('tree'), { maxLength: 3 }) }),
    ),
  })).tree
  fc.assert(
    fc.property(anyTree, input => {
      for (const schema of [DocumentSchema, PlainDocument]) {
        try {
          expect(plainText(parse(schema, input))).toBeTypeOf('string')
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
        }
      }
    }),
    runs(3000),
  )
})

test('text cut into links is the same text, and every link is http, https or mailto', () => {
  const anyLinks = fc
    .array(
      fc.oneof(
        fc.webUrl(),
        fc.emailAddress(),
        fc.constantFrom('javascript:alert(1)', 'www.x.example', ' ', '.', ')', '<'),
        fc.string(),
      ),
    )
    .map(parts => parts.join(''))
  fc.assert(
    fc.property(anyLinks, text => {
      const pieces = withLinks(text)
      expect(pieces.map(piece => piece.text).join('')).toBe(text)
      for (const { href } of pieces) if (href !== undefined) expect(href).toMatch(/^(https?:\/\/|mailto:)/i)
    }),
    runs(1000),
  )
})
