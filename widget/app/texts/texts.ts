import { de } from './de.ts'
import { en } from './en.ts'

export type Texts = typeof en

/** The words of a language. Both are small enough to come along: a file more would cost a round trip. */
export const textsFor = (language: string): Texts => (/^de\b/i.test(language) ? de : en)
