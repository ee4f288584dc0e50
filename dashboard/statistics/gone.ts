import type { VersionView } from '@pavior/shared/protocol/campaigns.ts'
import type { Statistics } from '@pavior/shared/protocol/statistics.ts'
import type { DraftComponent } from '../builder/draft/draft.ts'
import { countsOf } from './counts.ts'

/** A component that only older versions had, as it was in the last one of them. */
export type Gone = { component: DraftComponent; version: number }

/**
 * Of all versions the newest graph is drawn: whoever came to what it has no more counts all the same. Only where somebody
 * came; in the order in which they acted.
 */
export function goneFrom(
  drawn: readonly DraftComponent[],
  versions: readonly VersionView[],
  { components }: Statistics,
): Gone[] {
  const here = new Set(drawn.map(({ id }) => id))
  const came = (id: string) => Object.values(countsOf(components[id])).some(number => (number ?? 0) > 0)
  const found = new Map<string, Gone>()
  for (const { version, graph } of versions)
    for (const component of graph.components)
      if (!here.has(component.id) && !found.has(component.id) && came(component.id))
        found.set(component.id, { component, version })
  return [...found.values()]
}
