/** How long something has to be on screen until it was seen, in milliseconds (T1). */
const SEEN = 1000

/**
 * Calls `onSeen` with the highest number of which at least half was on screen for a second, in a visible tab: each has a
 * second of its own, whatever moves around it. A message larger than the screen counts once it fills half of the screen.
 */
export function watchSeen(scroller: Element, onSeen: (number: number) => void): { look(): void; end(): void } {
  /** Since when. */
  const shown = new Map<Element, number>()
  const watched = new WeakSet<Element>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function note() {
    clearTimeout(timer)
    if (document.visibilityState !== 'visible') return
    let next = SEEN
    const seen: number[] = []
    for (const [element, since] of shown) {
      const left = since + SEEN - performance.now()
      if (!element.isConnected) shown.delete(element)
      else if (left > 0) next = Math.min(next, left)
      else seen.push(Number(element.getAttribute('data-number')))
    }
    if (seen.length < shown.size) timer = setTimeout(note, next)
    if (seen.length > 0) onSeen(Math.max(...seen))
  }
  const observer = new IntersectionObserver(
    entries => {
      for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries)
        if (intersectionRatio < 0.5 && intersectionRect.height < (rootBounds?.height ?? Infinity) / 2)
          shown.delete(target)
        else if (!shown.has(target)) shown.set(target, performance.now())
      note()
    },
    { root: scroller, threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
  )
  /** Behind another tab nothing is on screen. */
  function turned() {
    for (const element of shown.keys()) shown.set(element, performance.now())
    note()
  }
  document.addEventListener('visibilitychange', turned)

  return {
    /** After each drawing: watches what is new. */
    look() {
      for (const element of scroller.querySelectorAll('[data-number]')) {
        if (watched.has(element)) continue
        watched.add(element)
        observer.observe(element)
      }
    },
    end() {
      clearTimeout(timer)
      observer.disconnect()
      document.removeEventListener('visibilitychange', turned)
    },
  }
}
