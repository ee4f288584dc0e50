import { type Draft, type Place, placeOf } from './draft.ts'
import type { Port } from './edits.ts'

/** Where something new stands: rows are 160 px apart, columns 300, as in the templates. */

const ROW = 160
const COLUMN = 300

const placesIn = ({ components }: Draft): Place[] => components.map(placeOf)

const isFree = (places: readonly Place[], { x, y }: Place): boolean =>
  !places.some(other => Math.abs(other.x - x) < COLUMN - 52 && Math.abs(other.y - y) < ROW - 32)

/** The first free place at this one or to its right. */
function beside(places: readonly Place[], at: Place): Place {
  let place = at
  while (!isFree(places, place)) place = { x: place.x + COLUMN, y: place.y }
  return place
}

/** Below a component, `unmatched` to its right. */
export function placeBelow(draft: Draft, from: { id: string; port: Port | undefined }): Place {
  const index = draft.components.findIndex(({ id }) => id === from.id)
  const component = draft.components[index]
  const { x, y } = component ? placeOf(component, index) : { x: 0, y: 0 }
  return beside(placesIn(draft), { x: from.port === 'unmatched' ? x + COLUMN : x, y: y + ROW })
}

/** Below everything that is there. */
export function freePlace(draft: Draft): Place {
  const places = placesIn(draft)
  if (places.length === 0) return { x: 0, y: 0 }
  return beside(places, { x: Math.min(...places.map(({ x }) => x)), y: Math.max(...places.map(({ y }) => y)) + ROW })
}

/** Where something like `places` stands free, moved a little to the right and down as often as needed. */
export function aside(draft: Draft, places: readonly Place[]): Place {
  const there = placesIn(draft)
  for (let by = 32; ; by += 32)
    if (!places.some(({ x, y }) => there.some(other => other.x === x + by && other.y === y + by)))
      return { x: by, y: by }
}
