import { z } from 'zod'

/** What the browser's own trace says of a stretch of time. */

const Event = z.object({
  name: z.string(),
  ph: z.string(),
  ts: z.number(),
  dur: z.number().optional(),
  pid: z.number(),
  tid: z.number(),
})
const Trace = z.object({ traceEvents: z.array(z.unknown()) })

/** Script, style and layout. Painting is the machine's. */
const WORK = new Set([
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'TimerFire',
  'RunMicrotasks',
  'UpdateLayoutTree',
  'Layout',
  'HitTest',
  'MinorGC',
  'MajorGC',
])

/** Milliseconds of script, style and layout in each frame that had some, in order of time. */
export function framesIn(trace: Buffer): number[] {
  const all = Trace.parse(JSON.parse(trace.toString())).traceEvents.flatMap(event => {
    const read = Event.safeParse(event)
    return read.success ? [read.data] : []
  })
  const thread = busiest(all)
  const events = all.filter(({ pid, tid }) => `${pid} ${tid}` === thread).sort((a, b) => a.ts - b.ts)
  const frames = events.filter(({ name, ph }) => name === 'AnimationFrame' && ph === 'b').map(({ ts }) => ts)
  const work = new Map<number, number>()
  let until = 0
  let frame = 0
  for (const { name, ph, ts, dur = 0 } of events) {
    if (ph !== 'X' || !WORK.has(name)) continue
    while (frame + 1 < frames.length && (frames[frame + 1] ?? 0) <= ts) frame++
    // What lies within another piece of work is counted with it.
    const own = Math.max(0, ts + dur - Math.max(ts, until))
    until = Math.max(until, ts + dur)
    work.set(frame, (work.get(frame) ?? 0) + own / 1000)
  }
  return [...work.values()]
}

/** The main thread of the page: where most script ran. */
function busiest(events: readonly z.output<typeof Event>[]): string {
  const counts = new Map<string, number>()
  for (const { name, pid, tid } of events)
    if (name === 'FunctionCall') counts.set(`${pid} ${tid}`, (counts.get(`${pid} ${tid}`) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? ''
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
