import type { Block, Document, Inline } from '../../document/document.ts'
import type { Field } from '../../document/form-schema.ts'

/** How templates are worded: what a document of the editor looks like, written by hand. */

type Part = string | Inline

export const says = (...blocks: Block[]): Document => ({ type: 'doc', content: blocks })

export const line = (...parts: Part[]): Block => ({
  type: 'paragraph',
  content: parts.map(part => (typeof part === 'string' ? { type: 'text', text: part } : part)),
})

export const points = (...lines: string[]): Block => ({
  type: 'bulletList',
  content: lines.map(text => ({
    type: 'listItem',
    content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
  })),
})

/** The person's name, or a word in its place. */
export const nameOr = (fallback: string): Inline => ({ type: 'variable', attrs: { key: 'name', fallback } })

export const reply = (id: string, label: string): Block => ({
  type: 'button',
  attrs: { id, label, action: { reply: true } },
})

export const form = (submit: string, ...fields: Field[]): Block => ({ type: 'form', attrs: { fields, submit } })

/** Where a component stands: columns are 300 px apart, rows 160 px. */
export const at = (column: number, row: number) => ({ x: column * 300, y: row * 160 })

/** When nobody is woken. */
export const officeHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }
