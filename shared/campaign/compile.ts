import type { Filter } from '../filter/filter.ts'
import type { Instant } from '../text.ts'
import type { CampaignGraph, Component, Port } from './campaign.ts'

/** One version of a campaign, ready to be followed: what a step would otherwise search for. */
export type CompiledGraph = {
  version: number
  components: ReadonlyMap<string, Component>
  /** Components without an incoming dependency, in the order in which they act (C5). */
  roots: readonly string[]
  /** What follows a component (from this port), in the order in which it acts (C7). */
  next: (component: string, port?: Port) => readonly string[]
  /** Place of each component from top to bottom, left to right, id (C7). */
  order: ReadonlyMap<string, number>
  /** Every root is an Inbound message: nothing is stored until one fires (C5). */
  startsByMessage: boolean
}

type LiveStatus = 'active' | 'paused'

/** A campaign that can act on people: its newest version decides entry and exits, older ones are followed by those inside. */
export type CompiledCampaign = {
  id: string
  name: string
  status: LiveStatus
  /** Campaigns act by age, oldest first (C7). */
  createdAt: Instant
  activatedAt: Instant
  audience: Filter
  exits: readonly { id: string; name: string; filter: Filter }[]
  reentry: 'never' | 'each'
  startable: boolean
  /** How often it was resumed (C24). */
  looks: number
  /** Whoever is inside on an older version than this is moved to the newest (C23). */
  moveBefore: number
  newest: CompiledGraph
  versions: ReadonlyMap<number, CompiledGraph>
}

export function compileGraph(graph: CampaignGraph, version: number): CompiledGraph {
  const sorted = [...graph.components].sort(
    (a, b) => a.position.y - b.position.y || a.position.x - b.position.x || (a.id < b.id ? -1 : 1),
  )
  const order = new Map(sorted.map((component, index) => [component.id, index]))
  const place = (id: string) => order.get(id) ?? 0
  const lines = new Map<string, string[]>()
  for (const { from, to, port } of graph.dependencies) {
    const key = portKey(from, port)
    lines.set(key, [...(lines.get(key) ?? []), to])
  }
  for (const targets of lines.values()) targets.sort((a, b) => place(a) - place(b))
  const reached = new Set(graph.dependencies.map(({ to }) => to))
  const roots = sorted.filter(({ id }) => !reached.has(id))
  return {
    version,
    components: new Map(sorted.map(component => [component.id, component])),
    roots: roots.map(({ id }) => id),
    next: (component, port) => lines.get(portKey(component, port)) ?? [],
    order,
    startsByMessage: roots.length > 0 && roots.every(({ type }) => type === 'inbound-message'),
  }
}

/** No port has a space in its name. */
const portKey = (component: string, port: string | undefined): string => `${port ?? ''} ${component}`
