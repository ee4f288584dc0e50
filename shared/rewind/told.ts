import type { Entry } from '../journal/entry.ts'
import type { Instant } from '../text.ts'

/** An entry that can't be read any more: its place is kept, the rest still rewinds. `was` is the kind it says it is of. */
type Broken = { kind: 'broken'; number: number; at: Instant; was: string }

/** A journal as it is rewound. */
export type Recorded = Entry | Broken

/** All entries of a stream, oldest first. */
export type RecordedStreams = (stream: string) => readonly Recorded[]

/** An entry where it stands in the order in which it is rewound: `number` counts from 1, `at` never runs backwards. */
export type Told = { number: number; at: Instant; stream: string; entry: Recorded; index: number }

type Placed = Pick<Told, 'stream' | 'entry' | 'index'>

/**
 * What is rewound, in its order. Without `origin` everything of a person: what happened to whom they turned out to be
 * (C25) stands between their own entries by its time, before its `merged`. With it the way of one visitor only: their
 * entries, then from the `merged` on those of the person they turned out to be, so that an entry keeps its number.
 */
export function toldOf(streams: RecordedStreams, stream: string, origin = stream): Told[] {
  const placed = origin === stream ? all(streams, stream) : (way(streams, stream, origin) ?? all(streams, stream))
  let at = Number.NEGATIVE_INFINITY
  return placed.map((one, index) => {
    at = Math.max(at, one.entry.at)
    return { ...one, number: index + 1, at }
  })
}

function all(streams: RecordedStreams, stream: string, until = Number.POSITIVE_INFINITY): Placed[] {
  let before: Placed[] = []
  for (const one of placedIn(streams, stream, until)) {
    if (one.entry.kind === 'merged') before = byTime(before, all(streams, one.entry.stream, one.entry.until))
    before.push(one)
  }
  return before
}

/** The way from `origin` to `stream`; undefined when it was never merged into it. */
function way(
  streams: RecordedStreams,
  stream: string,
  origin: string,
  until = Number.POSITIVE_INFINITY,
): Placed[] | undefined {
  const own = placedIn(streams, stream, until)
  if (stream === origin) return own
  for (const [index, { entry }] of own.entries()) {
    if (entry.kind !== 'merged') continue
    const before = way(streams, entry.stream, origin, entry.until)
    if (before) return [...before, ...own.slice(index)]
  }
  return undefined
}

const placedIn = (streams: RecordedStreams, stream: string, until: number): Placed[] =>
  streams(stream)
    .filter(({ number }) => number <= until)
    .map((entry, index) => ({ stream, entry, index }))

/** Two journals in one order of time; each keeps its own order. */
function byTime(one: readonly Placed[], other: readonly Placed[]): Placed[] {
  const both: Placed[] = []
  let next = 0
  for (const placed of one) {
    for (let rival = other[next]; rival && rival.entry.at < placed.entry.at; rival = other[next]) {
      both.push(rival)
      next++
    }
    both.push(placed)
  }
  return [...both, ...other.slice(next)]
}
