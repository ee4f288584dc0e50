import { isDuration } from '@pavior/shared/filter/duration.ts'

/** A duration as it is filled in: "1 day and 12 hours" are two parts. A count is what was typed, right or not. */
export type Part = { count: string; unit: Unit }

export const units = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const
export type Unit = (typeof units)[number]

const letters: Record<Unit, string> = {
  years: 'Y',
  months: 'M',
  weeks: 'W',
  days: 'D',
  hours: 'H',
  minutes: 'M',
  seconds: 'S',
}

const PARTS = /^P(?:(\d*)Y)?(?:(\d*)M)?(?:(\d*)W)?(?:(\d*)D)?(?:T(?:(\d*)H)?(?:(\d*)M)?(?:(\d*)S)?)?$/

/** What an ISO 8601 duration says, largest first; a count may still be missing. Nothing where it is none. */
export function partsOf(duration: unknown): Part[] {
  const found = typeof duration === 'string' ? PARTS.exec(duration) : null
  return units.flatMap((unit, index) => {
    const count = found?.[index + 1]
    return count === undefined ? [] : [{ count, unit }]
  })
}

/** As the draft keeps it. */
export function isoOf(parts: readonly Part[]): string {
  const written = (some: readonly Unit[]) =>
    some
      .flatMap(unit => parts.filter(part => part.unit === unit).slice(0, 1))
      .map(({ count, unit }) => `${count}${letters[unit]}`)
      .join('')
  const time = written(units.slice(4))
  return `P${written(units.slice(0, 4))}${time === '' ? '' : `T${time}`}`
}

/** Why it can't be, in words. */
export function wrongWith(parts: readonly Part[]): string | undefined {
  if (parts.length === 0 || parts.every(({ count }) => Number(count) === 0))
    return 'Say how long, with a number above 0.'
  if (parts.some(({ count }) => count === '')) return 'One of the numbers is missing.'
  return isDuration(isoOf(parts)) ? undefined : 'At most ten years.'
}

/** The largest unit below those that are there, to be added; undefined: there is none. */
export function nextUnit(parts: readonly Part[]): Unit | undefined {
  const smallest = Math.max(-1, ...parts.map(({ unit }) => units.indexOf(unit)))
  return units[smallest + 1] ?? units.find(unit => parts.every(part => part.unit !== unit))
}
