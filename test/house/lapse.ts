import type { Statistics, TimeLapse } from '@pavior/shared/protocol/statistics.ts'

type Told = Record<string, Record<string, number>>

/** The numbers of a time-lapse at a moment, by component; what is 0 is left out. */
export function lapseAt({ numbers }: TimeLapse, moment: number | string): Told {
  const until = new Date(moment).getTime()
  const sums = new Map<string, Map<string, number>>()
  for (const { at, component, count, people } of numbers) {
    if (Date.parse(at) > until) continue
    const counts = sums.get(component) ?? new Map<string, number>()
    sums.set(component, counts.set(count, (counts.get(count) ?? 0) + people))
  }
  return some(Object.fromEntries(Array.from(sums, ([id, counts]) => [id, Object.fromEntries(counts)])))
}

/** The numbers of the components, in the same way. */
export const toldBy = ({ components }: Pick<Statistics, 'components'>): Told => some(components)

const some = (all: Record<string, Record<string, unknown>>): Told =>
  Object.fromEntries(
    Object.entries(all).flatMap(([id, counts]) => {
      const told = Object.entries(counts).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] !== 0,
      )
      return told.length === 0 ? [] : [[id, Object.fromEntries(told)]]
    }),
  )
