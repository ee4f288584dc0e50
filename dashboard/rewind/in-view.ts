import { useLayoutEffect, useReducer, useRef } from 'preact/hooks'

/** Lines of one height in a box that scrolls, of which only those in view are drawn, and each jump in one drawing. */

/** More lines are drawn above and below, and so many come at a time while one scrolls. */
const BY = 4

type Lines = { count: number; height: number }

/** Where the box stands once a line is in view: where it was, if it was in view. In pixels. */
export function scrolledTo(line: number, top: number, room: number, { count, height }: Lines): number {
  const at = line * height
  if (at >= top + height && at <= top + room - 3 * height) return top
  return Math.max(0, Math.min(at - room / 2, count * height - room))
}

/** The lines to draw: the first, and how many, which stays the same while the box does. */
export function drawnAt(top: number, room: number, { count, height }: Lines): { first: number; many: number } {
  const many = Math.min(count, Math.ceil(room / height) + 3 * BY)
  const first = (Math.floor(top / height / BY) - 1) * BY
  return { first: Math.max(0, Math.min(first, count - many)), many }
}

/** Until the box was measured. */
const ROOM = 600

type Drawn = { first: number; many: number; keyOf: (line: number) => number }

/**
 * @param line the one that is to be in view, from 0
 * @returns what to draw; elements keep their line while one scrolls, and all are used again by a jump, in their order
 */
export function useInView(box: { current: HTMLElement | null }, line: number, lines: Lines): Drawn {
  const [, redraw] = useReducer((times: number, _: undefined) => times + 1, 0)
  const now = useRef({ line: -1, count: 0, top: 0, stands: 0, room: ROOM, first: 0, origin: 0 })
  const { current } = now
  if (current.line !== line || current.count !== lines.count) {
    current.top = scrolledTo(line, current.top, current.room, lines)
    current.line = line
    current.count = lines.count
  }
  const { first, many } = drawnAt(current.top, current.room, lines)
  if (Math.abs(first - current.first) >= many) current.origin += first - current.first
  current.first = first
  useLayoutEffect(() => {
    // Asking the box where it stands would lay the page out once more.
    if (!box.current || current.stands === current.top) return
    box.current.scrollTop = current.top
    current.stands = current.top
  }, [line, lines.count])
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => {
      const before = drawnAt(current.top, current.room, lines)
      current.top = element.scrollTop
      current.stands = current.top
      const after = drawnAt(current.top, current.room, lines)
      if (before.first !== after.first || before.many !== after.many) redraw(undefined)
    }
    const observer = new ResizeObserver(() => {
      // Out of sight it has no room.
      if (element.clientHeight === 0 || element.clientHeight === current.room) return
      current.room = element.clientHeight
      current.top = scrolledTo(current.line, element.scrollTop, current.room, lines)
      element.scrollTop = current.top
      current.stands = current.top
      redraw(undefined)
    })
    element.addEventListener('scroll', look, { passive: true })
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [lines.count, lines.height])
  const { origin } = current
  return { first, many, keyOf: index => (((index - origin) % many) + many) % many }
}
