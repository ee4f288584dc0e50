import type { Lane, Mark, Tone } from '@pavior/shared/rewind/marks.ts'
import { Minus, Plus } from 'lucide-preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type Idle, nearestTo, type Part, type Scale, showing, within, zoomed } from './scale.ts'
import { clockOf, dayOf, howLong } from './times.ts'
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

const lanes: { lane: Lane; name: string }[] = [
  { lane: 'person', name: 'Person' },
  { lane: 'campaign', name: 'Campaign' },
  { lane: 'team', name: 'Team' },
]

/** Everything that happened, as marks in three lanes: drag, click, zoom, arrow keys. */
export function Timeline({ player, scale, times, marks, inside, says }: Props) {
  const { number, goTo, between } = player
  const count = times.length
  const [part, setPart] = useState<Part>({ from: 0, zoom: 1 })
  const box = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const place = scale.places[number - 1] ?? 0
  const left = (at: number) => `${(at - part.from) * part.zoom * 100}%`

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
  const drawn = useMemo(() => inView(marks, scale, part, width), [marks, scale, part, width])
  const hours = useMemo(() => hoursIn(times, scale, part, width), [times, scale, part, width])
  const idles = scale.idles.filter(({ from, to }) => to > part.from && from < part.from + 1 / part.zoom)

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
        {lanes.map(({ lane }) => (
          <div class="timeline-lane" key={lane}>
            {lane === 'campaign' && inside ? (
              <span
                class="timeline-inside"
                style={{
                  left: left(scale.places[inside.from - 1] ?? 0),
                  width: `${((scale.places[inside.to - 1] ?? 1) - (scale.places[inside.from - 1] ?? 0)) * part.zoom * 100}%`,
                }}
              />
            ) : null}
            {drawn.get(lane)?.map(mark => (
              <i
                key={mark.number}
                class={`timeline-mark ${mark.tone}${mark.number === number ? ' now' : ''}`}
                style={{ left: left(scale.places[mark.number - 1] ?? 0) }}
              />
            ))}
          </div>
        ))}
        {idles.map(idle => (
          <IdleTime key={idle.after} idle={idle} left={left(idle.from)} part={part} width={width} />
        ))}
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
      <div class="timeline-hours" aria-hidden="true">
        {hours.map(({ number, text }) => (
          <span key={number} style={{ left: left(scale.places[number - 1] ?? 0) }}>
            {text}
          </span>
        ))}
      </div>
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

function IdleTime({ idle, left, part, width }: { idle: Idle; left: string; part: Part; width: number }) {
  const share = (idle.to - idle.from) * part.zoom
  const room = share * width
  // Between the marks at its ends, not on them.
  return (
    <span class="timeline-idle" style={{ left, width: `${share * 100}%` }} title={`Nothing for ${howLong(idle.ms)}`}>
      {room > 90 ? <span>{howLong(idle.ms)} idle</span> : room > 48 ? <span>{howLong(idle.ms)}</span> : null}
    </span>
  )
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

/** What weighs more covers what weighs less where there is room for one. */
const weights: Record<Tone, number> = { small: 0, full: 1, note: 2, good: 3, bad: 4, broken: 5 }

/** The marks of the part on screen, at most one for each few pixels of a lane: 100,000 entries are as light as 100. */
function inView(marks: readonly Mark[], scale: Scale, part: Part, width: number): Map<Lane, Mark[]> {
  const found = new Map<Lane, Map<number, Mark>>()
  const [from, to] = [part.from - 0.01 / part.zoom, part.from + 1.01 / part.zoom]
  const slots = Math.max(1, width / 4)
  for (const mark of marks) {
    const place = scale.places[mark.number - 1] ?? 0
    if (place < from || place > to) continue
    const slot = Math.round((place - part.from) * part.zoom * slots)
    const lane = found.get(mark.lane) ?? new Map<number, Mark>()
    const other = lane.get(slot)
    if (!other || weights[mark.tone] > weights[other.tone]) lane.set(slot, mark)
    found.set(mark.lane, lane)
  }
  return new Map([...found].map(([lane, slots]) => [lane, [...slots.values()]]))
}

/** Times below the lanes, as far apart as they can be read; the day where it is another one. */
function hoursIn(times: Float64Array, scale: Scale, part: Part, width: number): { number: number; text: string }[] {
  const hours: { number: number; text: string }[] = []
  let free = part.from
  let day = ''
  let minute = ''
  for (let index = 0; index < times.length; index++) {
    const place = scale.places[index] ?? 0
    const time = times[index] ?? 0
    if (place < free || place > part.from + 1 / part.zoom) continue
    const clock = clockOf(time)
    const today = dayOf(time)
    if (clock === minute && today === day) continue
    const text = today === day ? clock : day === '' ? clock : `${today}, ${clock}`
    hours.push({ number: index + 1, text })
    free = place + (today === day || day === '' ? 56 : 100) / width / part.zoom
    day = today
    minute = clock
  }
  return hours
}
