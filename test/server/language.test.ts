import { languageTag } from '@pavior/shared/people/language.ts'
import { expect, test } from 'vitest'

test('a language is kept as a tag that anything can be written in, however a system names its own', () => {
  for (const [told, tag] of [
    ['nb', 'nb'],
    ['EN-gb', 'en-GB'],
    ['de_DE', 'de-DE'],
    ['de_DE.UTF-8@euro', 'de-DE'],
    ['en-US@posix', 'en-US'],
    ['en-US-u-nu-latn', 'en-US'],
  ] as const)
    expect([told, languageTag(told)]).toEqual([told, tag])
  for (const none of ['', 'C', '@posix', '*', 'not a language'])
    expect([none, languageTag(none)]).toEqual([none, undefined])
})
