import type { Sql } from 'postgres'
import type { Value } from './tables.ts'

type Query = (text: string, values: Value[]) => PromiseLike<readonly Record<string, unknown>[]>

/** Prepared once per connection; sent without waiting for the one before. */
export const queryOn =
  (sql: Sql): Query =>
  (text, values) =>
    sql.unsafe(text, values, { prepare: true })
