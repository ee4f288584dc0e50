import type { Entry } from './entry.ts'

type Data = Readonly<Record<string, unknown>>

/** What makes of an entry's data the next shape of its kind; the first from 1 to 2. */
export type Upcasters = Readonly<Record<string, readonly ((data: Data) => Data)[]>>

/** By kind. Every kind is in its first shape still: whoever gives one a new shape adds the step here, and a line to the golden journal. */
const upcasters: { readonly [K in Entry['kind']]?: Upcasters[string] } = {}

/** A stored entry in the shape of now. A shape that is newer than this version comes back as it is, and is not understood. */
export function upcast(
  stored: { kind: string; v: number; data: Data },
  known: Upcasters = upcasters,
): { kind: string; v: number; data: Data } {
  const steps = Object.hasOwn(known, stored.kind) ? (known[stored.kind] ?? []) : []
  const data = steps.slice(stored.v - 1).reduce((before, step) => step(before), stored.data)
  return { kind: stored.kind, v: Math.max(stored.v, steps.length + 1), data }
}
