import type { Document } from '@pavior/shared/document/document.ts'
import { plainText } from '@pavior/shared/document/plain.ts'
import { fillVariables } from '@pavior/shared/document/variables.ts'
import { newcomer, type Person } from '@pavior/shared/people/person.ts'
import { expect, test } from 'vitest'

const greeting = (key: string): Document => ({
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Hi ' },
        { type: 'variable', attrs: { key, fallback: 'there' } },
        { type: 'text', text: '!' },
      ],
    },
  ],
})
const greets = (key: string, person: Partial<Person>) =>
  plainText(fillVariables(greeting(key), { ...newcomer('p', 0), ...person }))

test.each([
  'http://evil.example',
  'HTTPS://evil.example/win',
  'evil.example',
  'Win at evil.example/now!',
  'www.evil',
  'ann@evil.example',
  'evil。example',
  'evil\u200b.\u200bexample',
  'ftp://evil',
])('a name like %j is not sent on: the fallback stands in its place, whoever wrote it', name => {
  for (const source of ['form', 'page', 'api', 'identity'] as const)
    expect(greets('name', { name, sources: { name: source } })).toBe('Hi there!')
  expect(greets('company', { attributes: { company: name }, sources: { 'attributes.company': 'form' } })).toBe(
    'Hi there!',
  )
})

test.each([
  'Ann',
  'J.R.R. Tolkien',
  'Ann Inc.',
  'Зоя',
  'A. de la Cruz, M.D.',
  '3.5 Ltd',
  'O’Hara / Smith',
  '+1.555.0100',
])('a name like %j is a name', name => {
  expect(greets('name', { name, sources: { name: 'form' } })).toBe(`Hi ${name}!`)
})

test('an address is one, and what the site’s own server says of somebody is taken at its word', () => {
  expect(greets('email', { email: 'ann@example.com', sources: { email: 'form' } })).toBe('Hi ann@example.com!')
  const report = { attributes: { report: 'https://shop.example/r/7' } }
  expect(greets('attributes.report', { ...report, sources: { 'attributes.report': 'api' } })).toBe(
    'Hi https://shop.example/r/7!',
  )
  expect(greets('attributes.report', { ...report, sources: { 'attributes.report': 'page' } })).toBe('Hi there!')
})

test('no line breaks, no signs that turn or hide what follows, and nothing but space is nothing', () => {
  expect(greets('name', { name: 'Ann\r\nBcc: all\u0085\u2028now' })).toBe('Hi Ann Bcc: all now!')
  expect(greets('name', { name: '\u202eAnn\u0007' })).toBe('Hi Ann!')
  expect(greets('name', { name: ' \n ' })).toBe('Hi there!')
})
