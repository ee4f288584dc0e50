import { useEffect, useRef } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'

/** A browser takes only so many changes of its address. */
const PATIENCE = 250

/**
 * The moment stands in the address as its number (R1), so that a link opens just there. A time is taken, too.
 * @param numberAt the last entry at or before a time
 */
export function useAddress(number: number, numberAt: (time: number) => number, goTo: (number: number) => void): void {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const written = useRef(search)
  useEffect(() => {
    if (search === written.current) return
    written.current = search
    const wanted = wantedIn(search, numberAt)
    if (wanted !== undefined) goTo(wanted)
  }, [search])
  useEffect(() => {
    const later = setTimeout(() => {
      const query = new URLSearchParams(written.current)
      if (query.get('at') === String(number)) return
      query.set('at', String(number))
      written.current = query.toString()
      navigate(`${path}?${written.current}`, { replace: true })
    }, PATIENCE)
    return () => clearTimeout(later)
  }, [number, path])
}

/** Says so where an address asks for a moment that is none. */
export function outsideOf(
  search: string,
  { count, told }: { count: number; told: readonly { at: number }[] },
  now: number,
): string | undefined {
  const at = new URLSearchParams(search).get('at') ?? ''
  const time = Date.parse(at)
  if (/^\d+$/.test(at)) {
    if (Number(at) >= 1 && Number(at) <= count) return undefined
    return `There is no entry ${at}: this is the ${at === '0' ? 'first' : 'last'}.`
  }
  if (time > now) return 'The moment of this link lies in the future: this is the latest.'
  if (time < (told[0]?.at ?? 0)) return 'The moment of this link lies before the beginning: this is the first.'
  return at === '' || !Number.isNaN(time) ? undefined : 'The moment of this link can’t be read.'
}

/** What an address asks for: an entry's number, or a time. */
export function wantedIn(search: string, numberAt: (time: number) => number): number | undefined {
  const at = new URLSearchParams(search).get('at')
  if (at === null || at === '') return undefined
  if (/^\d+$/.test(at)) return Number(at)
  const time = Date.parse(at)
  return Number.isNaN(time) ? undefined : numberAt(time)
}
