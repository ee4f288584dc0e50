/** As the browser's profiler gives it; times in microseconds. */
export type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[]
  samples?: number[]
  timeDeltas?: number[]
}

/** Milliseconds: in which something of the scripts at such addresses was running, or called; in which anything was; of all. */
export function share(
  { nodes, samples = [], timeDeltas = [] }: Profile,
  isOne: (url: string) => boolean,
): { recording: number; busy: number; all: number } {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id] as const)))
  const byId = new Map(nodes.map(node => [node.id, node]))
  const within = (id: number | undefined): boolean => {
    const node = id === undefined ? undefined : byId.get(id)
    return node !== undefined && (isOne(node.callFrame.url) || within(parents.get(node.id)))
  }
  const sums = { recording: 0, busy: 0, all: 0 }
  for (const [index, id] of samples.entries()) {
    // A sample is what ran until the next one.
    const time = (timeDeltas[index + 1] ?? 0) / 1000
    sums.all += time
    if (byId.get(id)?.callFrame.functionName !== '(idle)') sums.busy += time
    if (within(id)) sums.recording += time
  }
  return sums
}
