import type { Filter } from '@pavior/shared/filter/filter.ts'
import type { RuleGroupType, RuleType } from 'react-querybuilder'

/**
 * A filter as react-querybuilder has it, and back: whatever comes in goes out the same. What can't be edited here is
 * kept as it is, as one rule.
 */

/** What stands in a condition beside field and operator. Only a reader of the grammar says what of it makes sense. */
export type Rest = { value?: unknown; where?: unknown; within?: string; more?: Record<string, unknown> }
export type ConditionRule = RuleType<string, string, Rest>
export type Group = RuleGroupType<ConditionRule, string> & {
  /** It stands for its only part: there was no `all` and no `any`. */
  bare?: boolean
}

/** The field of a rule that holds a part of a filter as it is. */
export const KEPT = ' kept'

/** Deeper than any filter: what is nested further is kept, not drawn. */
const DEEPEST = 12

const newId = () => crypto.randomUUID()

const isObject = (part: unknown): part is Record<string, unknown> =>
  typeof part === 'object' && part !== null && !Array.isArray(part)
const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

/** Nothing at all is a filter without conditions. */
export function toGroup(filter: unknown): Group {
  const read = filter === undefined || filter === null ? { all: [] } : filter
  return groupFrom(read, 0) ?? bare(ruleFrom(read))
}

const bare = (part: Group | ConditionRule, not = false): Group => ({
  id: newId(),
  combinator: not ? 'any' : 'all',
  rules: [part],
  bare: true,
  ...(not && { not }),
})

function groupFrom(part: unknown, depth: number): Group | undefined {
  if (!isObject(part) || depth > DEEPEST) return undefined
  const [key = '', more] = Object.keys(part)
  if (more !== undefined) return undefined
  const inside = part[key]
  if (key === 'not') {
    const group = groupFrom(inside, depth + 1)
    return group && !group.not ? { ...group, not: true } : bare(group ?? ruleFrom(inside), true)
  }
  if ((key !== 'all' && key !== 'any') || !Array.isArray(inside)) return undefined
  return { id: newId(), combinator: key, rules: inside.map(one => groupFrom(one, depth + 1) ?? ruleFrom(one)) }
}

function ruleFrom(part: unknown): ConditionRule {
  if (!isObject(part)) return kept(part)
  const { field, op, value, where, within, ...more } = part
  const isKnown =
    typeof field === 'string' &&
    typeof op === 'string' &&
    (value === undefined || isScalar(value) || (Array.isArray(value) && value.every(isScalar))) &&
    (within === undefined || typeof within === 'string')
  if (!isKnown) return kept(part)
  const rest: Rest = {
    ...('value' in part && { value }),
    ...('where' in part && { where }),
    ...(within !== undefined && { within }),
    ...(Object.keys(more).length > 0 && { more }),
  }
  return { id: newId(), field, operator: op, value: rest }
}

const kept = (part: unknown): ConditionRule => ({ id: newId(), field: KEPT, operator: KEPT, value: { value: part } })

type AnyGroup = { rules: readonly unknown[]; combinator?: string | undefined; not?: boolean; bare?: boolean }

/** The filter that a group stands for. What is not finished comes out as it stands, too: its reader says what it lacks. */
export function fromGroup(group: AnyGroup): Filter {
  const parts = group.rules.flatMap(part => (isGroup(part) ? [fromGroup(part)] : isRule(part) ? [fromRule(part)] : []))
  const [only, second] = parts
  const inner =
    group.bare && only !== undefined && second === undefined
      ? only
      : group.combinator === 'any'
        ? { any: parts }
        : { all: parts }
  return group.not ? { not: inner } : inner
}

export const isGroup = (part: unknown): part is Group => isObject(part) && Array.isArray(part.rules)
export const isRule = (part: unknown): part is ConditionRule =>
  isObject(part) && typeof part.field === 'string' && isObject(part.value)

function fromRule({ field, operator, value: { value, where, within, more } }: ConditionRule): Filter {
  if (field === KEPT) return asIs(value)
  return asIs({
    field,
    op: operator,
    ...(value !== undefined && { value }),
    ...(where !== undefined && { where }),
    ...(within !== undefined && { within }),
    ...more,
  })
}

/** JSON as it stands in a draft: a filter, or what the checks will say it lacks. */
function asIs(part: unknown): Filter {
  return JSON.parse(JSON.stringify(part))
}
