import { z } from 'zod'

/** What both ways to make a time-lapse have in common. */

/** Above so many people, or arrivals, slices are told. */
export type Most = { people: number; arrivals: number }
export type Span = { from: Date; to: Date }

/** A time of more people is told in so many slices, at most. */
export const SLICES = 240

const Lapse = z.object({
  moves: z.array(
    z.object({
      at: z.coerce.date(),
      from: z.string(),
      to: z.string(),
      port: z.enum(['matched', 'unmatched']).nullable(),
      people: z.number(),
    }),
  ),
  numbers: z.array(z.object({ at: z.coerce.date(), component: z.string(), count: z.string(), people: z.number() })),
})
export type Lapse = z.output<typeof Lapse>

export const readLapse = (row: unknown): Lapse => Lapse.parse(row)
