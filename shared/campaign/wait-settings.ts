import { z } from 'zod'
import { isDuration } from '../filter/duration.ts'
import { text } from '../text.ts'
import { isZone } from './zone.ts'

const wrongDuration = (value: string): string | undefined => {
  if (value.startsWith('-')) return 'must not be negative'
  if (/^P[0YMWDTHS]*0[0YMWDTHS]*$/.test(value)) return 'must be longer than nothing'
  return isDuration(value) ? undefined : 'must be a duration such as P3D or PT4H, of ten years at most'
}

/** An ISO 8601 duration of more than nothing and at most ten years (interfaces.md). */
export const Duration = text(40, 1).superRefine((value, context) => {
  const message = wrongDuration(value)
  if (message) context.addIssue({ code: 'custom', message })
})

/** `team`, `person`, or an IANA name. */
const Zone = text(60, 1).refine(zone => zone === 'team' || zone === 'person' || isZone(zone), {
  error: ({ input }) =>
    `there is no time zone ${JSON.stringify(String(input).slice(0, 60))}; it is team, person or a name such as Europe/Oslo`,
})

/** A local date and time to the minute, of a day that exists. An hour that a zone skips is no mistake (C9). */
const LocalDateTime = z
  .string()
  .regex(/^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/, {
    error: 'must be a local date and time such as 2027-01-04T09:00, of the years 1000 to 2999',
    abort: true,
  })
  .refine(exists, { error: ({ input }) => `there is no ${String(input)} in the calendar` })

function exists(local: string): boolean {
  const moment = new Date(`${local}Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(local)
}

const time = (example: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, `must be a time such as ${example}`)
    .optional()

const Hours = z.strictObject({
  /** 1 is Monday, 7 is Sunday. */
  days: z
    .array(
      z
        .int('must be a day from 1 (Monday) to 7 (Sunday)')
        .min(1, 'must be 1 (Monday) or more')
        .max(7, 'must be 7 (Sunday) or less'),
    )
    .min(1, 'must name a day')
    .max(7, 'can name seven days at most')
    .optional(),
  from: time('09:00'),
  to: time('18:00'),
})
export type Hours = z.output<typeof Hours>

type More = { zone?: string | undefined; hours?: Hours | undefined }
export type WaitSettings = ({ for: string } | { until: string }) & More

/** C9: how long, or until when (local), in which zone, and on which weekdays and hours only. */
export const WaitSettings = z
  .object({
    for: Duration.optional(),
    until: LocalDateTime.optional(),
    zone: Zone.optional(),
    hours: Hours.optional(),
  })
  .transform(({ for: duration, until, ...more }, context): WaitSettings => {
    if (duration !== undefined && until === undefined) return { for: duration, ...more }
    if (until !== undefined && duration === undefined) return { until, ...more }
    const message = until === undefined ? 'needs "for" or "until"' : 'takes "for" or "until", not both'
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
