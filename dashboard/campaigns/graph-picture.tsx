/** As much of a drawn campaign as a picture of it needs. */
type Drawn = {
  components: readonly { id: string; position?: { x: number; y: number } | undefined }[]
  dependencies: readonly { from: string; to: string; port?: string | undefined }[]
}

const [WIDTH, HEIGHT, ROW] = [220, 92, 160]

/** A campaign's graph, small: where its components stand and what leads where. */
export function GraphPicture({ graph: { components, dependencies } }: { graph: Drawn }) {
  const places = new Map(
    components.map(({ id, position }, index) => [id, position ?? { x: 0, y: index * ROW }] as const),
  )
  const all = [...places.values()]
  const left = Math.min(...all.map(({ x }) => x), 0)
  const top = Math.min(...all.map(({ y }) => y), 0)
  const width = Math.max(...all.map(({ x }) => x), 0) - left + WIDTH
  const height = Math.max(...all.map(({ y }) => y), 0) - top + HEIGHT
  const lines = dependencies.flatMap(({ from, to, port }) => {
    const [start, end] = [places.get(from), places.get(to)]
    return start && end ? [{ key: `${from} ${port ?? ''} ${to}`, path: lineOf(start, end, port) }] : []
  })
  return (
    <svg class="graph-picture" viewBox={`${left - 8} ${top - 8} ${width + 16} ${height + 16}`} aria-hidden="true">
      {lines.map(({ key, path }) => (
        <path key={key} d={path} />
      ))}
      {[...places].map(([id, { x, y }]) => (
        <rect key={id} x={x} y={y} width={WIDTH} height={HEIGHT} rx={16} />
      ))}
    </svg>
  )
}

type Place = { x: number; y: number }

/** From below one component to above the other; a Filter's ports stand beside each other. */
function lineOf(from: Place, to: Place, port: string | undefined): string {
  const share = port === 'matched' ? 0.25 : port === 'unmatched' ? 0.75 : 0.5
  const [x, y] = [from.x + WIDTH * share, from.y + HEIGHT]
  const [endX, endY] = [to.x + WIDTH / 2, to.y]
  const bend = Math.max((endY - y) / 2, 24)
  return `M${x} ${y}C${x} ${y + bend} ${endX} ${endY - bend} ${endX} ${endY}`
}
