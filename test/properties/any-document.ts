import { type Document, inlinesOf } from '@pavior/shared/document/document.ts'
import { type Field, Form } from '@pavior/shared/document/form-schema.ts'
import fc from 'fast-check'
import { isText, words } from './any-person.ts'

const anyLabel = fc.constantFrom('Name', 'What do you ride?', ' Where to ', '<b>bold</b>')

const anyField: fc.Arbitrary<Field> = fc
  .record(
    {
      key: fc.constantFrom('name', 'email', 'phone', 'company', 'attributes.plan', 'attributes.visits'),
      label: anyLabel,
      kind: fc.constantFrom('text', 'email', 'number', 'choice', 'date'),
      required: fc.boolean(),
      options: fc.array(fc.oneof(fc.constantFrom(...words, ' City bike '), fc.string({ minLength: 1, maxLength: 9 })), {
        minLength: 1,
        maxLength: 4,
      }),
    },
    { requiredKeys: ['key', 'label', 'kind', 'required'] },
  )
  .map(({ options = ['pro', 'free'], ...field }) => (field.kind === 'choice' ? { ...field, options } : field))

/** A form that can be published. */
export const anyForm: fc.Arbitrary<Form> = fc
  .uniqueArray(anyField, { selector: ({ key }) => key, minLength: 1, maxLength: 4 })
  .map(fields => Form.safeParse({ fields, submit: 'Send' }))
  .filter(read => read.success)
  .map(({ data }) => data)

const anyLine = fc.oneof(fc.constantFrom('Hello', 'Do you ship to Norway?'), fc.string({ minLength: 1 })).filter(isText)

const anyInline = fc.oneof(
  { weight: 3, arbitrary: anyLine.map(text => ({ type: 'text' as const, text })) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('variable' as const),
      attrs: fc.record({
        key: fc.constantFrom('name', 'email', 'company', 'attributes.plan', 'attributes.never set'),
        fallback: fc.constantFrom('', 'there', '<i>'),
      }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'hardBreak' as const }) },
)

const anyParagraph = fc.record(
  { type: fc.constant('paragraph' as const), content: fc.array(anyInline, { maxLength: 4 }) },
  { requiredKeys: ['type'] },
)

const anyButton = (id: string) =>
  fc.record({
    type: fc.constant('button' as const),
    attrs: fc.record({
      id: fc.constant(id),
      label: fc.constantFrom('Yes', 'No', 'Show me'),
      action: fc.constantFrom({ reply: true as const }, { url: 'https://shop.example/norway' }),
    }),
  })

const anyList = fc.record({
  type: fc.constantFrom('bulletList' as const, 'orderedList' as const),
  content: fc.array(
    fc.record({
      type: fc.constant('listItem' as const),
      content: fc.array(anyParagraph, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})

const anyBlock = fc.oneof(
  { weight: 4, arbitrary: anyParagraph },
  { weight: 1, arbitrary: anyList },
  {
    weight: 1,
    arbitrary: fc
      .array(anyInline, { maxLength: 2 })
      .map(content => ({ type: 'heading' as const, attrs: { level: 2 }, content })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'divider' as const }) },
)

/** What a campaign may send: text with variables, sometimes buttons, sometimes a form. It is not blank. */
export const anyDocument: fc.Arbitrary<Document> = fc
  .record({
    blocks: fc.array(anyBlock, { maxLength: 3 }),
    buttons: fc.oneof(fc.constant([]), fc.tuple(anyButton('one')), fc.tuple(anyButton('one'), anyButton('two'))),
    form: fc.option(anyForm, { nil: undefined, freq: 2 }),
  })
  .map(({ blocks, buttons, form }): Document => {
    const said = { type: 'paragraph' as const, content: [{ type: 'text' as const, text: 'Hello' }] }
    const content = [...blocks, ...buttons, ...(form ? [{ type: 'form' as const, attrs: form }] : [])]
    return { type: 'doc', content: content.some(saysSomething) ? content : [said, ...content] }
  })

/** Also a variable alone says something, until it turns out that this person has no value for it. */
const saysSomething = (block: Document['content'][number]): boolean => {
  if (block.type === 'button' || block.type === 'form' || block.type === 'image') return true
  return inlinesOf(block).some(
    inline => inline.type === 'variable' || (inline.type === 'text' && inline.text.trim() !== ''),
  )
}
