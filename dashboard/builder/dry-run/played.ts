import type { CampaignGraph } from '@pavior/shared/campaign/campaign.ts'
import type { Move } from '@pavior/shared/dry-run/move.ts'
import { play, type Run, type Team } from '@pavior/shared/dry-run/run.ts'
import { likeness, type MadeUp, madeUp, realPerson } from '@pavior/shared/dry-run/start.ts'
import { readsOf } from '@pavior/shared/filter/reads.ts'
import type { KeptScenario } from './scenarios.ts'
import type { Who } from './who.tsx'

/** What is being played: everything else follows from it and the draft. */
export type Played = { who: Who; at: string; moves: Move[]; scenario?: string }

/** Just begun, on somebody. */
export const fresh = (who: Who): Played => ({ who, at: new Date().toISOString(), moves: [] })
/** As it was kept. */
export const played = ({ id, person, at, moves }: KeptScenario): Played => ({
  who: { is: 'made-up', person },
  at,
  moves,
  scenario: id,
})

/** What is kept is nobody real: it would outlive them (C26). */
export function keptPerson({ who }: Played, campaign: string, graph: CampaignGraph): MadeUp {
  if (who.is === 'made-up') return who.person
  const { life } = realPerson(stream => who.streams[stream] ?? [], who.person, campaign)
  return likeness(life.person, new Set(attributesIn(graph)))
}

/** What comes of it on this draft. */
export function runOf(
  id: string,
  createdAt: number,
  graph: CampaignGraph,
  team: Team,
  { who, at, moves }: Played,
): Run {
  const begins = Date.parse(at)
  const person =
    who.is === 'made-up' ? madeUp(who.person, begins) : realPerson(stream => who.streams[stream] ?? [], who.person, id)
  return play({ id, graph, createdAt }, team, person, moves, begins)
}

/** The attributes that the campaign asks for. */
export function attributesIn(graph: CampaignGraph | undefined): string[] {
  if (!graph) return []
  const filters = graph.components.flatMap(one => (one.type === 'filter' ? [one.settings.filter] : []))
  const { fields } = readsOf(graph.audience, ...graph.exits.map(({ filter }) => filter), ...filters)
  return [...fields]
    .flatMap(field => (field.startsWith('attributes.') ? [field.slice('attributes.'.length)] : []))
    .sort()
}
