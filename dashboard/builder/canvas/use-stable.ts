import { useRef, useState } from 'preact/hooks'

/** The same function for ever, that does what the newest one does: for what is handed to 250 components. */
export function useStable<A extends unknown[], R>(does: (...given: A) => R): (...given: A) => R {
  const latest = useRef(does)
  latest.current = does
  const [stable] = useState(
    () =>
      (...given: A) =>
        latest.current(...given),
  )
  return stable
}
