/** Where moments stand on the timeline: time in proportion, what is idle folded. Pure. */

/** Longer without anything is idle. */
const IDLE = 60_000
/** So that entries of the same millisecond stand beside each other. */
const STEP = 400

/** A time in which nothing happened: between which entries, where it is drawn, and how long it was. */
type Idle = { after: number; from: number; to: number; ms: number }

export type Scale = {
  /** Of each entry, the first being number 1: 0 to 1. Never runs backwards. */
  places: Float64Array
  idles: readonly Idle[]
}

/** @param times of the entries in their order, in milliseconds */
export function scaleOf(times: ArrayLike<number>): Scale {
  const count = times.length
  const gaps = Array.from({ length: Math.max(0, count - 1) }, (_, index) =>
    Math.max(0, (times[index + 1] ?? 0) - (times[index] ?? 0)),
  )
  const busy = gaps.reduce((sum, gap) => sum + (gap > IDLE ? 0 : Math.max(STEP, gap)), 0)
  const folded = gaps.filter(gap => gap > IDLE).length
  // All idle times together take at most two fifths of the line.
  const fold = folded === 0 ? 0 : Math.min(20_000, Math.max(STEP, (busy * 2) / 3 / folded))
  const places = new Float64Array(count)
  const idles: { after: number; ms: number }[] = []
  for (const [index, gap] of gaps.entries()) {
    if (gap > IDLE) idles.push({ after: index + 1, ms: gap })
    places[index + 1] = (places[index] ?? 0) + (gap > IDLE ? fold : Math.max(STEP, gap))
  }
  const whole = places[count - 1] ?? 0
  for (let index = 0; index < count; index++)
    places[index] = whole === 0 ? 0.5 : EDGE + ((places[index] ?? 0) / whole) * (1 - 2 * EDGE)
  return {
    places,
    idles: idles.map(({ after, ms }) => ({ after, ms, from: places[after - 1] ?? 0, to: places[after] ?? 0 })),
  }
}

/** The first and the last mark stand whole on the line. */
const EDGE = 0.01

/** The number of the last entry at or before a place; the first one before all. */
function numberAtPlace({ places }: Scale, place: number): number {
  let [from, to] = [0, places.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((places[middle] ?? 1) <= place) from = middle + 1
    else to = middle
  }
  return Math.max(1, from)
}

/** The entry that stands nearest to a place. */
export function nearestTo(scale: Scale, place: number): number {
  const before = numberAtPlace(scale, place)
  const here = scale.places[before - 1] ?? 0
  const next = scale.places[before]
  return next !== undefined && next - place < place - here ? before + 1 : before
}

/** The part of the timeline on screen: where it begins, and how many times larger than all of it. */
export type Part = { from: number; zoom: number }

const MOST_ZOOM = 512

/** Zoomed in or out around a place, which stays where it is. */
export function zoomed({ from, zoom }: Part, by: number, around: number): Part {
  const next = Math.min(MOST_ZOOM, Math.max(1, zoom * by))
  const at = (around - from) * zoom
  return within({ from: around - at / next, zoom: next })
}

export const within = ({ from, zoom }: Part): Part => ({ zoom, from: Math.min(1 - 1 / zoom, Math.max(0, from)) })

/** The part moved so far that a place is in it. */
export function showing(part: Part, place: number): Part {
  const width = 1 / part.zoom
  if (place >= part.from && place <= part.from + width) return part
  return within({ ...part, from: place - width / 4 })
}
