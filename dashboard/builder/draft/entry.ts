import type { Filter } from '@pavior/shared/filter/filter.ts'
import { type Draft, sameDraft } from './draft.ts'
import { newId } from './ids.ts'

/** Who enters and who leaves: the audience and the global exits. */

export type Exit = Draft['exits'][number]

/** More are refused (interfaces.md). */
export const MAX_EXITS = 20

const isOfAudience = ({ audience }: Draft, { filter }: Exit): boolean =>
  audience !== undefined && sameDraft(filter, { not: audience })

/** Whether who no longer matches the audience leaves: a global exit made of it, negated. */
export const leavesWithAudience = (draft: Draft): boolean => draft.exits.some(exit => isOfAudience(draft, exit))

export function setLeavesWithAudience(draft: Draft, on: boolean): Draft {
  if (on === leavesWithAudience(draft) || draft.audience === undefined) return draft
  if (!on) return { ...draft, exits: draft.exits.filter(exit => !isOfAudience(draft, exit)) }
  if (draft.exits.length >= MAX_EXITS) return draft
  const id = newId('audience', new Set(draft.exits.map(exit => exit.id)))
  return {
    ...draft,
    exits: [...draft.exits, { id, name: 'No longer in the audience', filter: { not: draft.audience } }],
  }
}

/** The exit that is made of the audience goes along with it. */
export const setAudience = (draft: Draft, audience: Filter): Draft => ({
  ...draft,
  audience,
  exits: draft.exits.map(exit => (isOfAudience(draft, exit) ? { ...exit, filter: { not: audience } } : exit)),
})

/** A new exit that nobody leaves by yet. */
export function addExit(draft: Draft): { draft: Draft; id: string } | undefined {
  if (draft.exits.length >= MAX_EXITS) return undefined
  const id = newId('exit', new Set(draft.exits.map(exit => exit.id)))
  return { id, draft: { ...draft, exits: [...draft.exits, { id, name: 'New exit', filter: { any: [] } }] } }
}

export const changeExit = (draft: Draft, changed: Exit): Draft => ({
  ...draft,
  exits: draft.exits.map(exit => (exit.id === changed.id ? changed : exit)),
})

export const removeExit = (draft: Draft, id: string): Draft => ({
  ...draft,
  exits: draft.exits.filter(exit => exit.id !== id),
})
