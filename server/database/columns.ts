import { sql } from 'drizzle-orm'
import { timestamp } from 'drizzle-orm/pg-core'

/** A moment of the product's: whole milliseconds. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
export const now = sql`now()`
