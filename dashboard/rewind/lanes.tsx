import type { Lane, Mark, Tone } from '@pavior/shared/rewind/marks.ts'
import { memo } from 'preact/compat'
import { useMemo } from 'preact/hooks'
import { hoursIn } from './hours.ts'
import type { Part, Scale } from './scale.ts'
import { howLong } from './times.ts'

/** What of the timeline does not depend on the moment: drawn once for each part of it that is looked at. */

export const lanes: readonly { lane: Lane; name: string }[] = [
  { lane: 'person', name: 'Person' },
  { lane: 'campaign', name: 'Campaign' },
  { lane: 'team', name: 'Team' },
]

/** Where a place of the scale lies on screen. */
export const leftIn =
  ({ from, zoom }: Part) =>
  (place: number): string =>
    `${(place - from) * zoom * 100}%`

type Drawn = { scale: Scale; part: Part; width: number }

type LanesProps = Drawn & {
  marks: readonly Mark[]
  /** When the person was inside the campaign that is shown: from and to which number. */
  inside: { from: number; to: number } | undefined
}

export const Lanes = memo(function Lanes({ marks, scale, part, width, inside }: LanesProps) {
  const left = leftIn(part)
  const drawn = useMemo(() => inView(marks, scale, part, width), [marks, scale, part, width])
  return (
    <>
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
          {drawn.get(lane)?.map(({ number, tone }) => (
            <i key={number} class={`timeline-mark ${tone}`} style={{ left: left(scale.places[number - 1] ?? 0) }} />
          ))}
        </div>
      ))}
      {scale.idles.map(idle => {
        const share = (idle.to - idle.from) * part.zoom
        const room = share * width
        // Of many years' many nights hardly anything would be left to look at but hatching.
        if (room < LEAST_IDLE || idle.to <= part.from || idle.from >= part.from + 1 / part.zoom) return null
        return (
          <span
            key={idle.after}
            class="timeline-idle"
            style={{ left: left(idle.from), width: `${share * 100}%` }}
            title={`Nothing for ${howLong(idle.ms)}`}
          >
            {room > 90 ? <span>{howLong(idle.ms)} idle</span> : room > 48 ? <span>{howLong(idle.ms)}</span> : null}
          </span>
        )
      })}
    </>
  )
})

/** Pixels below which an idle time is not drawn. */
const LEAST_IDLE = 6

export const Hours = memo(function Hours({ times, scale, part, width }: Drawn & { times: Float64Array }) {
  const left = leftIn(part)
  return (
    <div class="timeline-hours" aria-hidden="true">
      {hoursIn(times, scale, part, width).map(({ number, text, ends }) => {
        const at = scale.places[number - 1] ?? 0
        return (
          <span key={number} style={ends ? { right: 0 } : { left: left(at) }}>
            {text}
          </span>
        )
      })}
    </div>
  )
})

/** What weighs more covers what weighs less where there is room for one. */
const weights: Record<Tone, number> = { small: 0, full: 1, note: 2, good: 3, bad: 4, broken: 5 }

/** So many pixels a mark has at least, and where there are more than so many in a lane, so many: they do not lie on each other then. */
const [CLOSE, MANY, APART] = [4, 150, 10]

/** The marks of the part on screen, at most one for each few pixels of a lane: 100,000 entries are as light as 100. */
function inView(marks: readonly Mark[], scale: Scale, part: Part, width: number): Map<Lane, readonly Mark[]> {
  const close = slotted(marks, scale, part, width / CLOSE)
  const isFull = [...close.values()].some(of => of.length > MANY)
  return isFull ? slotted(marks, scale, part, width / APART) : close
}

function slotted(marks: readonly Mark[], scale: Scale, part: Part, slots: number): Map<Lane, readonly Mark[]> {
  const found = new Map<Lane, Map<number, Mark>>()
  const [from, to] = [part.from - 0.01 / part.zoom, part.from + 1.01 / part.zoom]
  for (const mark of marks) {
    const place = scale.places[mark.number - 1] ?? 0
    if (place < from || place > to) continue
    const slot = Math.round((place - part.from) * part.zoom * Math.max(1, slots))
    const lane = found.get(mark.lane) ?? new Map<number, Mark>()
    const other = lane.get(slot)
    if (!other || weights[mark.tone] > weights[other.tone]) lane.set(slot, mark)
    found.set(mark.lane, lane)
  }
  return new Map([...found].map(([lane, slots]) => [lane, [...slots.values()]]))
}
