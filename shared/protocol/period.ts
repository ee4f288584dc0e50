import { z } from 'zod'

/** The beginning or the end of a period, as its sender writes it. */
export const moment = z.iso
  .datetime({ offset: true, error: 'must be a moment like 2027-01-04T09:00:00Z' })
  .transform(at => new Date(at))
  // An hour more or less is a moment, too, and years have four digits.
  .refine(at => at.getUTCFullYear() >= 1970 && at.getUTCFullYear() <= 9999, 'must lie between 1970 and 9999')

/** From the first moment on, up to the second without it. */
export type Period = { from?: Date | undefined; to?: Date | undefined }

/** For `refine`. */
export const inOrder = ({ from, to }: Period): boolean => from === undefined || to === undefined || from < to
export const wrongOrder = { path: ['to'], error: 'must be after from' }
