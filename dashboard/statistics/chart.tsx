import './chart.css'
import 'uplot/dist/uPlot.min.css'
import type { StatisticsChart } from '@pavior/shared/protocol/statistics.ts'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { countOf } from '../ui/count.ts'
import { optionsOf, pointsOf } from './chart-options.ts'
import { nameOfStep } from './chart-steps.ts'

const HEIGHT = 176
/** Lists show times as the browser has them. */
const OWN_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Who entered and who left, step by step, with what was published meanwhile. */
export default function Chart({ chart }: { chart: StatisticsChart }) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const latest = useRef(chart)
  latest.current = chart
  const [at, setAt] = useState<{ index: number; left: number }>()
  useLayoutEffect(() => {
    const place = box.current
    if (!place) return
    const options = optionsOf(
      () => latest.current,
      place,
      (index, left) => setAt(index === undefined ? undefined : { index, left }),
    )
    const drawn = new uPlot({ ...options, width: place.clientWidth, height: HEIGHT }, pointsOf(latest.current), place)
    plot.current = drawn
    const sizes = new ResizeObserver(() => drawn.setSize({ width: place.clientWidth, height: HEIGHT }))
    sizes.observe(place)
    // Its colours are those of the page at the time it is drawn.
    const again = () => drawn.redraw(false, true)
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    scheme.addEventListener('change', again)
    const theme = new MutationObserver(again)
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      sizes.disconnect()
      scheme.removeEventListener('change', again)
      theme.disconnect()
      drawn.destroy()
    }
  }, [chart.step, chart.zone])
  useEffect(() => plot.current?.setData(pointsOf(chart)), [chart])
  const point = at && chart.points[at.index]
  return (
    <div class="chart-box">
      <div class="legend" aria-hidden="true">
        <span class="of-entered">Entered</span>
        <span class="of-left">Left, in any way</span>
        {chart.zone === OWN_ZONE ? null : <span class="of-zone">Times of {chart.zone}</span>}
      </div>
      <div class="chart" ref={box} role="img" aria-label={inWords(chart)} />
      {point ? (
        <dl
          class={at.left > (box.current?.clientWidth ?? 0) - 200 ? 'chart-tip before' : 'chart-tip'}
          style={{ left: `${at.left}px` }}
        >
          <dt>{nameOfStep(chart, point.at)}</dt>
          <dd class="of-entered">
            Entered <b>{countOf(point.entered)}</b>
          </dd>
          <dd class="of-left">
            Left <b>{countOf(point.left)}</b>
          </dd>
        </dl>
      ) : null}
    </div>
  )
}

function inWords(chart: StatisticsChart): string {
  const [first, last] = [chart.points[0], chart.points.at(-1)]
  if (!first || !last) return 'Nobody entered yet'
  const sum = (of: 'entered' | 'left') => countOf(chart.points.reduce((all, point) => all + point[of], 0))
  return `People who entered and who left by ${chart.step}, ${nameOfStep(chart, first.at)} to ${nameOfStep(chart, last.at)}: ${sum('entered')} entered, ${sum('left')} left`
}
