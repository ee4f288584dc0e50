/**
 * Calls `onSeen` with the highest number of which at least half was on screen for a second, in a visible tab.
 * A message larger than the screen counts once it fills half of the screen.
 */
export function watchSeen(scroller: Element, onSeen: (number: number) => void): { look(): void; end(): void } {
  const shown = new Set<Element>()
  const watched = new WeakSet<Element>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const note = () => {
    if (document.visibilityState !== 'visible') return
    const numbers = [...shown].filter(each => each.isConnected).map(each => Number(each.getAttribute('data-number')))
    if (numbers.length > 0) onSeen(Math.max(...numbers))
  }
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(note, 1000)
  }
  const observer = new IntersectionObserver(
    entries => {
      for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries)
        if (intersectionRatio >= 0.5 || intersectionRect.height >= (rootBounds?.height ?? Infinity) / 2)
          shown.add(target)
        else shown.delete(target)
      wait()
    },
    { root: scroller, threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
  )
  document.addEventListener('visibilitychange', wait)

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
      document.removeEventListener('visibilitychange', wait)
    },
  }
}
