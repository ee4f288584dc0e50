import type { Part, Scale } from './scale.ts'
import { clockOf, dateOf, isSameDay } from './times.ts'

/** A time below the lanes; one that would be cut at the end of the line stands at its end. */
type Hour = { number: number; text: string; ends: boolean }

/** Pixels that a clock takes, a letter of a day, and what is left free behind both. */
const [CLOCK, LETTER, FREE] = [36, 8, 20]

/** Times below the lanes, as far apart as they can be read; the day where it is another one, the year where that is. */
export function hoursIn(times: Float64Array, scale: Scale, part: Part, width: number): Hour[] {
  const hours: Hour[] = []
  const isOneDay = isSameDay(times[0] ?? 0, times.at(-1) ?? 0)
  const end = part.from + 1 / part.zoom
  let free = part.from
  let before: number | undefined
  for (let index = 0; index < times.length; index++) {
    const place = scale.places[index] ?? 0
    const time = times[index] ?? 0
    if (place < free || place > end) continue
    const isSame = before === undefined ? isOneDay : isSameDay(time, before)
    if (before !== undefined && isSame && clockOf(time) === clockOf(before)) continue
    const date = dateOf(time, before)
    const takes = (isSame ? CLOCK : CLOCK + LETTER * date.length) / width / part.zoom
    const ends = place + takes > end
    // Moved back it would lie on the one before it.
    if (ends && end - takes < free && hours.length > 0) break
    hours.push({ number: index + 1, text: isSame ? clockOf(time) : `${date}, ${clockOf(time)}`, ends })
    free = place + takes + FREE / width / part.zoom
    before = time
  }
  return hours
}
