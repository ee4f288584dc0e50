import type { Filter } from '../../filter/filter.ts'

/** A condition of a filter, where it stands, and whether it is asked or its contrary. */
export type Asked = { path: string; field: string; op: string; value: unknown; negated: boolean }

/** Every condition of a filter in reading order; those on an event's properties are not about the person. */
export function conditionsIn(filter: Filter, path: string, negated = false): Asked[] {
  if ('all' in filter) return filter.all.flatMap((part, index) => conditionsIn(part, `${path}.all.${index}`, negated))
  if ('any' in filter) return filter.any.flatMap((part, index) => conditionsIn(part, `${path}.any.${index}`, negated))
  if ('not' in filter) return conditionsIn(filter.not, `${path}.not`, !negated)
  return [{ path, field: filter.field, op: filter.op, value: filter.value, negated }]
}

/** The component that a condition asks about, if it asks about one. */
export const componentOf = ({ field }: Asked): string | undefined =>
  field.startsWith('component.') ? field.slice('component.'.length) : undefined

/** What a filter says whoever it is asked about; `undefined`: that depends. */
export function constantOf(filter: Filter): boolean | undefined {
  if ('all' in filter) return joined(filter.all.map(constantOf), false)
  if ('any' in filter) return joined(filter.any.map(constantOf), true)
  if (!('not' in filter)) return undefined
  const inner = constantOf(filter.not)
  return inner === undefined ? undefined : !inner
}

/** One that settles it settles it; otherwise all have to agree. */
function joined(parts: (boolean | undefined)[], settles: boolean): boolean | undefined {
  if (parts.includes(settles)) return settles
  return parts.includes(undefined) ? undefined : !settles
}
