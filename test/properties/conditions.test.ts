import type { Place } from '@pavior/shared/filter/field.ts'
import { readFilter } from '@pavior/shared/filter/filter.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromGroup, type Group, toGroup } from '../../dashboard/conditions/mapping.ts'
import { anyFilterAt } from './any-filter.ts'
import { runs } from './runs.ts'

const places: Place[] = ['audience', 'exit', 'filter-component', 'inbox-view', 'properties']

test.each(places)('what the condition editor is given it gives back: any filter at %s', place => {
  fc.assert(
    fc.property(anyFilterAt(place), filter => {
      expect(fromGroup(toGroup(filter))).toEqual(filter)
      // As text, too: a draft that was only looked at is not changed.
      const again = fromGroup(toGroup(fromGroup(toGroup(filter))))
      expect(JSON.stringify(again)).toBe(JSON.stringify(fromGroup(toGroup(filter))))
    }),
    runs(300),
  )
})

test('the condition editor loses nothing of what it can not read', () => {
  const anyPart: fc.Arbitrary<unknown> = fc.letrec(tie => ({
    part: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.jsonValue({ maxDepth: 2 }).filter(value => value !== null),
      fc.record({ all: fc.array(tie('part'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('part'), { maxLength: 3 }), all: fc.constant([]) }),
      fc.record({ not: tie('part') }),
      fc.record({
        field: fc.string(),
        op: fc.constantFrom('equals', 'sounds-like'),
        value: fc.jsonValue(),
        note: fc.string(),
      }),
    ),
  })).part
  fc.assert(
    fc.property(anyPart, part => {
      const given: unknown = JSON.parse(JSON.stringify(part))
      expect(fromGroup(toGroup(given))).toEqual(given)
    }),
    runs(500),
  )
})

test('a condition that is added, taken away or denied in the editor makes a filter of the grammar', () => {
  const seen = { id: 'new', field: 'lastSeenAt', operator: 'within-last', value: { value: 'P7D' } }
  const edits: ((group: Group) => Group)[] = [
    group => ({ ...group, rules: [...group.rules, seen] }),
    group => ({ ...group, rules: group.rules.slice(1) }),
    group => ({ ...group, not: !group.not, bare: false }),
    group => ({ ...group, combinator: group.combinator === 'any' ? 'all' : 'any', bare: false }),
    group => ({ ...group, rules: [...group.rules, { combinator: 'any', rules: [] }] }),
  ]
  fc.assert(
    fc.property(anyFilterAt('audience'), fc.array(fc.constantFrom(...edits), { maxLength: 5 }), (filter, changes) => {
      const edited = changes.reduce((group, change) => change(group), toGroup(filter))
      expect(readFilter('audience').safeParse(fromGroup(edited)).success).toBe(true)
    }),
    runs(300),
  )
})
