import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'preact/hooks'
import type { Move, Play } from './play.ts'
import { LENGTH, type Player } from './use-play.ts'

/** How long somebody is on a line, in seconds of playing. */
const UNDER_WAY = 0.7
/** More on the way at once are drawn as fewer. */
const MOST = 600
const POINTS = 32

type Point = { x: number; y: number }

/** People on their way, as dots along the lines. */
export function Dots({ play, player }: { play: Play; player: Player }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi()
  const { exact } = player
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    if (!canvas.current || !context || still) return
    const paths = new Map<string, Point[]>()
    const place = canvas.current
    const long = Math.max(1, play.to - play.from)
    const when = play.moves.map(({ at }) => ((at - play.from) / long) * LENGTH)
    let picture = requestAnimationFrame(function next() {
      picture = requestAnimationFrame(next)
      const { width, height, transform } = store.getState()
      const scale = devicePixelRatio
      if (place.width !== Math.round(width * scale) || place.height !== Math.round(height * scale)) {
        place.width = Math.round(width * scale)
        place.height = Math.round(height * scale)
      }
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, place.width, place.height)
      const [left, top, zoom] = transform
      context.setTransform(scale * zoom, 0, 0, scale * zoom, scale * left, scale * top)
      context.fillStyle = getComputedStyle(place).color
      const now = exact.current
      const [first, last] = [firstAfter(when, now - UNDER_WAY), firstAfter(when, now)]
      const leap = Math.max(1, Math.ceil((last - first) / MOST))
      for (let index = first; index < last; index += leap) {
        const move = play.moves[index]
        const path = move && pathOf(move, paths, place)
        if (move && path && path.length > 0) draw(context, move, path, (now - (when[index] ?? now)) / UNDER_WAY)
      }
    })
    return () => cancelAnimationFrame(picture)
  }, [play, store, exact])
  return <canvas ref={canvas} class="dots" />
}

/** More people are a larger dot. */
function draw(context: CanvasRenderingContext2D, { people }: Move, path: readonly Point[], share: number): void {
  const at = Math.min(path.length - 1, Math.max(0, share * (path.length - 1)))
  const [one, other] = [path[Math.floor(at)], path[Math.ceil(at)]]
  if (!one || !other) return
  const part = at - Math.floor(at)
  context.beginPath()
  const size = Math.min(12, 3 + Math.log2(people))
  context.arc(one.x + (other.x - one.x) * part, one.y + (other.y - one.y) * part, size, 0, 2 * Math.PI)
  context.fill()
}

/** The line as it is on the canvas. */
function pathOf({ line }: Move, known: Map<string, Point[]>, place: HTMLElement): Point[] {
  const before = known.get(line)
  if (before) return before
  const graph = place.closest('.react-flow')
  const path = graph?.querySelector(`.react-flow__edge[data-id="${CSS.escape(line)}"] path`)
  const points: Point[] = []
  if (path instanceof SVGPathElement) {
    const length = path.getTotalLength()
    for (let index = 0; index <= POINTS; index++) points.push(path.getPointAtLength((length * index) / POINTS))
  }
  known.set(line, points)
  return points
}

function firstAfter(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}
