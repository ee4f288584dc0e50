import type { Texts } from './texts/texts.ts'

/** Moments in words, in the visitor's own zone. */

export const clock = (at: number, language: string): string =>
  new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

export const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString()

export function dayLabel(at: number, now: number, texts: Texts, language: string): string {
  if (sameDay(at, now)) return texts.today
  const yesterday = new Date(now)
  yesterday.setDate(yesterday.getDate() - 1)
  if (sameDay(at, yesterday.getTime())) return texts.yesterday
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return new Date(at).toLocaleDateString(language, { weekday: 'short', day: 'numeric', month: 'long', year })
}

/** For a row of a list: the time today, otherwise the day. */
export const rowTime = (at: number, now: number, texts: Texts, language: string): string =>
  sameDay(at, now)
    ? clock(at, language)
    : dayLabel(at, now, texts, language).replace(/^\p{L}{2,3}\.?,? (?=\d|\p{L}+ \d)/u, '')
