import { numberMeant } from '@pavior/shared/rewind/meant.ts'
import type { Rewind } from '@pavior/shared/rewind/moment.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'

/** A browser takes only so many changes of its address. */
const PATIENCE = 250

type Gone = Pick<Rewind, 'count' | 'told' | 'numberAt'>

/**
 * The moment stands in the address as its number (R1), so that a link opens just there. A time is taken, too, with what
 * of it is meant.
 * @returns what is to be said of the address, where it asks for a moment that is none
 */
export function useAddress(number: number, rewind: Gone, goTo: (number: number) => void): string {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const written = useRef(search)
  const [outside, setOutside] = useState(() => ({ number, says: outsideOf(search, rewind, Date.now()) }))
  useEffect(() => {
    if (search === written.current) return
    written.current = search
    const wanted = Math.min(rewind.count, Math.max(1, wantedIn(search, rewind) ?? number))
    goTo(wanted)
    setOutside({ number: wanted, says: outsideOf(search, rewind, Date.now()) })
  }, [search])
  useEffect(() => {
    const later = setTimeout(() => {
      const query = new URLSearchParams(written.current)
      if (query.get('at') === String(number)) return
      query.set('at', String(number))
      // The number says it all.
      query.delete('count')
      query.delete('component')
      written.current = query.toString()
      navigate(`${path}?${written.current}`, { replace: true })
    }, PATIENCE)
    return () => clearTimeout(later)
  }, [number, path])
  return (outside.number === number && outside.says) || ''
}

/** Said where an address asks for a moment that is none. */
export function outsideOf(search: string, { count, told }: Pick<Gone, 'count' | 'told'>, now: number): string {
  const { at, entry, time } = askedIn(search)
  if (at === '' || (entry !== undefined && entry >= 1 && entry <= count)) return ''
  if (entry !== undefined) return `There is no entry ${at}: this is the ${entry < 1 ? 'first' : 'last'}.`
  if (time === undefined) return 'The moment of this link can’t be read.'
  if (time > now) return 'The moment of this link lies in the future: this is the latest.'
  return time < (told[0]?.at ?? 0) ? 'The moment of this link lies before the beginning: this is the first.' : ''
}

/** What an address asks for: an entry's number, or a time and what of it is meant. */
export function wantedIn(search: string, { told, numberAt }: Pick<Gone, 'told' | 'numberAt'>): number | undefined {
  const { entry, time, count, component } = askedIn(search)
  if (entry !== undefined || time === undefined) return entry
  return (count === undefined ? undefined : numberMeant(told, time, { count, component })) ?? numberAt(time)
}

/** Of what a browser takes for a time, only what is plainly one: to it, -5 is a day in May. */
const A_TIME = /^\d{4}-\d\d-\d\d(T|$)/

function askedIn(search: string) {
  const query = new URLSearchParams(search)
  const at = query.get('at') ?? ''
  const time = A_TIME.test(at) ? Date.parse(at) : Number.NaN
  return {
    at,
    entry: /^-?\d+$/.test(at) ? Number(at) : undefined,
    time: Number.isNaN(time) ? undefined : time,
    count: query.get('count') ?? undefined,
    component: query.get('component') ?? undefined,
  }
}
