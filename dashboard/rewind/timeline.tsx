import type { Mark } from '@pavior/shared/rewind/marks.ts'
import { Minus, Plus } from 'lucide-preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Hours, Lanes, lanes, leftIn } from './lanes.tsx'
import { nearestTo, type Part, type Scale, showing, within, zoomed } from './scale.ts'
import type { Player } from './use-player.ts'

type Props = {
  player: Player
  scale: Scale
  times: Float64Array
  marks: readonly Mark[]
  /** When the person was inside the campaign that is shown: from and to which number. */
  inside: { from: number; to: number } | undefined
  /** What the moment is, in words. */
  says: string
}

/** Everything that happened, as marks in three lanes: drag, click, zoom, arrow keys. */
export function Timeline({ player, scale, times, marks, inside, says }: Props) {
  const { number, goTo, between } = player
  const count = times.length
  const [part, setPart] = useState<Part>({ from: 0, zoom: 1 })
  const box = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const place = scale.places[number - 1] ?? 0
  const left = leftIn(part)

  useEffect(() => setPart(now => showing(now, place)), [place])
  useLayoutEffect(() => {
    const next = scale.places[number] ?? place
    between.current = gone =>
      head.current?.style.setProperty('--at', String((place + (next - place) * gone - part.from) * part.zoom))
    between.current(0)
  }, [place, part, scale])

  const drag = useDrag(box, part, at => goTo(nearestTo(scale, at)))
  useWheel(box, setPart)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ') {
      event.preventDefault()
      return player.toggle()
    }
    const to = keyed(event.key, number, count)
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    goTo(to)
  }
  const mark = marks[number - 1]

  return (
    <div class="timeline">
      {lanes.map(({ lane, name }) => (
        <b key={lane} class={`timeline-name timeline-${lane}`}>
          {name}
        </b>
      ))}
      <div class="timeline-zoom">
        <button
          type="button"
          class="icon"
          aria-label="Zoom out"
          title="Zoom out"
          disabled={part.zoom <= 1}
          onClick={() => setPart(zoomed(part, 0.5, place))}
        >
          <Minus />
        </button>
        <button
          type="button"
          class="icon"
          aria-label="Zoom in"
          title="Zoom in"
          onClick={() => setPart(zoomed(part, 2, place))}
        >
          <Plus />
        </button>
      </div>
      <div class="timeline-box" ref={box} {...drag}>
        <Lanes marks={marks} scale={scale} part={part} width={width} inside={inside} />
        {mark && place >= part.from && place <= part.from + 1 / part.zoom ? (
          <i
            class={`timeline-mark ${mark.tone} now`}
            style={{ left: left(place), '--lane': lanes.findIndex(({ lane }) => lane === mark.lane) }}
          />
        ) : null}
        <div
          ref={head}
          class="timeline-head"
          role="slider"
          tabIndex={0}
          aria-label="Moment"
          aria-valuemin={1}
          aria-valuemax={count}
          aria-valuenow={number}
          aria-valuetext={says}
          onKeyDown={onKeyDown}
        />
      </div>
      <Hours times={times} scale={scale} part={part} width={width} />
    </div>
  )
}

/** Where a key leads to; undefined: it is not for the timeline. */
export function keyed(key: string, number: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return number - 1
    case 'ArrowRight':
    case 'ArrowUp':
      return number + 1
    case 'PageUp':
      return number - 10
    case 'PageDown':
      return number + 10
    case 'Home':
      return 1
    case 'End':
      return count
    default:
      return undefined
  }
}

function useWidth(box: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(1000)
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 1000))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return width
}

/** The pointer takes the moment along while it is down. */
function useDrag(box: { current: HTMLElement | null }, part: Part, goTo: (place: number) => void) {
  const placeOf = (event: PointerEvent) => {
    const { left, width } = box.current?.getBoundingClientRect() ?? { left: 0, width: 1 }
    return part.from + (event.clientX - left) / width / part.zoom
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return
      box.current?.setPointerCapture(event.pointerId)
      goTo(placeOf(event))
    },
    onPointerMove: (event: PointerEvent) => {
      if (box.current?.hasPointerCapture(event.pointerId)) goTo(placeOf(event))
    },
  }
}

/** The wheel goes along, with Ctrl (as a pinch does) it zooms. Listened to by hand: it has to stop the page from moving. */
function useWheel(box: { current: HTMLElement | null }, setPart: (change: (part: Part) => Part) => void): void {
  useEffect(() => {
    const element = box.current
    if (!element) return
    const turned = (event: WheelEvent) => {
      event.preventDefault()
      const { left, width } = element.getBoundingClientRect()
      const along = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY
      setPart(part => {
        if (!event.ctrlKey && !event.metaKey) return within({ ...part, from: part.from + along / width / part.zoom })
        return zoomed(part, Math.exp(-event.deltaY / 200), part.from + (event.clientX - left) / width / part.zoom)
      })
    }
    element.addEventListener('wheel', turned, { passive: false })
    return () => element.removeEventListener('wheel', turned)
  }, [])
}
