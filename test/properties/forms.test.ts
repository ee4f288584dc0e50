import { readForm } from '@pavior/shared/document/form.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyForm } from './any-document.ts'
import { runs } from './runs.ts'

const anyInput = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.emailAddress(),
  fc.constantFrom(
    '',
    ' ',
    'pro',
    ' City bike ',
    '2026-02-30',
    '2026-02-28',
    '-0',
    '1,5',
    '0x10',
    '1e400',
    'İ@x.example',
    'a\0b',
  ),
  fc.constantFrom('İ'.repeat(240), 'x'.repeat(1001)).map(name => `${name}@shop.example`),
  fc.double(),
  fc.date({ noInvalidDate: true }).map(date => date.toISOString().slice(0, 10)),
  fc.jsonValue({ maxDepth: 1 }),
)

test('any submission is read: accepted values are kept, everything else is refused by name', () => {
  fc.assert(
    fc.property(
      anyForm,
      fc.array(anyInput),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')), anyInput, { maxKeys: 2 }),
      (form, given, extra) => {
        const input = Object.fromEntries([
          ...Object.entries(extra),
          ...form.fields.flatMap(({ key }, index) => (index in given ? [[key, given[index]]] : [])),
        ])
        const { values, refused } = readForm(form, input)
        for (const key of Object.keys(input)) {
          const isField = form.fields.some(field => field.key === key)
          expect(Object.hasOwn(refused, key) && Object.hasOwn(values, key)).toBe(false)
          if (!isField) expect(Object.hasOwn(refused, key)).toBe(true)
        }
        for (const { key, required } of form.fields)
          if (required) expect(Object.hasOwn(values, key) || Object.hasOwn(refused, key)).toBe(true)
        for (const value of Object.values(values)) {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
          else expect(value.isWellFormed() && !value.includes('\0') && value.length <= 1000).toBe(true)
        }
      },
    ),
    runs(3000),
  )
})

test('what was accepted is accepted again, as the same values, also after it was stored', () => {
  fc.assert(
    fc.property(anyForm, fc.array(anyInput, { minLength: 1 }), (form, given) => {
      const { values } = readForm(
        form,
        Object.fromEntries(form.fields.map(({ key }, index) => [key, given[index % given.length]])),
      )
      const optional = { ...form, fields: form.fields.map(field => ({ ...field, required: false })) }
      const again = readForm(optional, JSON.parse(JSON.stringify(values)))
      expect(again).toEqual({ values, refused: {} })
      expect(JSON.parse(JSON.stringify(values))).toEqual(values)
    }),
    runs(3000),
  )
})

test('every option of a choice can be chosen', () => {
  fc.assert(
    fc.property(anyForm, form => {
      for (const field of form.fields)
        for (const option of field.kind === 'choice' ? (field.options ?? []) : []) {
          const { refused } = readForm({ ...form, fields: [{ ...field, required: true }] }, { [field.key]: option })
          expect(refused).toEqual({})
        }
    }),
    runs(1000),
  )
})
