import { de } from './de.ts'
import { en } from './en.ts'

export type Texts = typeof en

/** A language that dates can be written in: `de_DE` is meant well, anything broken is English. */
export function languageOf(told: string): string {
  try {
    return Intl.getCanonicalLocales(told.replaceAll('_', '-'))[0] ?? 'en'
  } catch {
    return 'en'
  }
}

/** The words of a language. Both are small enough to come along: a file more would cost a round trip. */
export const textsFor = (language: string): Texts => (/^de\b/i.test(language) ? de : en)
