import type { StatisticsChart } from '@pavior/shared/protocol/statistics.ts'
import uPlot from 'uplot'
import { countOf } from '../ui/count.ts'
import { namedSteps, seconds, shortStep } from './chart-steps.ts'

/** How the chart is drawn: lines of the page's own colours, times in the team's zone. */

export const pointsOf = ({ points }: StatisticsChart): uPlot.AlignedData => [
  points.map(({ at }) => seconds(at)),
  points.map(({ entered }) => entered),
  points.map(({ left }) => left),
]

const FONT = '11px system-ui, sans-serif'
/** How much room the numbers beside the chart have. */
const AXIS = 44
/** Publications closer than this share one word. */
const APART = 64

/** @param told which step is under the pointer, and where that is; nothing once the pointer left */
export function optionsOf(
  chart: () => StatisticsChart,
  page: HTMLElement,
  told: (index: number | undefined, left: number) => void,
): Omit<uPlot.Options, 'width' | 'height'> {
  const colour = (token: string) => () => colourOf(page, token)
  return {
    padding: [36, 36, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { size: 8, width: 2, fill: colour('--surface') },
    },
    scales: { y: { range: (_, __, most) => [0, Math.max(most, 1) * 1.05] } },
    axes: [
      {
        stroke: colour('--text-faint'),
        font: FONT,
        size: 28,
        splits: plot => namedSteps(chart(), plot.width - AXIS),
        grid: { show: false },
        ticks: { show: false },
        values: (_, at) => at.map(one => shortStep(one * 1_000, chart())),
      },
      {
        stroke: colour('--text-faint'),
        font: FONT,
        size: AXIS,
        space: 40,
        grid: { stroke: colour('--line'), width: 1 },
        ticks: { show: false },
        incrs: [1, 10, 100, 1e3, 1e4, 1e5, 1e6].flatMap(ten => [ten, 2 * ten, 5 * ten]),
        values: (_, at) => at.map(countOf),
      },
    ],
    series: [
      {},
      { stroke: colour('--accent'), fill: colour('--accent-soft'), width: 2, points: { show: isShort } },
      { stroke: colour('--field'), width: 1.5, points: { show: isShort } },
    ],
    hooks: {
      draw: [plot => drawPublished(plot, chart(), page)],
      setCursor: [
        plot => {
          const { idx, left } = plot.cursor
          told(idx ?? undefined, (left ?? 0) + plot.bbox.left / uPlot.pxRatio)
        },
      ],
    },
  }
}

/** A line needs two ends: before there are some, each is a dot. */
const isShort = (plot: uPlot): boolean => (plot.data[0]?.length ?? 0) < 3

/** A dashed line where a version was published, with its number. */
function drawPublished(plot: uPlot, { published }: StatisticsChart, page: HTMLElement): void {
  const { ctx, bbox } = plot
  const scale = uPlot.pxRatio
  ctx.save()
  ctx.strokeStyle = colourOf(page, '--field')
  ctx.fillStyle = colourOf(page, '--text-faint')
  ctx.font = FONT.replace('11', String(11 * scale))
  ctx.lineWidth = scale
  ctx.setLineDash([4 * scale, 4 * scale])
  let said = Number.NEGATIVE_INFINITY
  for (const { version, at } of published) {
    const x = Math.round(plot.valToPos(seconds(at), 'x', true))
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    ctx.beginPath()
    ctx.moveTo(x, bbox.top - 12 * scale)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    const atEnd = x > bbox.left + bbox.width - APART * scale
    if (x - said < APART * scale) continue
    said = x
    ctx.textAlign = atEnd ? 'right' : 'left'
    ctx.fillText(`version ${version}`, x + (atEnd ? -6 : 6) * scale, bbox.top - 4 * scale)
  }
  ctx.restore()
}

/** A canvas knows no tokens: what the page makes of one. */
function colourOf(page: HTMLElement, token: string): string {
  const probe = page.ownerDocument.createElement('i')
  probe.style.color = `var(${token})`
  page.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
