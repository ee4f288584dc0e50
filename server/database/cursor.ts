import { Problem } from '@pavior/shared/problem.ts'
import { z } from 'zod'

/** Where a page of a list ended: the moment and the id of its last row, for `after` of the next. */
type Cursor = { at: Date; id: string }

/** @param at milliseconds */
export const cursorOf = (at: number, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url')

/** Later ones have a year that the database does not read. */
const FARTHEST = Date.UTC(10_000, 0) - 1
const Shape = z.tuple([z.int().min(0).max(FARTHEST), z.uuid()])

/** Throws a Problem `invalid` for what no list gave. */
export function readCursor(cursor: string): Cursor {
  try {
    const [at, id] = Shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { at: new Date(at), id }
  } catch {
    const message = 'is not the next of this list'
    throw new Problem('invalid', `after ${message}`, { fields: [{ path: 'after', message }] })
  }
}
