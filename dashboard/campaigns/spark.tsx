const [WIDTH, HEIGHT, EDGE] = [120, 28, 2]

/** How many came on each day, as a small line; the numbers beside it say the same in words. */
export function Spark({ days, off }: { days: readonly number[]; off: boolean }) {
  const most = Math.max(...days, 1)
  const x = (index: number) => 1 + (index * (WIDTH - 2)) / Math.max(days.length - 1, 1)
  const y = (people: number) => HEIGHT - EDGE - (people * (HEIGHT - 3 * EDGE)) / most
  const line = days.map((people, index) => `${index === 0 ? 'M' : 'L'}${round(x(index))} ${round(y(people))}`).join('')
  return (
    <svg class={off ? 'spark off' : 'spark'} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path class="fill" d={`${line}V${HEIGHT}H1Z`} />
      <path d={line} />
    </svg>
  )
}

const round = (value: number) => Math.round(value * 10) / 10
