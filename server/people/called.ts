import { fold } from '@pavior/shared/filter/fold.ts'
import type { Fragment, Sql } from 'postgres'
import { foldedIn } from './filter-columns.ts'

/**
 * Whether people `p` are called so, as a condition: by a part of their name or email, without case. Whoever has neither
 * is found as screens call them, by the end of their id (`nameOf` of the dashboard).
 */
export function isCalled(sql: Sql, search: string): Fragment {
  const called = sql`coalesce(p.name || ' ' || p.email, p.name, p.email, 'Visitor ' || right(p.id::text, 4))`
  const wanted = fold(search)
  return sql`strpos(${foldedIn(sql, { text: called }, [wanted])}, ${wanted}) > 0`
}
