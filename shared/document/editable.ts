import { z } from 'zod'
import { plainDocument } from './document.ts'

/**
 * The blocks of a document that is being written: of the right shape, but perhaps not finished (a button without a
 * label, a link without an ending). What may be sent, `schema.ts` says.
 */

const Mark = z.discriminatedUnion('type', [
  z.object({ type: z.literal('link'), attrs: z.object({ href: z.string() }) }),
  z.object({ type: z.literal('bold') }),
  z.object({ type: z.literal('italic') }),
  z.object({ type: z.literal('code') }),
])

const Inline = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), marks: z.array(Mark).optional() }),
  z.object({ type: z.literal('variable'), attrs: z.object({ key: z.string(), fallback: z.string().default('') }) }),
  z.object({ type: z.literal('hardBreak') }),
])

const content = z.array(Inline).optional()
const Paragraph = z.object({ type: z.literal('paragraph'), content })
const items = z.array(z.object({ type: z.literal('listItem'), content: z.array(Paragraph).min(1) })).min(1)

const Field = z.object({
  key: z.string(),
  label: z.string(),
  placeholder: z.string().optional(),
  kind: z.enum(['text', 'email', 'number', 'choice', 'date']),
  required: z.boolean().default(false),
  options: z.array(z.string()).optional(),
})

const EditableBlock = z.discriminatedUnion('type', [
  Paragraph,
  z.object({ type: z.literal('heading'), attrs: z.object({ level: z.int().min(1).max(3) }), content }),
  z.object({ type: z.literal('bulletList'), content: items }),
  z.object({ type: z.literal('orderedList'), content: items }),
  z.object({ type: z.literal('image'), attrs: z.object({ src: z.string(), alt: z.string().default('') }) }),
  z.object({ type: z.literal('divider') }),
  z.object({
    type: z.literal('button'),
    attrs: z.object({
      id: z.string(),
      label: z.string(),
      action: z.union([z.object({ url: z.string() }), z.object({ reply: z.literal(true) })]),
    }),
  }),
  z.object({
    type: z.literal('form'),
    attrs: z.object({ fields: z.array(Field), submit: z.string().default('Send') }),
  }),
])

type Inline = z.output<typeof Inline>
type Mark = z.output<typeof Mark>
export type EditableBlock = z.output<typeof EditableBlock>
export type EditableField = z.output<typeof Field>
export type EditableForm = Extract<EditableBlock, { type: 'form' }>['attrs']
export type EditableButton = Extract<EditableBlock, { type: 'button' }>['attrs']

/** A block in the one way in which it is kept: like texts that touch are one, marks stand in order. None: not a block of ours. */
export function editableBlock(input: unknown): EditableBlock | undefined {
  const read = EditableBlock.safeParse(input)
  return read.success ? normal(read.data) : undefined
}

/** The blocks of a draft's content, whatever it is: text is a paragraph per line, nothing is no block. */
export function blocksOf(content: unknown): unknown[] {
  if (typeof content === 'string') return plainDocument(content).content
  if (content === undefined || content === null) return []
  const blocks: unknown = typeof content === 'object' ? Reflect.get(content, 'content') : undefined
  return Array.isArray(blocks) ? blocks : [content]
}

/** Whether it is a paragraph of nothing. */
export const isEmptyParagraph = (block: unknown): boolean => {
  const read = editableBlock(block)
  return read?.type === 'paragraph' && read.content === undefined
}

function normal(block: EditableBlock): EditableBlock {
  switch (block.type) {
    case 'paragraph':
      return paragraph(block.content)
    case 'heading':
      return { type: 'heading', attrs: block.attrs, ...inlines(block.content) }
    case 'bulletList':
    case 'orderedList':
      return {
        type: block.type,
        content: block.content.map(item => ({
          type: 'listItem' as const,
          content: item.content.map(({ content }) => paragraph(content)),
        })),
      }
    default:
      return block
  }
}

const paragraph = (content: Inline[] | undefined) => ({ type: 'paragraph' as const, ...inlines(content) })

function inlines(content: Inline[] | undefined): { content?: Inline[] } {
  const made: Inline[] = []
  for (const inline of content ?? []) {
    if (inline.type !== 'text') {
      made.push(inline)
      continue
    }
    if (inline.text === '') continue
    const marks = inOrder(inline.marks ?? [])
    const last = made.at(-1)
    if (last?.type === 'text' && JSON.stringify(last.marks ?? []) === JSON.stringify(marks))
      made[made.length - 1] = { ...last, text: last.text + inline.text }
    else made.push({ type: 'text', text: inline.text, ...(marks.length > 0 && { marks }) })
  }
  return made.length > 0 ? { content: made } : {}
}

const ORDER: Mark['type'][] = ['link', 'bold', 'italic', 'code']

/** Each once; of two links the inner one is the one that leads somewhere. */
const inOrder = (marks: Mark[]): Mark[] => ORDER.flatMap(type => marks.find(mark => mark.type === type) ?? [])
