import type { AttributeValue } from '../people/person.ts'
import type { PersonSummary, PersonView } from './views.ts'

/** What the screens that ask for people are told. */

/** How many match now, and the newest of them. */
export type MatchCount = {
  count: number
  /** How many there are to choose from, where it was asked among whom. */
  of?: number
  sample: PersonSummary[]
}

export type PeoplePage = { data: PersonView[]; next: string | null }

type SeenKind = 'text' | 'number' | 'boolean'

/** An attribute, or a property of an event, as it was seen: what its values are, and the most frequent of them. */
export type SeenValues = { key: string; kinds: SeenKind[]; examples: AttributeValue[] }

/** What a team's people and events really hold: what conditions can be made of. */
export type SeenFields = {
  attributes: SeenValues[]
  events: { name: string; properties: SeenValues[] }[]
  /** By field of the grammar (`country`, `page.url`, …): its most frequent values. */
  values: Record<string, AttributeValue[]>
  /** The newest first, deleted ones too: conditions may still name them. */
  campaigns: { id: string; name: string; status: string }[]
}
