import { useEffect, useRef, useState } from 'preact/hooks'

/** A whole period is over in so many seconds. */
export const LENGTH = 20
/** How often numbers are drawn anew while it plays, in seconds; dots move with each picture. */
const EACH = 0.1

export type Player = {
  /** In seconds, as the numbers show it. */
  position: number
  playing: boolean
  /** Exact, for what moves with each picture. */
  exact: { current: number }
  play: () => void
  pause: () => void
  goTo: (position: number) => void
}

/** Plays from 0 to `LENGTH`, once. */
export function usePlayer(): Player {
  const [position, show] = useState(0)
  const [playing, setPlaying] = useState(false)
  const exact = useRef(0)
  useEffect(() => {
    if (!playing) return
    let last = performance.now()
    let picture = requestAnimationFrame(function next(now) {
      exact.current = Math.min(LENGTH, exact.current + (now - last) / 1_000)
      last = now
      const shown = exact.current
      show(before => (shown - before >= EACH || shown === LENGTH ? shown : before))
      if (shown === LENGTH) setPlaying(false)
      else picture = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(picture)
  }, [playing])
  const goTo = (to: number) => {
    exact.current = to
    show(to)
  }
  return {
    position,
    playing,
    exact,
    play: () => {
      if (exact.current >= LENGTH) goTo(0)
      setPlaying(true)
    },
    pause: () => setPlaying(false),
    goTo,
  }
}
