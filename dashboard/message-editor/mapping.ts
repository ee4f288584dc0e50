import { blocksOf, editableBlock, isEmptyParagraph } from '@pavior/shared/document/editable.ts'

/**
 * A message's document and what the editor holds of it (schema.ts): nearly the same JSON. Blocks that the editor knows
 * stand in it as they are; what it can't edit is kept whole in a block `kept`, and goes back as it came.
 */

/** JSON of the editor, as ProseMirror has it. */
export type EditorNode = {
  type: string
  attrs?: Record<string, unknown>
  content?: EditorNode[]
  [more: string]: unknown
}

/** What a draft's component says, as the editor holds it. */
export function toEditor(content: unknown): EditorNode {
  const blocks = blocksOf(content).map((block): EditorNode => editableBlock(block) ?? kept(block))
  return { type: 'doc', content: blocks.length > 0 ? blocks : [{ type: 'paragraph' }] }
}

const kept = (block: unknown): EditorNode => ({ type: 'kept', attrs: { block } })

/** The document as it is stored. Empty paragraphs at its end say nothing and are left out. */
export function toDocument(editor: { content?: EditorNode[] }): { type: 'doc'; content: unknown[] } {
  const blocks = (editor.content ?? []).map(fromEditor)
  while (blocks.length > 1 && isEmptyParagraph(blocks.at(-1))) blocks.pop()
  return { type: 'doc', content: blocks }
}

/** Variables and breaks have no marks; the shape leaves out what an editor adds. */
const fromEditor = (node: EditorNode): unknown =>
  node.type === 'kept' ? node.attrs?.block : (editableBlock(node) ?? node)

/** Whether two contents say the same to the letter, in whatever order their JSON stands. */
export const isSame = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(toEditor(one), inOrder) === JSON.stringify(toEditor(other), inOrder)

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
