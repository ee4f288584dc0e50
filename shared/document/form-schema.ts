import { z } from 'zod'
import { text } from '../text.ts'

const key = z
  .string()
  .regex(
    /^(name|email|phone|company|attributes\.[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,99})$/u,
    'must be name, email, phone, company or attributes.KEY',
  )

const Field = z
  .object({
    key,
    label: text(100, 1),
    placeholder: text(200).optional(),
    kind: z.enum(['text', 'email', 'number', 'choice', 'date']),
    required: z.boolean().default(false),
    // Without the space around: what is submitted is read without it.
    options: z.array(text(200).trim().min(1, 'must not be empty')).min(1).max(50).optional(),
  })
  .refine(field => field.kind !== 'choice' || field.options !== undefined, {
    path: ['options'],
    message: 'a choice needs options',
  })
  .refine(field => field.key !== 'email' || field.kind === 'email' || field.kind === 'text', {
    path: ['kind'],
    message: 'the email is asked for as an email',
  })

/** The form block of a message (C20). */
export const Form = z.object({
  fields: z
    .array(Field)
    .min(1, 'a form needs a field')
    .max(20)
    .refine(fields => new Set(fields.map(field => field.key)).size === fields.length, 'two fields have the same key'),
  submit: text(100, 1).default('Send'),
})

export type Form = z.output<typeof Form>
export type Field = z.output<typeof Field>
