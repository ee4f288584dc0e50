import type { Names } from '@pavior/shared/filter/describe.ts'
import type { AgentView } from '@pavior/shared/protocol/views.ts'
import { useMemo } from 'preact/hooks'
import type { CampaignContext } from '../live/views.ts'
import type { Draft, DraftComponent } from './draft/draft.ts'
import { componentName } from './words/said.ts'

type Named = readonly { id: string; name: string }[]

const known = new WeakMap<DraftComponent, string>()

function nameOnce(component: DraftComponent): string {
  const name = known.get(component) ?? componentName(component)
  known.set(component, name)
  return name
}

/** What the team calls what conditions know by id. It stays the same while nothing is called otherwise. */
export function useNames(
  { components }: Draft,
  inboxes: Named = [],
  agents: readonly AgentView[] = [],
  context: CampaignContext | undefined,
): Names {
  const names = JSON.stringify(components.map(component => [component.id, nameOnce(component)]))
  return useMemo(() => {
    const called: [string, string][] = JSON.parse(names)
    return {
      component: lookUp(called),
      inbox: lookUp(inboxes.map(({ id, name }) => [id, name])),
      agent: lookUp(agents.map(({ id, name }) => [id, name])),
      campaign: lookUp((context?.campaigns ?? []).map(({ id, name }) => [id, name])),
    }
  }, [names, inboxes, agents, context])
}

function lookUp(entries: [string, string][]): (id: string) => string | undefined {
  const byId = new Map(entries)
  return id => byId.get(id)
}
