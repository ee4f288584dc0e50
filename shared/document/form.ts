import type { Field, Form } from './form-schema.ts'

/** Why a value is refused. The widget and the dashboard have the words for each, in each language. */
export type Refusal =
  | 'required'
  | 'too-long'
  | 'not-text'
  | 'email'
  | 'email-ending'
  | 'number'
  | 'choice'
  | 'date'
  | 'unknown-field'

export type FormValues = Record<string, string | number>

/** The values of a submission as they are kept, or why not, by field. Runs in the widget and again in the server (C20). */
export function readForm(
  form: Form,
  input: Record<string, unknown>,
): { values: FormValues; refused: Record<string, Refusal> } {
  const values: FormValues = {}
  const refused: [key: string, why: Refusal][] = []
  for (const field of form.fields) {
    const read = readField(field, input[field.key])
    if ('refused' in read) refused.push([field.key, read.refused])
    else if (read.value !== undefined) values[field.key] = read.value
  }
  for (const key of Object.keys(input))
    if (!form.fields.some(field => field.key === key)) refused.push([key, 'unknown-field'])
  // Not by assignment: a key may be `__proto__`.
  return { values, refused: Object.fromEntries(refused) }
}

/** One field's value, or why it is refused. An empty optional field has no value. */
export function readField(field: Field, input: unknown): { value: string | number | undefined } | { refused: Refusal } {
  if (input === undefined || input === null || input === '')
    return field.required ? { refused: 'required' } : { value: undefined }
  if (typeof input !== 'string' && typeof input !== 'number') return { refused: 'not-text' }
  const value = String(input).trim()
  if (value === '') return field.required ? { refused: 'required' } : { value: undefined }
  if (value.length > 1000) return { refused: 'too-long' }
  if (!value.isWellFormed() || value.includes('\0')) return { refused: 'not-text' }
  switch (field.kind) {
    case 'email':
      return readEmail(value)
    case 'number':
      return readNumber(value)
    case 'choice':
      return field.options?.includes(value) ? { value } : { refused: 'choice' }
    case 'date':
      return isDate(value) ? { value } : { refused: 'date' }
    case 'text':
      return field.key === 'email' ? readEmail(value) : { value }
  }
}

/** An address as people have them: something, an @, a domain with an ending. Kept in lower case. */
function readEmail(input: string): { value: string } | { refused: Refusal } {
  // First of all, since it may grow.
  const value = input.toLowerCase()
  if (!/^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\]+$/.test(value) || value.length > 254) return { refused: 'email' }
  const domain = value.slice(value.indexOf('@') + 1)
  if (!domain.includes('.') || domain.endsWith('.')) return { refused: 'email-ending' }
  return /^[^.-][^.]*(\.[^.]+)+$/.test(domain) && !/^\.|\.\.|\.@/.test(value) ? { value } : { refused: 'email' }
}

function readNumber(value: string): { value: number } | { refused: Refusal } {
  const number = Number(value.replace(',', '.'))
  // JSON knows no minus zero.
  return Number.isFinite(number) ? { value: number === 0 ? 0 : number } : { refused: 'number' }
}

function isDate(value: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  if (!parts) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

/** An email address as a form takes it, for doors that are not forms. */
export const isEmail = (value: string): boolean => 'value' in readEmail(value.trim())
