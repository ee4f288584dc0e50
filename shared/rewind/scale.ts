import type { Instant } from '../text.ts'

/** A stretch in which nothing happened, and where it is drawn. */
type Idle = { from: Instant; to: Instant; at: number; width: number }

/** Where moments stand on a timeline on which nobody has to scroll over days of silence: from 0 to 1. */
export type Scale = {
  placeOf(time: Instant): number
  timeAt(place: number): Instant
  idle: readonly Idle[]
}

/** What is longer is folded to this, in milliseconds. */
const LONGEST = 60_000

/** @param times of the marks, oldest first */
export function scaleOf(times: readonly Instant[]): Scale {
  const first = times[0] ?? 0
  const stops = [{ time: first, drawn: 0 }]
  let [last, drawn] = [first, 0]
  for (const time of times) {
    if (time <= last) continue
    drawn += Math.min(time - last, LONGEST)
    stops.push({ time, drawn })
    last = time
  }
  const all = drawn
  const place = (of: number) => (all === 0 ? 0 : of / all)
  const idle = stops.slice(1).flatMap((stop, index) => {
    const before = stops[index] ?? stop
    if (stop.time - before.time <= LONGEST) return []
    return [{ from: before.time, to: stop.time, at: place(before.drawn), width: place(stop.drawn - before.drawn) }]
  })
  return {
    placeOf: time => place(between(stops, time, 'time', 'drawn')),
    timeAt: where => Math.round(between(stops, where * all, 'drawn', 'time')),
    idle,
  }
}

type Stop = { time: Instant; drawn: number }

/** Of one measure the other, in a straight line between two stops; beyond the ends, the end. */
function between(stops: readonly Stop[], value: number, by: keyof Stop, wanted: keyof Stop): number {
  let [from, to] = [0, stops.length - 1]
  while (from < to) {
    const middle = (from + to + 1) >> 1
    if ((stops[middle]?.[by] ?? Number.POSITIVE_INFINITY) <= value) from = middle
    else to = middle - 1
  }
  const [one, next] = [stops[from], stops[from + 1]]
  if (!one) return 0
  if (!next || value <= one[by]) return one[wanted]
  return one[wanted] + ((value - one[by]) / (next[by] - one[by])) * (next[wanted] - one[wanted])
}
