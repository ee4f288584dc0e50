import type { CampaignGraph, Component } from '../campaign.ts'
import { constantOf } from './conditions-in.ts'

type Line = CampaignGraph['dependencies'][number]

/** The ways through a graph that somebody can go. Whatever is wrong with the graph, every walk ends. */
export class Paths {
  readonly components: ReadonlyMap<string, Component>
  private readonly incoming: ReadonlyMap<string, Line[]>
  private readonly outgoing: ReadonlyMap<string, Line[]>
  private readonly atOnce = new Map<string, Set<string>>()

  constructor(graph: CampaignGraph) {
    this.components = new Map(graph.components.map(component => [component.id, component]))
    const living = graph.dependencies.filter(line => this.leads(line))
    this.incoming = Map.groupBy(living, ({ to }) => to)
    this.outgoing = Map.groupBy(living, ({ from }) => from)
  }

  /** Whether anybody can ever leave by this line: not behind the end, nor by a port whose time never comes. */
  private leads({ from, port }: Line): boolean {
    const start = this.components.get(from)
    if (!start || start.type === 'end') return false
    if (start.type !== 'filter' || port === undefined) return true
    const always = constantOf(start.settings.filter)
    if (port === 'matched') return always !== false
    return always !== true && start.settings.watch !== 'forever'
  }

  /** What a person can have come through to a component, itself left out. */
  before(id: string): Set<string> {
    return walk([id], at => (this.incoming.get(at) ?? []).map(({ from }) => from))
  }

  /** What can be reached from these; they themselves only where a way leads to them. */
  after(ids: string[]): Set<string> {
    return walk(ids, at => this.followers(at))
  }

  /** What is reached in the moment in which a component acts, on some way. */
  atOnceAfter(id: string): Set<string> {
    const known = this.atOnce.get(id)
    if (known) return known
    const found = walk([id], at => {
      const component = this.components.get(at)
      return at === id || (component && !takesTime(component)) ? this.followers(at) : []
    })
    this.atOnce.set(id, found)
    return found
  }

  private followers(id: string): string[] {
    return (this.outgoing.get(id) ?? []).map(({ to }) => to)
  }
}

/** Whether somebody stays here for a while. */
function takesTime({ type, settings }: Component): boolean {
  if (type === 'filter') return 'watch' in settings && settings.watch !== 'once'
  return type === 'wait' || type === 'inbound-message'
}

function walk(from: string[], next: (id: string) => string[]): Set<string> {
  const met = new Set<string>()
  const open = [...from]
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const other of next(id)) {
      if (met.has(other)) continue
      met.add(other)
      open.push(other)
    }
  return met
}
