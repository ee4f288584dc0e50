import type { Answer } from '@pavior/shared/protocol/answer.ts'
import { z } from 'zod'

export type Place = { conversation: string; number: number }

const Placed = z.object({ conversation: z.string(), number: z.number() })

/** Where it came to, by its answer: the same each time (S1). */
export function placed(complaints: string[], sent: { id: string; place?: Place }, answer: Answer<object>): void {
  const place = Placed.parse(answer)
  if (sent.place && JSON.stringify(sent.place) !== JSON.stringify(place))
    complaints.push(`S1: ${sent.id} was ${JSON.stringify(sent.place)} and is ${JSON.stringify(place)}`)
  sent.place = place
}

export const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(1, all.length)]

/** What a page or a site tells of somebody. */
export function told(which: number, how: number): Record<string, string | number | null> {
  const plan = pick(['pro', 'free', null], how) ?? null
  return which % 2 === 0 ? { plan, visits: how % 6 } : { name: `Somebody ${how % 4}` }
}
