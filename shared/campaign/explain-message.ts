import { formOf } from '../document/document.ts'
import { plainText } from '../document/plain.ts'
import { quoted } from '../filter/words.ts'
import type { Entry } from '../journal/entry.ts'
import type { Life, Message, Sender } from '../journal/life.ts'
import type { Line } from './explain.ts'

/** What is told of a message that a campaign sent, and of the form in it. */

/** What the widget refused in a form, and in which words: never what was typed there, which nobody keeps (R3). */
export type RefusedField = { field: string; label: string; says: string; filled: boolean }

const LONGEST = 90
const LONGEST_VALUE = 60

const cut = (text: string, longest: number): string =>
  [...text].length > longest ? `${[...text].slice(0, longest - 1).join('')}…` : text

/** What a message says, in one line. */
export const wordsOf = ({ content }: Pick<Message, 'content'>): string =>
  cut(plainText(content).replace(/\s+/g, ' '), LONGEST)

export function messageIn({ conversations }: Life, id: string | undefined): Message | undefined {
  for (const { messages } of conversations.values()) {
    const message = messages.find(one => one.id === id)
    if (message) return message
  }
  return undefined
}

/** A form that keeps the enrollment active (C17). */
export function explainForm(life: Life, message: string): Line {
  const component = messageIn(life, message)?.campaign?.component
  return { tone: 'open', ...(component !== undefined && { component }), says: 'Its form can still be answered' }
}

/** What was submitted in a message's form, each field by its label: "Email jane@shop.example, Name Jane". */
export function submittedIn(life: Life, id: string | undefined): string {
  const message = messageIn(life, id)
  const values = message?.form?.values ?? {}
  const fields = (message && formOf(message.content)?.fields) ?? []
  return fields
    .filter(({ key }) => Object.hasOwn(values, key))
    .map(({ key, label }) => `${label} ${cut(String(values[key]), LONGEST_VALUE)}`)
    .join(', ')
}

/** A submission that a campaign's form refused: which fields, each in the words that the person read under it. */
export function explainRefusal(
  { what }: Extract<Entry, { kind: 'interacted' }>,
  life: Life,
): { sender: Sender; line: Line } | undefined {
  if (what.does !== 'form-refused') return undefined
  const message = messageIn(life, what.message)
  const sender = message?.campaign
  if (!sender) return undefined
  const labels = new Map(formOf(message.content)?.fields.map(({ key, label }) => [key, label]))
  const refused = Object.entries(what.refused).map(([field, says]) => ({
    ...{ field, label: labels.get(field) ?? field, says },
    filled: what.filled.includes(field),
  }))
  const says = refused.map(
    ({ label, says: why, filled }) =>
      `${quoted(label)}, ${filled ? 'which was filled in' : 'left empty'}: ${quoted(why)}`,
  )
  return {
    sender,
    line: { tone: 'not', component: sender.component, says: `Its form refused ${says.join('; ')}`, refused },
  }
}
