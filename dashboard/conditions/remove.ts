import { findPath, type RuleGroupProps } from 'react-querybuilder'
import { isGroup } from './mapping.ts'

/** Takes a condition or a group away, and with it each group that nothing is left of: an empty one fits nobody. */
export function removeAt(
  path: readonly number[],
  { schema, actions }: Pick<RuleGroupProps, 'schema' | 'actions'>,
): void {
  const query = schema.getQuery()
  let from = [...path]
  while (from.length > 0 && isOnly(from.slice(0, -1))) from = from.slice(0, -1)
  if (from.length === 0) schema.dispatchQuery({ ...query, combinator: 'all', not: false, rules: [] })
  else if (isGroup(findPath(from, query))) actions.onGroupRemove(from)
  else actions.onRuleRemove(from)

  function isOnly(parent: number[]): boolean {
    const group = findPath(parent, query)
    return isGroup(group) && group.rules.length === 1
  }
}
