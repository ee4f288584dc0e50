import type { Instant } from '../text.ts'
import { apply, unborn } from './apply.ts'
import type { Entry } from './entry.ts'
import type { Life } from './life.ts'

/** All entries of a stream, oldest first. */
export type Streams = (stream: string) => Entry[]

/**
 * The life of a person as their journal tells it, up to an entry's number (default: all of it). Rules S6, R1.
 * A stream that was merged in (C25) is folded in where its `merged` entry stands.
 */
export function replay(streams: Streams, stream: string, until = Number.POSITIVE_INFINITY): Life {
  const entries = streams(stream).filter(entry => entry.number <= until)
  const began: Instant = entries[0]?.at ?? 0
  const life = unborn(stream, began)
  for (const entry of entries) apply(life, entry, (other, number) => replay(streams, other, number))
  return life
}

/** All that a person's journal tells, with the streams that were merged in where they are folded in (C25). */
export function told(streams: Streams, stream: string, until = Number.POSITIVE_INFINITY): Entry[] {
  return streams(stream)
    .filter(({ number }) => number <= until)
    .flatMap(entry => (entry.kind === 'merged' ? [...told(streams, entry.stream, entry.until), entry] : [entry]))
}
