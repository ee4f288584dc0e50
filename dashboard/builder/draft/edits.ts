import { MAX_COMPONENTS, MAX_DEPENDENCIES } from '@pavior/shared/campaign/campaign.ts'
import { type Draft, type DraftComponent, type Line, lineId, type Place, placeOf, settingsOf } from './draft.ts'

/** Every way to change what is drawn. Pure: a draft in, another one out, and the same one where nothing changes. */

export const componentOf = (draft: Draft, id: string): DraftComponent | undefined =>
  draft.components.find(component => component.id === id)

export function addComponent(draft: Draft, component: DraftComponent): Draft {
  if (draft.components.length >= MAX_COMPONENTS) return draft
  return { ...draft, components: [...draft.components, component] }
}

export const changeComponent = (draft: Draft, changed: DraftComponent): Draft => ({
  ...draft,
  components: draft.components.map(one => (one.id === changed.id ? changed : one)),
})

/** Components leave with the lines that lead to and from them. */
export function removeComponents(draft: Draft, ids: ReadonlySet<string>): Draft {
  if (!draft.components.some(({ id }) => ids.has(id))) return draft
  return {
    ...draft,
    components: draft.components.filter(({ id }) => !ids.has(id)),
    dependencies: draft.dependencies.filter(({ from, to }) => !ids.has(from) && !ids.has(to)),
  }
}

export function connect(draft: Draft, line: Line): Draft {
  const id = lineId(line)
  if (draft.dependencies.length >= MAX_DEPENDENCIES || draft.dependencies.some(one => lineId(one) === id)) return draft
  return { ...draft, dependencies: [...draft.dependencies, line] }
}

export function cut(draft: Draft, ids: ReadonlySet<string>): Draft {
  const left = draft.dependencies.filter(line => !ids.has(lineId(line)))
  return left.length === draft.dependencies.length ? draft : { ...draft, dependencies: left }
}

/** On the grid of 4 px, where everything stands. */
const onGrid = (value: number): number => Math.round(value / 4) * 4

export function place(draft: Draft, places: ReadonlyMap<string, Place>): Draft {
  let moved = false
  const components = draft.components.map((component, index) => {
    const to = places.get(component.id)
    if (!to) return component
    const position = { x: onGrid(to.x), y: onGrid(to.y) }
    const from = placeOf(component, index)
    if (from.x === position.x && from.y === position.y) return component
    moved = true
    return { ...component, position }
  })
  return moved ? { ...draft, components } : draft
}

export const moveBy = (draft: Draft, ids: ReadonlySet<string>, by: Place): Draft =>
  place(
    draft,
    new Map(
      draft.components.flatMap((component, index) => {
        const { x, y } = placeOf(component, index)
        return ids.has(component.id) ? [[component.id, { x: x + by.x, y: y + by.y }] as const] : []
      }),
    ),
  )

/** C8: a Filter that watches for ever lets nobody out by `unmatched`. */
export const watchesForEver = (component: DraftComponent): boolean =>
  component.type === 'filter' && (settingsOf(component).watch ?? 'forever') === 'forever'

export type Watch = 'once' | { for: string }

export function setWatch(draft: Draft, id: string, watch: Watch): Draft {
  const filter = componentOf(draft, id)
  return filter ? changeComponent(draft, { ...filter, settings: { ...filter.settings, watch } }) : draft
}

export type Port = 'matched' | 'unmatched'

export const portsOf = (component: Pick<DraftComponent, 'type'>): readonly (Port | undefined)[] =>
  component.type === 'end' ? [] : component.type === 'filter' ? ['matched', 'unmatched'] : [undefined]

export const aLine = (from: string, to: string, port: Port | undefined): Line =>
  port === undefined ? { from, to } : { from, to, port }

/** Everything that a component leads to, however far. */
function after(draft: Draft, id: string): Set<string> {
  const next = Map.groupBy(draft.dependencies, ({ from }) => from)
  const found = new Set<string>()
  const open = [id]
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const { to } of next.get(at) ?? [])
      if (!found.has(to)) {
        found.add(to)
        open.push(to)
      }
  return found
}

/** Why a line can't be drawn, as a reason to look up in words; `undefined`: it can. C6. */
export function whyNot(
  draft: Draft,
  line: Line,
): 'itself' | 'cycle' | 'twice' | 'nothing-follows' | 'full' | undefined {
  const from = componentOf(draft, line.from)
  if (!from || from.type === 'end') return 'nothing-follows'
  if (line.from === line.to) return 'itself'
  const id = lineId(line)
  if (draft.dependencies.some(one => lineId(one) === id)) return 'twice'
  if (after(draft, line.to).has(line.from)) return 'cycle'
  return draft.dependencies.length >= MAX_DEPENDENCIES ? 'full' : undefined
}
