import { type Reads, readsOf } from '../filter/reads.ts'
import { type EventNeed, needKey } from '../filter/subject.ts'
import type { CompiledCampaign, CompiledGraph } from './compile.ts'

/**
 * The campaigns of a team that can act, with an index over what they read, so that a fact looks only at those that
 * could care and 1,000 of them cost little more than one.
 */
export type Campaigns = {
  /** Active and paused ones, oldest first (C7). */
  byAge: readonly CompiledCampaign[]
  byId: ReadonlyMap<string, CompiledCampaign>
  /** Deleted ones: whoever is still inside is taken out (C24). */
  archived: ReadonlySet<string>
  /** Place by age. */
  age: ReadonlyMap<string, number>
  /** Those that are entered when one of their roots hears a message (C5). */
  byMessage: readonly CompiledCampaign[]
  /** Those whose audience or exits time alone can change (C1). */
  timely: readonly CompiledCampaign[]
  isTimely: (campaign: CompiledCampaign) => boolean
  /** Those that somebody could enter because one of these fields changed. */
  readers: (fields: ReadonlySet<string>) => Iterable<CompiledCampaign>
  /** The events that any of their filters ask for, each with the most that any needs. */
  needs: readonly EventNeed[]
  /** Those of them that ask for events of this name. */
  needsOf: (event: string) => readonly EventNeed[]
}

export function campaignsOf(live: readonly CompiledCampaign[], archived: ReadonlySet<string> = new Set()): Campaigns {
  const byAge = [...live].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  const byState = byAge.filter(({ newest, startable }) => !newest.startsByMessage && !startable)
  const timely = new Set(byState.filter(campaign => entryReads(campaign).timely))
  const needs = needsOf(byAge)
  const byName = Map.groupBy(needs, ({ name }) => name)
  const readers = new Map<string, CompiledCampaign[]>()
  for (const campaign of byState)
    for (const field of new Set(fieldsOf(entryReads(campaign))))
      readers.set(field, [...(readers.get(field) ?? []), campaign])
  return {
    byAge,
    byId: new Map(byAge.map(campaign => [campaign.id, campaign])),
    archived,
    age: new Map(byAge.map(({ id }, index) => [id, index])),
    byMessage: byAge.filter(({ newest, startable }) => newest.startsByMessage && !startable),
    timely: [...timely],
    isTimely: campaign => timely.has(campaign),
    readers: fields => {
      if (fields.has('*')) return byState
      const found = new Set<CompiledCampaign>()
      for (const field of fields) for (const campaign of readers.get(field) ?? []) found.add(campaign)
      return found
    },
    needs,
    needsOf: event => byName.get(event) ?? [],
  }
}

const entryReads = ({ audience, exits }: CompiledCampaign): Reads =>
  readsOf(audience, ...exits.map(({ filter }) => filter))

/** As `changedBy` names them. */
export const fieldsOf = ({ fields, events, campaigns, conversations }: Reads): string[] => [
  ...fields,
  ...events.map(({ name }) => `event.${name}`),
  ...[...campaigns].map(id => `campaign.${id}`),
  ...(conversations ? ['conversations.open', 'conversations.lastMessageAt'] : []),
]

/** Everything that is asked of events: audiences, exits, and the Filters of every version somebody is inside of. */
function needsOf(campaigns: readonly CompiledCampaign[]): EventNeed[] {
  const needs = new Map<string, EventNeed>()
  const add = (need: EventNeed) => {
    const key = needKey(need)
    const present = needs.get(key)
    if (!present || present.newest < need.newest) needs.set(key, need)
  }
  for (const campaign of campaigns) {
    entryReads(campaign).events.forEach(add)
    for (const graph of campaign.versions.values()) filterReads(graph).events.forEach(add)
  }
  return [...needs.values()]
}

const filterReads = ({ components }: CompiledGraph): Reads =>
  readsOf(...[...components.values()].flatMap(one => (one.type === 'filter' ? [one.settings.filter] : [])))
