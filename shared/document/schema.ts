import { z } from 'zod'
import { text } from '../text.ts'
import { type Block, type Document as Doc, inlinesOf, isBlank, plainDocument } from './document.ts'
import { Form } from './form-schema.ts'
import { isSafeLink } from './links.ts'

/** A document is data all the way: restricted ProseMirror JSON (interfaces.md, "A campaign"). It is never HTML. */

const Link = text(2000, 1).refine(isSafeLink, 'must be a link to http, https or mailto')

export const MarkSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bold') }),
  z.object({ type: z.literal('italic') }),
  z.object({ type: z.literal('code') }),
  z.object({ type: z.literal('link'), attrs: z.object({ href: Link }) }),
])

export const InlineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: text(10_000, 1), marks: z.array(MarkSchema).max(4).optional() }),
  z.object({ type: z.literal('variable'), attrs: z.object({ key: text(200, 1), fallback: text(100).default('') }) }),
  z.object({ type: z.literal('hardBreak') }),
])

const inlines = z.array(InlineSchema).max(1000).optional()

const Paragraph = z.object({ type: z.literal('paragraph'), content: inlines })
const Heading = z.object({
  type: z.literal('heading'),
  attrs: z.object({ level: z.int().min(1).max(3) }),
  content: inlines,
})
const ListItem = z.object({ type: z.literal('listItem'), content: z.array(Paragraph).min(1).max(20) })
const BulletList = z.object({ type: z.literal('bulletList'), content: z.array(ListItem).min(1).max(100) })
const OrderedList = z.object({ type: z.literal('orderedList'), content: z.array(ListItem).min(1).max(100) })
const Image = z.object({
  type: z.literal('image'),
  attrs: z.object({
    src: text(2000, 1).refine(isSafeLink, 'must be a link to http or https'),
    alt: text(500).default(''),
  }),
})
const Divider = z.object({ type: z.literal('divider') })
export const ButtonSchema = z.object({
  type: z.literal('button'),
  attrs: z.object({
    id: text(64, 1),
    label: text(100, 1),
    action: z.union([z.object({ url: Link }), z.object({ reply: z.literal(true) })]),
  }),
})
const FormBlock = z.object({ type: z.literal('form'), attrs: Form })

export const BlockSchema = z.discriminatedUnion('type', [
  Paragraph,
  Heading,
  BulletList,
  OrderedList,
  Image,
  Divider,
  ButtonSchema,
  FormBlock,
])

/** A string stands for one paragraph per line. */
const fromString = (value: unknown): unknown => (typeof value === 'string' ? plainDocument(value) : value)

const MAX_TEXT = 10_000

/** What a campaign or an agent writes. */
export const DocumentSchema = z.preprocess(
  fromString,
  z
    .object({ type: z.literal('doc'), content: z.array(BlockSchema).min(1, 'must not be empty').max(MAX_TEXT) })
    .refine(doc => doc.content.filter(block => block.type === 'form').length <= 1, 'can hold one form at most')
    .refine(doc => buttonIdsAreUnique(doc.content), 'has two buttons with the same id')
    .refine(doc => textLength(doc) <= MAX_TEXT, 'must have at most 10,000 characters')
    .refine(doc => !isBlank(doc), 'must not be empty'),
)

/**
 * A document that was checked when it was written. Rules for writing do not apply to it: variables may have made it
 * longer, and documents of an older schema stay readable.
 */
export const StoredDocument = z.custom<Doc>(
  value => typeof value === 'object' && value !== null && 'content' in value && Array.isArray(value.content),
  'is not a document',
)

/** What a visitor writes: text in paragraphs, nothing else. */
export const PlainDocument = z.preprocess(
  fromString,
  z
    .object({
      type: z.literal('doc'),
      content: z
        .array(
          z.object({
            type: z.literal('paragraph'),
            content: z
              .array(z.object({ type: z.literal('text'), text: text(MAX_TEXT, 1) }))
              .max(1000)
              .optional(),
          }),
        )
        .min(1, 'must not be empty')
        .max(MAX_TEXT),
    })
    .refine(doc => textLength(doc) <= MAX_TEXT, 'must have at most 10,000 characters')
    .refine(doc => !isBlank(doc), 'must not be empty'),
)

function textLength(doc: Doc): number {
  let length = 0
  for (const block of doc.content)
    for (const inline of inlinesOf(block)) length += inline.type === 'text' ? inline.text.length : 1
  return length
}

function buttonIdsAreUnique(blocks: Block[]): boolean {
  const ids = blocks.flatMap(block => (block.type === 'button' ? [block.attrs.id] : []))
  return new Set(ids).size === ids.length
}
