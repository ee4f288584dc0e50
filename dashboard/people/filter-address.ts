import type { Filter } from '@pavior/shared/filter/filter.ts'

/** The list's filter in the address, as JSON. */

/** Longer addresses are refused on the way to the server. */
const LONGEST = 4_000

/** As it stands there, right or wrong: what is no JSON is none. */
export function filterIn(search: string): unknown {
  const text = new URLSearchParams(search).get('filter')
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const isTooLong = (filter: Filter): boolean => encodeURIComponent(JSON.stringify(filter)).length > LONGEST

/** Nothing is said of everybody. */
export function withFilter(search: string, filter: Filter): string {
  const params = new URLSearchParams(search)
  if ('all' in filter && filter.all.length === 0) params.delete('filter')
  else params.set('filter', JSON.stringify(filter))
  return params.toString()
}
