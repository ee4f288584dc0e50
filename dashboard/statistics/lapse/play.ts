import type { TimeLapse } from '@pavior/shared/protocol/statistics.ts'
import { type Draft, lineId } from '../../builder/draft/draft.ts'
import type { Counts } from '../counts.ts'

/** How a campaign filled: who was on their way when, and the numbers at any moment. */

/** People on their way along a line. */
export type Move = { at: number; line: string; people: number }

export type Play = {
  from: number
  to: number
  moves: readonly Move[]
  /** The numbers of the components at a moment. */
  countsAt: (moment: number) => ReadonlyMap<string, Counts>
}

/** @param now the numbers of now, which say what there is to count; what can't be known now was not known then */
export function playOf(lapse: TimeLapse, drawn: Draft, now: ReadonlyMap<string, Counts>): Play {
  const lines = new Set(drawn.dependencies.map(lineId))
  // Older versions had lines that are not drawn any more.
  const moves = lapse.moves
    .map(({ at, people, ...line }): Move => ({ at: Date.parse(at), line: lineId(line), people }))
    .filter(({ line }) => lines.has(line))
  const changes = lapse.numbers.map(one => ({ ...one, at: Date.parse(one.at) }))
  let counts = nobodyYet(now)
  let next = 0
  return {
    from: Date.parse(lapse.from),
    to: Date.parse(lapse.to),
    moves,
    countsAt: moment => {
      const before = changes[next - 1]
      // Backwards: from the beginning again, which for 50,000 changes is a moment.
      if (before && before.at > moment) {
        counts = nobodyYet(now)
        next = 0
      }
      for (let one = changes[next]; one && one.at <= moment; one = changes[++next]) {
        const of = counts.get(one.component)
        if (of) of[one.count] = (of[one.count] ?? 0) + one.people
      }
      return new Map(Array.from(counts, ([id, of]) => [id, { ...of }]))
    },
  }
}

const nobodyYet = (now: ReadonlyMap<string, Counts>): Map<string, Record<string, number | null>> =>
  new Map(
    Array.from(now, ([id, counts]) => [
      id,
      Object.fromEntries(Object.entries(counts).map(([count, number]) => [count, number === null ? null : 0])),
    ]),
  )
