import type { Names } from '@pavior/shared/filter/describe.ts'
import { fieldOf, type Place } from '@pavior/shared/filter/field.ts'
import type { Filter } from '@pavior/shared/filter/filter.ts'
import type { AttributeValue } from '@pavior/shared/people/person.ts'
import type { SeenFields, SeenValues } from '@pavior/shared/protocol/people.ts'
import { useQuery } from '@tanstack/react-query'
import { type ComponentType, createContext } from 'preact'
import { useContext, useMemo } from 'preact/hooks'
import type { DraftComponent } from '../builder/draft/draft.ts'
import { componentName } from '../builder/words/said.ts'
import { inboxesQuery, seenFieldsQuery } from '../live/queries.ts'
import { buttonsOf } from './components.ts'

/** What conditions are chosen from: where they stand, and what the team really has. */
export type Surroundings = {
  place: Place
  seen: SeenFields
  /** It is still asked what the team has: what is missing may be there all the same. */
  seeking: boolean
  components: readonly DraftComponent[]
  /** Those of the components that are offered; absent: all. */
  offered: ReadonlySet<string> | undefined
  inboxes: readonly { id: string; name: string }[]
  names: Names
  /** Of an event's `where`: its properties. */
  properties: readonly SeenValues[]
  /** What edits conditions: an event's `where` is edited inside of one. */
  Tree: ComponentType<TreeProps>
}

export type TreeProps = {
  /** A filter, finished or not. */
  value: unknown
  onChange: (filter: Filter) => void
  /** What stands before "all of these". */
  title: string
}

const nothing: SeenFields = { attributes: [], events: [], values: {}, campaigns: [] }

/** As it is known by now: what is still to come makes a shorter list, not a wait. */
export function useSurroundings(
  place: Place,
  components: readonly DraftComponent[],
  offered: ReadonlySet<string> | undefined,
  Tree: ComponentType<TreeProps>,
): Surroundings {
  const { data: seen = nothing, isPending: seeking } = useQuery(seenFieldsQuery)
  const inboxes = useQuery(inboxesQuery).data?.data
  return useMemo(() => {
    const campaigns = new Map(seen.campaigns.map(({ id, name }) => [id, name]))
    const named = new Map(components.map(component => [component.id, componentName(component)]))
    const boxes = new Map((inboxes ?? []).map(({ id, name }) => [id, name]))
    return {
      place,
      seen,
      seeking,
      components,
      offered,
      inboxes: inboxes ?? [],
      properties: [],
      Tree,
      names: {
        campaign: id => campaigns.get(id),
        component: id => named.get(id),
        button: (id, component) =>
          buttonsOf(components.find(one => one.id === component)?.settings?.content).find(one => one.id === id)?.label,
        inbox: id => boxes.get(id),
      },
    }
  }, [place, seen, seeking, inboxes, components, offered, Tree])
}

const Context = createContext<Surroundings | undefined>(undefined)
export const SurroundingsProvider = Context.Provider

export function useConditions(): Surroundings {
  const around = useContext(Context)
  if (!around) throw new Error('a condition outside of its editor')
  return around
}

/** What was seen in a field: of which kinds, and the most frequent values. */
export function seenIn(field: string, { place, seen, properties }: Surroundings): SeenValues | undefined {
  if (place === 'properties') return properties.find(({ key }) => key === field)
  if (field.startsWith('attributes.'))
    return seen.attributes.find(({ key }) => key === field.slice('attributes.'.length))
  const examples: readonly AttributeValue[] | undefined = seen.values[field]
  return examples && { key: field, kinds: ['text'], examples: [...examples] }
}

/** What kind of values a field has. */
export const kindIn = (field: string, place: Place) => (place === 'properties' ? 'property' : fieldOf(field)?.kind)
