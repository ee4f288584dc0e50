import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { shownAfter, skippedAround } from './pace.ts'

export const speeds = [1, 2, 4, 8, 16] as const
type Speed = (typeof speeds)[number]

export type Player = {
  /** Of the entry one is at, from 1. */
  number: number
  playing: boolean
  speed: Speed
  skips: boolean
  /** While it plays: so many milliseconds of then are being skipped, or just were. */
  skipped: number
  goTo: (number: number) => void
  toggle: () => void
  setSpeed: (speed: Speed) => void
  setSkips: (skips: boolean) => void
  /** Called as time goes on between two entries, with how much of it went by: 0 to 1. */
  between: { current: ((part: number) => void) | undefined }
}

/**
 * Goes from entry to entry, by itself in the time it took then.
 * @param times of the entries in their order
 */
export function usePlayer(times: ArrayLike<number>, start: number): Player {
  const last = times.length
  const [number, setNumber] = useState(start)
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>(1)
  const [skips, setSkips] = useState(true)
  const between = useRef<((part: number) => void) | undefined>(undefined)
  const now = useRef({ number, speed, skips, times })
  now.current = { number, speed, skips, times }

  useEffect(() => {
    if (!playing) return
    let passed = 0
    let before = performance.now()
    let at = now.current.number
    let frame = requestAnimationFrame(function tick(time: number) {
      const { number: shown, speed, skips, times } = now.current
      if (shown !== at) {
        // Somebody went elsewhere meanwhile: it goes on from there.
        at = shown
        passed = 0
      }
      // A tab that was in the background does not catch up all at once.
      const wall = Math.min(100, Math.max(0, time - before))
      before = time
      passed += wall * speed
      const gap = () => shownAfter(times, at, { speed, skips })
      while (at < times.length && passed >= gap()) {
        passed -= gap()
        at++
      }
      if (at !== shown) {
        now.current.number = at
        setNumber(at)
      }
      if (at >= times.length) return setPlaying(false)
      between.current?.(gap() === 0 ? 0 : passed / gap())
      frame = requestAnimationFrame(tick)
    })
    return () => cancelAnimationFrame(frame)
  }, [playing])
  useLayoutEffect(() => between.current?.(0), [number, playing])

  const goTo = useCallback((next: number) => setNumber(Math.min(last, Math.max(1, next))), [last])
  return {
    number: Math.min(last, Math.max(1, number)),
    playing,
    speed,
    skips,
    skipped: playing ? skippedAround(times, number, { speed, skips }) : 0,
    goTo,
    toggle() {
      // From the end it begins anew.
      if (!playing && number >= last) setNumber(1)
      setPlaying(!playing)
    },
    setSpeed,
    setSkips,
    between,
  }
}
