import type { Names } from '@pavior/shared/filter/describe.ts'
import type { AgentView } from '@pavior/shared/protocol/views.ts'
import { useMemo } from 'preact/hooks'
import { buttonsOf } from '../conditions/components.ts'
import type { CampaignContext } from '../live/views.ts'
import type { Draft, DraftComponent } from './draft/draft.ts'
import { componentName } from './words/said.ts'

type Named = readonly { id: string; name: string }[]

type Called = [id: string, name: string, buttons: [id: string, label: string][]]

const known = new WeakMap<DraftComponent, Called>()

function nameOnce(component: DraftComponent): Called {
  const called: Called = known.get(component) ?? [
    component.id,
    componentName(component),
    buttonsOf(component.settings?.content).map(({ id, label }) => [id, label]),
  ]
  known.set(component, called)
  return called
}

/** What the team calls what conditions know by id. It stays the same while nothing is called otherwise. */
export function useNames(
  { components }: Draft,
  inboxes: Named = [],
  agents: readonly AgentView[] = [],
  context: CampaignContext | undefined,
): Names {
  const names = JSON.stringify(components.map(nameOnce))
  return useMemo(() => {
    const called: Called[] = JSON.parse(names)
    const buttons = new Map(called.map(([id, , buttons]) => [id, new Map(buttons)]))
    return {
      component: lookUp(called.map(([id, name]) => [id, name])),
      button: (id, component) => buttons.get(component)?.get(id),
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
