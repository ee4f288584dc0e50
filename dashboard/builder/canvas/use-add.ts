import { MAX_COMPONENTS } from '@pavior/shared/campaign/campaign.ts'
import { announceText } from '../../live/announce.ts'
import { refusal } from '../../live/change.ts'
import type { Draft, Line, Place } from '../draft/draft.ts'
import { addComponent, aLine, componentOf, connect, type Port, portsOf, watchesForEver } from '../draft/edits.ts'
import { newId } from '../draft/ids.ts'
import { freePlace, placeBelow } from '../draft/places.ts'
import { useLatest } from '../use-builder.ts'
import { type ComponentType, freshSettings, typeName } from '../words/components.ts'

export type From = { id: string; port: Port | undefined }

/**
 * Adds a component. Without a place it stands below the chosen one (or the one that is `meant`) and follows it, where a
 * port of that is free; with `from` a line leads to it from there.
 */
export function useAdd(meant?: () => readonly string[]): (type: ComponentType, at?: Place, from?: From) => void {
  const latest = useLatest()
  return (type, at, from) => {
    const { draft, selected, select, show, edit, inboxes } = latest()
    if (draft.components.length >= MAX_COMPONENTS) {
      refusal.set(`A campaign has at most ${MAX_COMPONENTS} components.`)
      return
    }
    const id = newId(type, new Set(draft.components.map(component => component.id)))
    const behind = from ?? (at === undefined ? freePort(draft, meant?.() ?? selected) : undefined)
    const line = behind && aLine(behind.id, id, behind.port)
    const position = at ?? (behind ? placeBelow(draft, behind) : freePlace(draft))
    const component = { id, type, position, settings: freshSettings(type, inboxes) }
    edit(now => withLine(addComponent(now, component), line))
    if (at === undefined || from) show(id)
    else select([id])
    announceText(`${typeName(type)} added${behind ? after(draft, behind) : ''}`)
  }
}

const withLine = (draft: Draft, line: Line | undefined): Draft => (line ? connect(draft, line) : draft)

function after(draft: Draft, { id, port }: From): string {
  const component = componentOf(draft, id)
  return component ? ` after ${typeName(component.type)}${port === undefined ? '' : `, ${port}`}` : ''
}

/** The first port of the only chosen component that no line leaves yet. */
function freePort(draft: Draft, selected: readonly string[]): From | undefined {
  const [id, ...others] = selected
  const component = id === undefined || others.length > 0 ? undefined : componentOf(draft, id)
  if (!component) return undefined
  return portsOf(component)
    .filter(port => !(port === 'unmatched' && watchesForEver(component)))
    .map(port => ({ id: component.id, port }))
    .find(({ id, port }) => !draft.dependencies.some(line => line.from === id && line.port === port))
}
