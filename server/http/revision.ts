import { Problem } from '@pavior/shared/problem.ts'
import type { Context } from 'hono'

/** The revision in If-Match, as `3`, `"3"` or `W/"3"`; undefined when there is none, or any will do (`*`). */
export function revisionIn(c: Context): number | undefined {
  const header = c.req.header('if-match')?.trim()
  if (header === undefined || header === '' || header === '*') return undefined
  const read = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1]
  if (read === undefined) throw wrong('must be the revision that you read, like "3"')
  return Number(read)
}

/** @throws Problem where the caller does not say what they read: they could write over what somebody else saved */
export function revisionNeededIn(c: Context): number | undefined {
  if ((c.req.header('if-match') ?? '').trim() === '')
    throw wrong('is needed: the revision that you read, or * to write over whatever is there')
  return revisionIn(c)
}

const wrong = (message: string): Problem =>
  new Problem('invalid', `If-Match ${message}.`, { fields: [{ path: 'If-Match', message }] })
